"""The country of a printed address, and its currency."""

import re

from babel.core import get_global
from babel.numbers import get_territory_currencies

from faktura.core.countries import regions
from faktura.core.folding import folded

DEFAULT_CURRENCY = "USD"
"""For a practice whose country is not known (docs/apis/capture.md)."""

_TRAILING_CODE = re.compile(r"(?<=[^\W\d])\s+\d{4,6}$")
"""A postal code behind the country, as in `Singapore 168732`."""
_STATE_AND_ZIP = re.compile(r"\b[A-Z]{2}[ ,]+\d{5}(?:-\d{4})?\b")
_CANADIAN_CODE = re.compile(r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\b")
_BRITISH_CODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")


def region_of_address(address: str) -> str | None:
    """The region of an address: by the country on its last line or after its last comma, else by its postal code.

    A postal code may follow the country.
    """
    last = re.split(r"[\n,]", address.strip())[-1].strip()
    if last and (found := regions().get(folded(last)) or _abbreviated(last)):
        return found
    before_code = _TRAILING_CODE.sub("", last)
    if before_code != last and (found := regions().get(folded(before_code.split()[-1]))):
        return found
    forms = (("CA", _CANADIAN_CODE), ("GB", _BRITISH_CODE), ("US", _STATE_AND_ZIP))
    return next((code for code, form in forms if form.search(address)), None)


def currency_of(code: str | None) -> str:
    """The ISO 4217 code of a region's currency; `DEFAULT_CURRENCY` if the region is unknown or has none."""
    return next(iter(get_territory_currencies(code)), DEFAULT_CURRENCY) if code else DEFAULT_CURRENCY


def _abbreviated(text: str) -> str | None:
    """The region of an abbreviation such as `USA` or `UK`, but not of two letters that may be a state or province."""
    written = text.replace(".", "").upper()
    aliases = get_global("territory_aliases").get(written) if written.isalpha() else None
    return aliases[0] if aliases else None
