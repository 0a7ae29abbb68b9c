"""Which characters can be printed. The import is cheap: it needs neither the fonts nor a library to open them."""

import re
from bisect import bisect_right
from functools import lru_cache
from unicodedata import is_normalized, normalize

from faktura.documents.glyphs import FACES

_NEWLINES = re.compile("\r\n?|[\u2028\u2029]")
_INVISIBLE = "\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
"""Soft hyphen, joiners, directions, variation selectors, byte order mark: they change or separate characters."""
_IGNORED = re.compile(f"[\n\t{_INVISIBLE}]")
_REMOVED = re.compile("[\u00ad\u034f\u2060\u202d\u202e\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
_COMPATIBILITY_IDEOGRAPHS = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")
_SPANS = sorted(
    (int(first, 16), int(last or first, 16), number)
    for number, face in enumerate(FACES)
    for first, _, last in (span.partition("-") for span in face.ranges.split())
)
_STARTS = [first for first, _, _ in _SPANS]


class Unprintable(Exception):
    """No bundled font can draw these `characters`; each is named once, in order of appearance."""

    def __init__(self, characters: str) -> None:
        named = ", ".join(f"U+{ord(character):04X}" for character in characters)
        super().__init__(f"No font has a glyph for {named}")
        self.characters = characters


def unprintable(*texts: str) -> str:
    """The distinct characters of `texts` that cannot be printed, in order of appearance; "" if all can."""
    found = dict.fromkeys(character for text in texts for character in _unprintable_in(text))
    return "".join(found)


def normalized(text: str) -> str:
    """The text as it is drawn: composed, with newlines between lines, without characters that only change its look.

    Directional overrides (U+202D, U+202E) are removed: the text on paper must be the text on record. Raises
    `Unprintable`.
    """
    if text.isascii() and text.isprintable():
        return text
    if characters := unprintable(text):
        raise Unprintable(characters)
    return _REMOVED.sub("", _composed(text))


@lru_cache(maxsize=8192)
def face_number(character: str) -> int | None:
    """The position in `FACES` of the face that draws this character; `None` if there is none."""
    code = ord(character)
    at = bisect_right(_STARTS, code) - 1
    if at < 0 or code > _SPANS[at][1]:
        return None
    return _SPANS[at][2]


def _unprintable_in(text: str) -> str:
    if text.isascii() and text.isprintable():
        return ""
    visible = _IGNORED.sub("", _composed(text))
    return "".join(character for character in dict.fromkeys(visible) if face_number(character) is None)


def _composed(text: str) -> str:
    """The text in Unicode's form C, but with its compatibility ideographs, which form C would replace."""
    text = _NEWLINES.sub("\n", text)
    if is_normalized("NFC", text):
        return text
    parts = _COMPATIBILITY_IDEOGRAPHS.split(text)
    return "".join(part if number % 2 else normalize("NFC", part) for number, part in enumerate(parts))
