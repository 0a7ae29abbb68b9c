"""Countries as people write them: `USA`, `Deutschland`, `ca`."""

from functools import cache

from babel.core import Locale, get_global

from faktura.core.folding import folded

HOME = "US"
"""The country of an address that names none (docs/apis/capture.md)."""

_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")
_ALSO_CALLED = {
    "united states of america": "US", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "holland": "NL",
}  # fmt: skip


def region(country: str) -> str | None:
    """The ISO 3166 code (`US`) of a country's name in seven languages or code; `HOME` for a blank, else `None`."""
    written = folded(country).replace(".", "").upper()
    if not written:
        return HOME
    if written in get_global("territory_currencies"):
        return written
    aliases = get_global("territory_aliases").get(written)
    return aliases[0] if aliases else regions().get(folded(country))


@cache
def regions() -> dict[str, str]:
    """Folded name → code; the first language wins where two use a name differently."""
    found = dict(_ALSO_CALLED)
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found.setdefault(folded(name), code)
    return found
