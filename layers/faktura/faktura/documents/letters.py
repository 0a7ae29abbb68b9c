"""What one character is to a line of text: the face that draws it, and how it goes with its neighbours."""

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
"""Where lines of Chinese and Japanese do not break (JIS X 4051)."""

_JOINERS = "\u200c\u200d"
_UNBROKEN_SPACES = "\u00a0\u2007\u202f"


class Letter(NamedTuple):
    """`face` is a number of `FACES`; without one it is unseen. `plain`: it stands by itself, from left to right."""

    face: int | None
    plain: bool
    leans: bool
    """On the letter before it, in whose face it is best drawn: a mark, a joiner."""
    blank: bool
    leftwards: bool
    """It belongs to a text from right to left, or says so."""


class _Letters(dict[str, Letter]):
    def __missing__(self, character: str) -> Letter:
        face, kind, direction = face_number(character), category(character), bidirectional(character)
        mark, leftwards = kind[0] == "M", direction in {"R", "AL", "AN", "RLE", "RLI"} or character in "\u200f\u061c"
        plain = face is not None and not FACES[face].shaped and not mark and not leftwards and kind != "Cf"
        blank = kind == "Zs" and character not in _UNBROKEN_SPACES
        letter = Letter(face, plain, mark or character in _JOINERS, blank, leftwards)
        self[character] = letter
        return letter


LETTERS = _Letters()

PLAIN = frozenset(
    character
    for first, _, last in (span.partition("-") for span in FACES[0].ranges.split())
    for character in map(chr, range(int(first, 16), int(last or first, 16) + 1))
    if category(character)[0] not in "MZ" or character == " "
)
"""What the first face sets as it comes, rightwards, and one kind of space: the letters of most invoices."""
