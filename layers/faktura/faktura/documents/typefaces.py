"""The bundled fonts, each opened when it is first needed: their glyphs, widths and shaping."""

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import groupby, pairwise
from struct import unpack_from
from typing import NamedTuple

import uharfbuzz as harfbuzz

from faktura.documents.glyphs import FACES

Placed = tuple[harfbuzz.GlyphInfo, harfbuzz.GlyphPosition]

_MAX_CACHED_LENGTH = 40
"""Characters of a text whose glyphs are cached; longer texts rarely recur."""

_MIRRORED = str.maketrans("()[]{}<>\u00ab\u00bb", ")(][}{><\u00bb\u00ab")
"""In text from right to left, an opening bracket looks like a closing one; PDF readers mirror it back."""

_BOX_IN_HEAD = 36
"""Bytes before xMin in the table `head` (OpenType 1.9)."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph: its `number` in the font, the text it stands for, and its position in thousandths of an em.

    It is drawn `right` and `offset_y` from the pen, which then moves on by `advance`. Its cluster begins `at` this
    position of the shaped text.
    """

    number: int
    text: str
    advance: float
    right: float = 0
    offset_y: float = 0
    at: int = 0


class Box(NamedTuple):
    """The metrics of a font, in thousandths of an em."""

    ascent: int
    descent: int
    cap_height: int
    left: int
    bottom: int
    right: int
    top: int


class Typeface:
    """One font file; synthetic bold draws heavier lines if there is no bold font."""

    def __init__(self, name: str, *, is_synthetic_bold: bool) -> None:
        self.name = name
        self.is_synthetic_bold = is_synthetic_bold
        self.face = harfbuzz.Face(harfbuzz.Blob.from_file_path(str(files("faktura_fonts") / f"{name}.ttf")))
        self._font = harfbuzz.Font(self.face)
        self._scale = 1000 / self.face.upem
        self._glyphs: dict[str, Glyph] = {}
        self._advances = _Advances(self)
        self._cached = lru_cache(maxsize=2048)(self._shaped)

    def glyph(self, character: str) -> Glyph:
        """The glyph of one character by itself."""
        known = self._glyphs.get(character)
        if known is None:
            number = self._font.get_nominal_glyph(ord(character)) or 0
            known = self._glyphs[character] = Glyph(number, character, self.width(number))
        return known

    def has(self, character: str) -> bool:
        """Whether the font has a glyph for it."""
        return self._font.get_nominal_glyph(ord(character)) is not None

    def width_of(self, text: str) -> float:
        """The width of plain text, in thousandths of an em."""
        return sum(map(self._advances.__getitem__, text))

    def width(self, number: int) -> float:
        """A glyph's own advance, from the font, in thousandths of an em."""
        return float(round(self._font.get_glyph_h_advance(number) * self._scale, 2))

    def shape(self, text: str, *, is_rtl: bool) -> tuple[Glyph, ...]:
        """The glyphs of text in one script, from left to right, each with the characters it stands for."""
        return (self._cached if len(text) <= _MAX_CACHED_LENGTH else self._shaped)(text, is_rtl)

    def _shaped(self, text: str, is_rtl: bool) -> tuple[Glyph, ...]:
        buffer = harfbuzz.Buffer()
        buffer.cluster_level = harfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.add_str(text)
        buffer.direction = "rtl" if is_rtl else "ltr"
        buffer.guess_segment_properties()
        buffer.language = "und"  # not the language of the machine
        harfbuzz.shape(self._font, buffer)
        placed = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
        starts = sorted({info.cluster for info, _ in placed})
        ends = dict(pairwise([*starts, len(text)]))
        found: list[Glyph] = []
        for at, cluster in groupby(placed, key=lambda one: one[0].cluster):
            found += self._glyphs_of(text[at : ends[at]], at, list(cluster), is_rtl=is_rtl)
        return tuple(found)

    def _glyphs_of(self, text: str, at: int, placed: list[Placed], *, is_rtl: bool) -> list[Glyph]:
        """The glyphs of one cluster: each stands for one character, and the last for the rest, or for none.

        PDF readers reverse text from right to left glyph by glyph, so there each character needs a glyph of its own,
        if need be an invisible one.
        """
        scale, last = self._scale, len(placed) - 1
        found = []
        for number, (info, position) in enumerate(reversed(placed) if is_rtl else placed):
            part = text[number:] if number == last else text[number : number + 1]
            if is_rtl and len(part) > 1:
                invisible = self.glyph("\u200d" if self.has("\u200d") else " ").number
                found += [Glyph(invisible, character, 0, at=at) for character in part[:-1]]
                part = part[-1]
            if is_rtl:
                part = part.translate(_MIRRORED)
            moves = (position.x_advance, position.x_offset, position.y_offset)
            advance, right, offset_y = [round(move * scale, 2) if move else 0.0 for move in moves]
            found.append(Glyph(info.codepoint, part, advance, right, offset_y, at))
        return found[::-1] if is_rtl else found

    @cached_property
    def box(self) -> Box:
        """The box around all glyphs, and the heights."""
        left, bottom, right, top = unpack_from(">4h", self.face.reference_table("head").data, _BOX_IN_HEAD)
        extents = self._font.get_font_extents("ltr")
        capital = self._font.get_metric_position_with_fallback(harfbuzz.OTMetricsTag.CAP_HEIGHT)
        found = (extents.ascender, extents.descender, capital, left, bottom, right, top)
        return Box(*(round(one * self._scale) for one in found))


class _Advances(dict[str, float]):
    """Widths of single characters."""

    def __init__(self, typeface: Typeface) -> None:
        self._typeface = typeface

    def __missing__(self, character: str) -> float:
        advance = self[character] = self._typeface.glyph(character).advance
        return advance


@cache
def typeface(number: int, *, bold: bool) -> Typeface:
    """The typeface at a position in `FACES`, regular or bold."""
    face = FACES[number]
    weight = "Bold" if bold and face.has_bold else "Regular"
    return Typeface(f"{face.name}-{weight}", is_synthetic_bold=bold and not face.has_bold)
