"""Lines as a page's content says them: which signs of which font, how far moved."""

from collections.abc import Iterator
from dataclasses import dataclass

from faktura.documents.embedding import FontInUse
from faktura.documents.lines import Line
from faktura.documents.pieces import Piece
from faktura.documents.typefaces import Glyph, Typeface

_SEEN = 0.005
"""Thousandths of an em: less is an error of rounding."""

_THICKER = 0.03
"""Of the size: how heavy the outline of a letter is that has no bold cut."""


@dataclass(frozen=True)
class Style:
    """How text looks: size and leading in points, colour as red, green, blue from 0 to 1."""

    size: float
    leading: float
    colour: str
    bold: bool = False

    def room(self, points: float) -> float:
        """A width on the page, in thousandths of this style's em."""
        return points * 1000 / self.size


class Fonts:
    """The typefaces that one document uses, numbered as they come."""

    def __init__(self) -> None:
        self.used: dict[str, FontInUse] = {}

    def drawn(self, line: Line, style: Style, x: float, y: float) -> str:
        """A line as an operator sequence; `x` is its left end and `y` its baseline, in points from the lower left."""
        return f"BT {style.colour} rg {x:.2f} {y:.2f} Td {''.join(self._shown(line, style))}ET"

    def _shown(self, line: Line, style: Style) -> Iterator[str]:
        name, thick, waiting = "", False, ""
        for piece in line.pieces:
            face = piece.face
            if face.name != name or face.thickened != thick:
                yield from _plain(waiting)
                waiting = ""
                if face.thickened != thick:
                    thick = face.thickened
                    yield f"2 Tr {style.size * _THICKER:g} w {style.colour} RG " if thick else "0 Tr "
                name, font = face.name, self._font(face)
                yield f"/F{font.i} {style.size:g} Tf "
            if piece.glyphs is None:
                waiting += font.plain(piece.text)
            else:
                yield from _plain(waiting)
                waiting = ""
                yield from self._moved(piece, piece.glyphs, style.size)
        yield from _plain(waiting)
        if thick:
            yield "0 Tr "

    def _moved(self, piece: Piece, glyphs: tuple[Glyph, ...], size: float) -> Iterator[str]:
        """Signs that stand apart from where they would by themselves."""
        font, rise = self._font(piece.face), 0.0
        entangled = piece.entangled
        if entangled:
            yield f"/Span <</ActualText <FEFF{piece.text.encode('utf-16-be').hex()}>>> BDC "
        shown, owed = "", 0.0
        for glyph in glyphs:
            if glyph.up != rise:
                yield f"[{shown}{_move(owed)}] TJ {glyph.up * size / 1000:.3f} Ts "
                shown, owed, rise = "", 0.0, glyph.up
            shown += f"{_move(owed + glyph.right)}<{font.code(glyph)}>"
            owed = glyph.advance - glyph.right - piece.face.width(glyph.number)
        yield f"[{shown}{_move(owed)}] TJ "
        if rise:
            yield "0 Ts "
        if entangled:
            yield "EMC "

    def _font(self, face: Typeface) -> FontInUse:
        font = self.used.get(face.name)
        if font is None:
            font = self.used[face.name] = FontInUse(face, len(self.used) + 1)
        return font


def _move(right: float) -> str:
    """How far the next sign is moved, which a PDF counts leftwards, in thousandths of an em; "" for not at all."""
    return f"{-right:.2f}" if abs(right) >= _SEEN else ""


def _plain(codes: str) -> Iterator[str]:
    if codes:
        yield f"<{codes}> Tj "
