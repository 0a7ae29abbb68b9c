"""Text as people compare it: without case, accents and surplus spaces."""

import re
import unicodedata

MAX_LENGTH = 1_000
"""Characters that are folded; the rest is cut off, as sorting a long run of accents takes quadratic time."""

_BASE_LETTER = re.compile(r"LATIN SMALL (?:LETTER|LIGATURE) (?:DOTLESS )?([A-Z]{1,2})(?: WITH .*)?")
_NAMED_LETTERS = {"ð": "d", "þ": "th"}
_ACCENTED = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW")
"""Scripts whose marks are accents or vowel points. In other scripts a mark makes another letter (`た`, `だ`)."""


def folded(text: str) -> str:
    """The text without case, accents and surplus spaces; `Łódź` is `lodz`, and NFC and NFD spellings are the same."""
    text = text[:MAX_LENGTH].casefold()
    return " ".join((text if text.isascii() else "".join(_bare(unicodedata.normalize("NFKD", text)))).split())


def _bare(letters: str) -> list[str]:
    """The letters without their accents. For letters that do not decompose, the Unicode name gives the base letter."""
    bare: list[str] = []
    is_accented = True
    for letter in letters:
        if letter.isascii():
            bare.append(letter)
            is_accented = True
        elif not unicodedata.combining(letter):
            name = unicodedata.name(letter, "")
            base = _BASE_LETTER.fullmatch(name)
            bare.append(base[1].lower() if base else _NAMED_LETTERS.get(letter, letter))
            is_accented = name.startswith(_ACCENTED)
        elif not is_accented:
            bare.append(letter)
    return bare
