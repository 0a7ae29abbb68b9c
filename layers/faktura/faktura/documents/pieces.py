"""A paragraph in pieces: each of one face and one direction, none with a break inside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from faktura.documents.directions import levels
from faktura.documents.letters import IDEOGRAPHIC, LETTERS, NEVER_FIRST, NEVER_LAST, PLAIN
from faktura.documents.typefaces import Glyph, Typeface, typeface

_PLAIN_WORDS = re.compile(r" +|[^ ]+")
_HYPHENS = re.compile(r"(?<=[^\W\d]-)(?=[^\W\d])")
"""Behind hyphens between letters; a minus, a range and a number's dashes hold together."""

_FAR_BACK = -300.0
"""Thousandths of an em."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`glyphs` are from left to right; plain text has none, its characters are set as they come."""

    face: Typeface
    text: str
    width: float
    """Thousandths of an em."""
    glyphs: tuple[Glyph, ...] | None = None
    level: int = 0
    blank: bool = False
    ideographic: bool = False

    @property
    def entangled(self) -> bool:
        """Whether its signs do not tell its text: several are one letter, or marks stand far back or run leftwards."""
        if self.level % 2:
            return any(LETTERS[character].leans for character in self.text)
        glyphs = self.glyphs or ()
        return len({glyph.at for glyph in glyphs}) < len(glyphs) or any(glyph.right < _FAR_BACK for glyph in glyphs)

    def torn(self, room: float) -> Iterator["Piece"]:
        """Pieces no wider than `room`, where one sign does not fill it by itself."""
        text, used = "", 0.0
        for cluster, width in self._clusters():
            if text and used + width > room:
                yield self._part(text)
                text, used = "", 0.0
            text, used = text + cluster, used + width
        if text:
            yield self._part(text)

    def _clusters(self) -> Iterator[tuple[str, float]]:
        """In the order of reading, what may not be torn, with its width."""
        if self.glyphs is None:
            yield from ((character, self.face.glyph(character).advance) for character in self.text)
            return
        widths: dict[int, float] = {}
        for glyph in self.glyphs:
            widths[glyph.at] = widths.get(glyph.at, 0.0) + glyph.advance
        cluster, width = "", 0.0
        for at, end in pairwise([*sorted(widths), len(self.text)]):
            if cluster and not LETTERS[self.text[at]].leans:
                yield cluster, width
                cluster, width = "", 0.0
            cluster, width = cluster + self.text[at:end], width + widths[at]
        yield cluster, width

    def _part(self, text: str) -> "Piece":
        return set_in(self.face, text, self.level, plain=self.glyphs is None, ideographic=self.ideographic)


def set_in(face: Typeface, text: str, level: int = 0, *, plain: bool, ideographic: bool = False) -> Piece:
    """A text set in a face; `plain` text comes as its characters are, where it runs rightwards."""
    if plain and level % 2 == 0:
        return Piece(face, text, face.measured(text), level=level, ideographic=ideographic)
    glyphs = face.shaped(text, leftwards=level % 2 == 1)
    return Piece(face, text, sum(glyph.advance for glyph in glyphs), glyphs, level, ideographic=ideographic)


def blank(face: Typeface, text: str, level: int) -> Piece:
    """A space, or a break without one (U+200B)."""
    text = text.replace("\u200b", "")
    return Piece(face, text, face.measured(text), level=level, blank=True)


def pieces(paragraph: str, *, bold: bool) -> tuple[int, list[Piece]]:
    """The paragraph's level and its pieces in the order of reading."""
    if PLAIN.issuperset(paragraph):
        sans = typeface(0, bold=bold)
        words = [part for word in _PLAIN_WORDS.findall(paragraph) for part in _HYPHENS.split(word)]
        return 0, [blank(sans, word, 0) if word[0] == " " else set_in(sans, word, plain=True) for word in words]
    base, by_character = levels(paragraph)
    found = []
    for (number, level, is_blank), group in groupby(_attributed(paragraph, by_character), key=lambda one: one[1:4]):
        members = list(group)
        text, plain = "".join(one[0] for one in members), all(one[4] for one in members)
        face, ideographic = typeface(number, bold=bold), number in IDEOGRAPHIC
        if is_blank:
            found.append(blank(face, text, level))
        else:
            parts = text if ideographic else _HYPHENS.split(text)
            found += [set_in(face, part, level, plain=plain, ideographic=ideographic) for part in parts]
    return base, found


def parted(before: Piece, after: Piece) -> bool:
    """Whether a line may end between two pieces."""
    if before.blank or after.blank:
        return before.blank
    if _HYPHENS.search(before.text[-2:] + after.text[:1]):
        return True
    ideographs = before.ideographic or after.ideographic
    return ideographs and after.text[0] not in NEVER_FIRST and before.text[-1] not in NEVER_LAST


def _attributed(paragraph: str, by_character: list[int]) -> Iterator[tuple[str, int, int, bool, bool]]:
    """Each character that is set, with its face, level, and whether it is blank and plain."""
    face = 0
    for character, level in zip(paragraph, by_character, strict=True):
        letter = LETTERS[character]
        if letter.leans and typeface(face, bold=False).has(character):
            yield character, face, level, False, False
        elif letter.face is not None:
            if not (level % 2 and typeface(face, bold=False).has(character)):
                face = letter.face
            yield character, face, level, letter.blank, letter.plain
        elif character == "\u200b":
            yield character, face, level, True, True
