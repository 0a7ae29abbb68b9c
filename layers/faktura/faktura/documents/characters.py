"""The properties of a character in a line: the face that draws it, and how it joins its neighbours."""

from typing import NamedTuple
from unicodedata import bidirectional, category

from faktura.documents.coverage import face_number
from faktura.documents.glyphs import FACES

IDEOGRAPHIC = frozenset(number for number, face in enumerate(FACES) if face.name.endswith("Ideographs"))
NEVER_FIRST = frozenset(
    ",.;:!?%)]}»”…"
    "\u2019、。〉》」』】\u3015〗々〻ゝゞヽヾーぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ・"
    "\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3d\uff5d\uffe0\uff05"
)
NEVER_LAST = frozenset("([{«“\u2018〈《「『【\u3014〖\uff08\uff3b\uff5b\uff04\uffe1\uffe5")
"""Characters that never begin or end a line of Chinese or Japanese (JIS X 4051)."""

_JOINERS = "\u200c\u200d"
_NO_BREAK_SPACES = "\u00a0\u2007\u202f"


class Character(NamedTuple):
    """`face` is a position in `FACES`, `None` for an invisible character.

    A plain character is drawn by itself, from left to right. A combining one (a mark, a joiner) belongs to the letter
    before it and is best drawn by the same face.
    """

    face: int | None
    is_plain: bool
    is_combining: bool
    is_space: bool
    is_rtl: bool


class _Characters(dict[str, Character]):
    def __missing__(self, character: str) -> Character:
        face, kind, direction = face_number(character), category(character), bidirectional(character)
        is_mark, is_rtl = kind[0] == "M", direction in {"R", "AL", "AN", "RLE", "RLI"} or character in "\u200f\u061c"
        is_plain = face is not None and not FACES[face].is_shaped and not is_mark and not is_rtl and kind != "Cf"
        is_space = kind == "Zs" and character not in _NO_BREAK_SPACES
        properties = Character(face, is_plain, is_mark or character in _JOINERS, is_space, is_rtl)
        self[character] = properties
        return properties


CHARACTERS = _Characters()

PLAIN_CHARACTERS = frozenset(
    character
    for first, _, last in (span.partition("-") for span in FACES[0].ranges.split())
    for character in map(chr, range(int(first, 16), int(last or first, 16) + 1))
    if category(character)[0] not in "MZ" or character == " "
)
"""The plain characters of the first face, and one kind of space: the characters of most invoices."""
