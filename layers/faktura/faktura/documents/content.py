"""Lines as operators of a page's content stream: glyphs of fonts, and how far they are moved."""

from collections.abc import Iterator
from dataclasses import dataclass

from faktura.documents.embedding import FontInUse
from faktura.documents.lines import Line
from faktura.documents.runs import Run
from faktura.documents.typefaces import Glyph, Typeface

MAX_STRING_LENGTH = 8_000
"""Characters of a string; PDF/A allows 32,767 bytes (ISO 19005-2, 6.1.13), and a character may take four."""

_MIN_MOVE = 0.005
"""Thousandths of an em; less is a rounding error."""

_SYNTHETIC_BOLD_WIDTH = 0.03
"""The outline of the letters of a face without a bold font, as a share of the size."""


@dataclass(frozen=True)
class Style:
    """How text looks: size and leading in points, colour as red, green and blue from 0 to 1."""

    size: float
    leading: float
    colour: str
    bold: bool = False

    def room(self, points: float) -> float:
        """A width on the page, in thousandths of this style's em."""
        return points * 1000 / self.size


class Fonts:
    """The typefaces that one document uses, numbered in order of use."""

    def __init__(self) -> None:
        self.used: dict[str, FontInUse] = {}

    def operators(self, line: Line, style: Style, x: float, y: float) -> str:
        """The operators that draw a line; `x` is its left end and `y` its baseline, in points from the lower left."""
        return f"BT {style.colour} rg {x:.2f} {y:.2f} Td {''.join(self._parts(line, style))}ET"

    def _parts(self, line: Line, style: Style) -> Iterator[str]:
        name, is_bold, pending = "", False, ""
        for run in line.runs:
            face = run.face
            if face.name != name or face.is_synthetic_bold != is_bold:
                yield from _plain(pending)
                pending = ""
                if face.is_synthetic_bold != is_bold:
                    is_bold = face.is_synthetic_bold
                    yield f"2 Tr {style.size * _SYNTHETIC_BOLD_WIDTH:g} w {style.colour} RG " if is_bold else "0 Tr "
                name, font = face.name, self._font(face)
                yield f"/F{font.i} {style.size:g} Tf "
            if run.glyphs is None:
                pending += font.plain(run.text)
            else:
                yield from _plain(pending)
                pending = ""
                yield from self._shown_glyphs(run, run.glyphs, style.size)
        yield from _plain(pending)
        if is_bold:
            yield "0 Tr "

    def _shown_glyphs(self, run: Run, glyphs: tuple[Glyph, ...], size: float) -> Iterator[str]:
        """The operators for glyphs that are moved from their ordinary positions."""
        font, rise = self._font(run.face), 0.0
        needs_actual_text = run.needs_actual_text and len(run.text) <= MAX_STRING_LENGTH
        if needs_actual_text:
            yield f"/Span <</ActualText <FEFF{run.text.encode('utf-16-be').hex()}>>> BDC "
        shown, correction = "", 0.0
        for glyph in glyphs:
            if glyph.offset_y != rise:
                yield f"[{shown}{_move(correction)}] TJ {glyph.offset_y * size / 1000:.3f} Ts "
                shown, correction, rise = "", 0.0, glyph.offset_y
            shown += f"{_move(correction + glyph.right)}<{font.code(glyph)}>"
            correction = glyph.advance - glyph.right - run.face.width(glyph.number)
        yield f"[{shown}{_move(correction)}] TJ "
        if rise:
            yield "0 Ts "
        if needs_actual_text:
            yield "EMC "

    def _font(self, face: Typeface) -> FontInUse:
        font = self.used.get(face.name)
        if font is None:
            font = self.used[face.name] = FontInUse(face, len(self.used) + 1)
        return font


def _move(right: float) -> str:
    """The move of the next glyph in thousandths of an em, which a PDF counts to the left; "" if it is too small."""
    return f"{-right:.2f}" if abs(right) >= _MIN_MOVE else ""


def _plain(codes: str) -> Iterator[str]:
    if codes:
        yield f"<{codes}> Tj "
