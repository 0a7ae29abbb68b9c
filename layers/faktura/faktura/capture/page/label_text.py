"""Folds text for comparison with labels: plain lower-case letters, one for each character, so that positions stay."""

import re
import unicodedata
from functools import cache, lru_cache

MISREAD_O = re.compile(r"(?<=[a-z])0(?=[a-z ]|$)|\b0(?=[a-z]{2})")
MISREAD_L = re.compile(r"(?<=[a-z]{3})1\b|(?<=\btota)i\b")
KEPT = "%#@"


CACHED = 2_048
"""Texts that are remembered. A page has a few hundred, and each is looked at for every kind of value."""


@lru_cache(CACHED)
def fold(text: str) -> str:
    """The text in lower case without accents. Punctuation becomes spaces. The length stays the same."""
    plain = "".join(_plain(letter) for letter in text)
    return MISREAD_L.sub("l", MISREAD_O.sub("o", plain))


def phrase(*alternatives: str) -> re.Pattern[str]:
    """A pattern for folded text. A space matches any number of spaces, also none ("InvNo", "Inv. No")."""
    return re.compile("|".join(f"(?:{one})" for one in alternatives).replace(" ", r"\s*"))


@cache
def _plain(letter: str) -> str:
    first = unicodedata.normalize("NFKD", letter)[0].lower()
    first = {"ß": "s", "œ": "o", "æ": "a", "ø": "o"}.get(first, first)[0]
    return first if first.isalnum() or first in KEPT else " "
