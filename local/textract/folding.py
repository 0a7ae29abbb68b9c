"""Text as labels are compared in: small plain letters, character for character, so that places stay places."""

import re
import unicodedata
from functools import cache

MISREAD_O = re.compile(r"(?<=[a-z])0(?=[a-z ]|$)|\b0(?=[a-z]{2})")
MISREAD_L = re.compile(r"(?<=[a-z]{3})1\b|(?<=\btota)i\b")
KEPT = "%#@"


def fold(text: str) -> str:
    """Lower case without accents; punctuation becomes spaces; the length stays."""
    plain = "".join(_plain(letter) for letter in text)
    return MISREAD_L.sub("l", MISREAD_O.sub("o", plain))


def phrase(*alternatives: str) -> re.Pattern[str]:
    """A pattern over folded text in which a space stands for any number of them, also none ("InvNo", "Inv. No")."""
    return re.compile("|".join(f"(?:{one})" for one in alternatives).replace(" ", r"\s*"))


@cache
def _plain(letter: str) -> str:
    first = unicodedata.normalize("NFKD", letter)[0].lower()
    first = {"ß": "s", "œ": "o", "æ": "a", "ø": "o"}.get(first, first)[0]
    return first if first.isalnum() or first in KEPT else " "
