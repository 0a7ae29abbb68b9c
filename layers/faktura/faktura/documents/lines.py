"""Text into lines: as wide as there is room, broken where it may be, and each line as it is seen from left to right."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from faktura.documents.coverage import settled
from faktura.documents.directions import seen
from faktura.documents.letters import PLAIN
from faktura.documents.pieces import Piece, parted, pieces
from faktura.documents.typefaces import typeface

_TAB = " " * 4
_PHRASE = 80
"""Characters: longer texts are not kept."""


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces from left to right and their width, in thousandths of an em. `leftwards`: its paragraph's direction."""

    pieces: tuple[Piece, ...]
    width: float
    leftwards: bool = False


def lines(text: str, room: float, *, bold: bool = False) -> tuple[Line, ...]:
    """The text in lines no wider than `room` thousandths of an em. Raises `Unprintable`.

    Line breaks in it stay. A word wider than the room is torn, but for a single letter that is.
    """
    return (_known if len(text) <= _PHRASE else _lines)(text, room, bold)


def line(text: str, *, bold: bool = False) -> Line:
    """The text in one line, however long. Raises `Unprintable`."""
    [only] = lines(settled(text).replace("\n", " "), float("inf"), bold=bold)
    return only


def _lines(text: str, room: float, bold: bool) -> tuple[Line, ...]:
    paragraphs = settled(text).replace("\t", _TAB).split("\n")
    return tuple(line for paragraph in paragraphs for line in _set(paragraph, room, bold))


_known = lru_cache(maxsize=2048)(_lines)
"""Labels, names and services come again in document after document."""


def _set(paragraph: str, room: float, bold: bool) -> Iterator[Line]:
    if PLAIN.issuperset(paragraph):
        sans = typeface(0, bold=bold)
        width = sans.measured(paragraph)
        if width <= room:
            yield Line((Piece(sans, paragraph, width),), width)
            return
    base, found = pieces(paragraph, bold=bold)
    for on_line in _filled(_words(found), room):
        while len(on_line) > 1 and on_line[-1].blank:
            on_line.pop()
        yield Line(
            tuple(seen(on_line, lambda piece: piece.level)), sum(piece.width for piece in on_line), base % 2 == 1
        )


def _filled(words: Iterator[list[Piece]], room: float) -> Iterator[list[Piece]]:
    """Words laid side by side until the next does not fit."""
    on_line: list[Piece] = []
    used = 0.0
    for word in words:
        width = sum(piece.width for piece in word)
        if width <= room:
            fitting = [word]
        else:
            fitting = [[part] for piece in word for part in ([piece] if piece.blank else piece.torn(room))]
        for part in fitting:
            wide = sum(piece.width for piece in part)
            if on_line and used + wide > room and not part[0].blank:
                yield on_line
                on_line, used = [], 0.0
            on_line += part
            used += wide
    yield on_line


def _words(found: list[Piece]) -> Iterator[list[Piece]]:
    """Pieces that stay together."""
    word: list[Piece] = []
    for piece in found:
        if word and parted(word[-1], piece):
            yield word
            word = []
        if word and piece.blank:
            yield word
            word = []
        word.append(piece)
    if word:
        yield word
