"""The bundled fonts, opened when first needed and then kept: their glyphs, widths, and how letters shape each other."""

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import groupby, pairwise
from struct import unpack_from
from typing import NamedTuple

import uharfbuzz as harfbuzz

from faktura.documents.glyphs import FACES

Placed = tuple[harfbuzz.GlyphInfo, harfbuzz.GlyphPosition]

_WORD = 40
"""Letters: what is longer is not kept, as nobody writes it twice."""

_MIRRORED = str.maketrans("()[]{}<>\u00ab\u00bb", ")(][}{><\u00bb\u00ab")
"""A bracket that opens a text from right to left is seen as one that closes; readers turn back what is seen."""

_BOX_IN_HEAD = 36
"""Bytes before xMin in the table `head` (OpenType 1.9)."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A drawn sign: `number` in its font, the text it stands for, and where it goes, in thousandths of an em.

    The pen is at the glyph's origin moved by `right` and `up`, and goes on by `advance`.
    """

    number: int
    text: str
    advance: float
    right: float = 0
    up: float = 0
    at: int = 0
    """Where what it belongs to begins in the text that was shaped."""


class Box(NamedTuple):
    """A font's measures, in thousandths of an em."""

    ascent: int
    descent: int
    cap_height: int
    left: int
    bottom: int
    right: int
    top: int


class Typeface:
    """One font file. `thickened`: it has no bold cut, so its lines are drawn heavier."""

    def __init__(self, name: str, *, thickened: bool) -> None:
        self.name = name
        self.thickened = thickened
        self.face = harfbuzz.Face(harfbuzz.Blob.from_file_path(str(files("faktura_fonts") / f"{name}.ttf")))
        self._font = harfbuzz.Font(self.face)
        self._scale = 1000 / self.face.upem
        self._glyphs: dict[str, Glyph] = {}
        self._advances = _Advances(self)
        self._known = lru_cache(maxsize=2048)(self._shaped)

    def glyph(self, character: str) -> Glyph:
        """The sign of one character by itself."""
        known = self._glyphs.get(character)
        if known is None:
            number = self._font.get_nominal_glyph(ord(character)) or 0
            known = self._glyphs[character] = Glyph(number, character, self.width(number))
        return known

    def has(self, character: str) -> bool:
        """Whether there is a sign for it."""
        return self._font.get_nominal_glyph(ord(character)) is not None

    def measured(self, text: str) -> float:
        """The width of plain text, in thousandths of an em."""
        return sum(map(self._advances.__getitem__, text))

    def width(self, number: int) -> float:
        """A glyph's own advance, in thousandths of an em, as the font says it."""
        return float(round(self._font.get_glyph_h_advance(number) * self._scale, 2))

    def shaped(self, text: str, *, leftwards: bool) -> tuple[Glyph, ...]:
        """The signs of a text of one script, from left to right, and which of its characters each stands for."""
        return (self._known if len(text) <= _WORD else self._shaped)(text, leftwards)

    def _shaped(self, text: str, leftwards: bool) -> tuple[Glyph, ...]:
        buffer = harfbuzz.Buffer()
        buffer.cluster_level = harfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.add_str(text)
        buffer.direction = "rtl" if leftwards else "ltr"
        buffer.guess_segment_properties()
        buffer.language = "und"  # not the machine's
        harfbuzz.shape(self._font, buffer)
        placed = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
        starts = sorted({info.cluster for info, _ in placed})
        ends = dict(pairwise([*starts, len(text)]))
        found: list[Glyph] = []
        for at, cluster in groupby(placed, key=lambda one: one[0].cluster):
            found += self._standing_for(text[at : ends[at]], at, list(cluster), leftwards=leftwards)
        return tuple(found)

    def _standing_for(self, text: str, at: int, placed: list[Placed], *, leftwards: bool) -> list[Glyph]:
        """A character for each sign, and the rest for the last; where there are more signs, some have none.

        Readers of a PDF turn what runs leftwards sign by sign, so there each character needs one, even unseen.
        """
        scale, last = self._scale, len(placed) - 1
        found = []
        for number, (info, position) in enumerate(reversed(placed) if leftwards else placed):
            part = text[number:] if number == last else text[number : number + 1]
            if leftwards and len(part) > 1:
                unseen = self.glyph("\u200d" if self.has("\u200d") else " ").number
                found += [Glyph(unseen, character, 0, at=at) for character in part[:-1]]
                part = part[-1]
            if leftwards:
                part = part.translate(_MIRRORED)
            moves = (position.x_advance, position.x_offset, position.y_offset)
            advance, right, up = [round(move * scale, 2) if move else 0.0 for move in moves]
            found.append(Glyph(info.codepoint, part, advance, right, up, at))
        return found[::-1] if leftwards else found

    @cached_property
    def box(self) -> Box:
        """What encloses all of its signs."""
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
    """One of `FACES`, in the weight asked for."""
    face = FACES[number]
    return Typeface(f"{face.name}-{'Bold' if bold and face.bold else 'Regular'}", thickened=bold and not face.bold)
