"""Texts as people compare them: without case, accents and surplus spaces."""

import re
import unicodedata

_BASE_LETTER = re.compile(r"LATIN SMALL (?:LETTER|LIGATURE) (?:DOTLESS )?([A-Z]{1,2})(?: WITH .*)?")
_NAMED_LETTERS = {"ð": "d", "þ": "th"}


def folded(text: str) -> str:
    """The text without case, accents and surplus spaces; `Łódź` is `lodz`, and NFC and NFD spellings are the same."""
    if text.isascii():
        return " ".join(text.casefold().split())
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(map(_base, letters)).split())


def _base(letter: str) -> str:
    """The letter without its accent; Unicode's names tell the base of those that do not decompose (`ł`, `ø`, `æ`)."""
    if letter.isascii():
        return letter
    if unicodedata.combining(letter):
        return ""
    base = _BASE_LETTER.fullmatch(unicodedata.name(letter, ""))
    return base[1].lower() if base else _NAMED_LETTERS.get(letter, letter)
