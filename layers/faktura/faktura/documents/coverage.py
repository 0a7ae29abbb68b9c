"""What can be printed. Cheap to import: neither fonts nor the libraries that open them are needed to tell."""

import re
from bisect import bisect_right
from functools import lru_cache
from unicodedata import is_normalized, normalize

from faktura.documents.glyphs import FACES

_NEWLINES = re.compile("\r\n?|[\u2028\u2029]")
_MEANT_TO_BE_UNSEEN = (
    "\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
)
"""Soft hyphen, joiners, directions, variation selectors, byte order mark: they shape or part what is seen."""
_UNSEEN = re.compile(f"[\n\t{_MEANT_TO_BE_UNSEEN}]")
_LEFT_OUT = re.compile("[\u00ad\u034f\u2060\u202d\u202e\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
_COMPATIBILITY_IDEOGRAPHS = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")
_SPANS = sorted(
    (int(first, 16), int(last or first, 16), number)
    for number, face in enumerate(FACES)
    for first, _, last in (span.partition("-") for span in face.ranges.split())
)
_STARTS = [first for first, _, _ in _SPANS]


class Unprintable(Exception):
    """A text has characters that no font here can draw. `characters` are these, each once, in order of appearance."""

    def __init__(self, characters: str) -> None:
        named = ", ".join(f"U+{ord(character):04X}" for character in characters)
        super().__init__(f"No font has a glyph for {named}")
        self.characters = characters


def unprintable(*texts: str) -> str:
    """The distinct characters of `texts` that cannot be printed, in order of appearance; "" where all can."""
    found = dict.fromkeys(character for text in texts for character in _foreign(text))
    return "".join(found)


def settled(text: str) -> str:
    """The text as it is set: composed, its lines parted by newlines, without what would change only its look.

    Directional overrides (U+202D, U+202E) are left out: an invoice must not read otherwise than its record. Raises
    `Unprintable`.
    """
    if text.isascii() and text.isprintable():
        return text
    if foreign := unprintable(text):
        raise Unprintable(foreign)
    return _LEFT_OUT.sub("", _composed(text))


@lru_cache(maxsize=8192)
def face_number(character: str) -> int | None:
    """Which of `FACES` draws this character; `None` where none does."""
    code = ord(character)
    at = bisect_right(_STARTS, code) - 1
    if at < 0 or code > _SPANS[at][1]:
        return None
    return _SPANS[at][2]


def _foreign(text: str) -> str:
    if text.isascii() and text.isprintable():
        return ""
    seen = _UNSEEN.sub("", _composed(text))
    return "".join(character for character in dict.fromkeys(seen) if face_number(character) is None)


def _composed(text: str) -> str:
    """In form C, as far as it keeps each ideograph the one that was written."""
    text = _NEWLINES.sub("\n", text)
    if is_normalized("NFC", text):
        return text
    parts = _COMPATIBILITY_IDEOGRAPHS.split(text)
    return "".join(part if number % 2 else normalize("NFC", part) for number, part in enumerate(parts))
