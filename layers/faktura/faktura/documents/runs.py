"""A paragraph as runs: each has one face and one direction, and no line may break within it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from faktura.documents.characters import (
    CHARACTERS,
    IDEOGRAPHIC,
    NEVER_FIRST,
    NEVER_LAST,
    PLAIN_CHARACTERS,
)
from faktura.documents.directions import levels
from faktura.documents.typefaces import Glyph, Typeface, typeface

_PLAIN_WORDS = re.compile(r" +|[^ ]+")
_HYPHENS = re.compile(r"(?<=[^\W\d]-)(?=[^\W\d])")
"""After hyphens between letters; a minus, a range and the dashes of a number do not break."""

_MIN_OFFSET = -300.0
"""Thousandths of an em; a glyph further back is out of the order of its text."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text. `glyphs` go from left to right; plain text has none, because each character has its own glyph.

    `width` is in thousandths of an em. `level` is odd if the run goes from right to left.
    """

    face: Typeface
    text: str
    width: float
    glyphs: tuple[Glyph, ...] | None = None
    level: int = 0
    is_space: bool = False
    is_ideographic: bool = False

    @property
    def needs_actual_text(self) -> bool:
        """Whether a PDF reader cannot read the text from the glyphs.

        That is so if several glyphs are one letter, or if marks are far back or in a run from right to left.
        """
        if self.level % 2:
            return any(CHARACTERS[character].is_combining for character in self.text)
        glyphs = self.glyphs or ()
        return len({glyph.at for glyph in glyphs}) < len(glyphs) or any(glyph.right < _MIN_OFFSET for glyph in glyphs)

    def split(self, room: float) -> Iterator["Run"]:
        """Runs no wider than `room`; a single cluster that is wider stays whole."""
        text, used = "", 0.0
        for cluster, width in self._clusters():
            if text and used + width > room:
                yield self._part(text)
                text, used = "", 0.0
            text, used = text + cluster, used + width
        if text:
            yield self._part(text)

    def _clusters(self) -> Iterator[tuple[str, float]]:
        """The clusters, which must not be split, with their widths, in reading order."""
        if self.glyphs is None:
            yield from ((character, self.face.glyph(character).advance) for character in self.text)
            return
        widths: dict[int, float] = {}
        for glyph in self.glyphs:
            widths[glyph.at] = widths.get(glyph.at, 0.0) + glyph.advance
        cluster, width = "", 0.0
        for at, end in pairwise([*sorted(widths), len(self.text)]):
            if cluster and not CHARACTERS[self.text[at]].is_combining:
                yield cluster, width
                cluster, width = "", 0.0
            cluster, width = cluster + self.text[at:end], width + widths[at]
        yield cluster, width

    def _part(self, text: str) -> "Run":
        return set_run(self.face, text, self.level, is_plain=self.glyphs is None, is_ideographic=self.is_ideographic)


def set_run(face: Typeface, text: str, level: int = 0, *, is_plain: bool, is_ideographic: bool = False) -> Run:
    """The run of text in a face; plain text from left to right needs no shaping."""
    if is_plain and level % 2 == 0:
        return Run(face, text, face.width_of(text), level=level, is_ideographic=is_ideographic)
    glyphs = face.shape(text, is_rtl=level % 2 == 1)
    return Run(face, text, sum(glyph.advance for glyph in glyphs), glyphs, level, is_ideographic=is_ideographic)


def space(face: Typeface, text: str, level: int) -> Run:
    """The run of a space, or of a break without width (U+200B)."""
    text = text.replace("\u200b", "")
    return Run(face, text, face.width_of(text), level=level, is_space=True)


def runs(paragraph: str, *, bold: bool) -> tuple[int, list[Run]]:
    """The level of the paragraph, and its runs in reading order."""
    if PLAIN_CHARACTERS.issuperset(paragraph):
        sans = typeface(0, bold=bold)
        words = [part for word in _PLAIN_WORDS.findall(paragraph) for part in _HYPHENS.split(word)]
        return 0, [space(sans, word, 0) if word[0] == " " else set_run(sans, word, is_plain=True) for word in words]
    base, by_character = levels(paragraph)
    found = []
    characters = _with_properties(paragraph, by_character)
    for (number, level, is_space), group in groupby(characters, key=lambda one: one[1:4]):
        members = list(group)
        text, is_plain = "".join(one[0] for one in members), all(one[4] for one in members)
        face, is_ideographic = typeface(number, bold=bold), number in IDEOGRAPHIC
        if is_space:
            found.append(space(face, text, level))
        else:
            parts = text if is_ideographic else _HYPHENS.split(text)
            found += [set_run(face, part, level, is_plain=is_plain, is_ideographic=is_ideographic) for part in parts]
    return base, found


def can_break_between(before: Run, after: Run) -> bool:
    """Whether a line may end between two runs."""
    if before.is_space or after.is_space:
        return before.is_space
    if _HYPHENS.search(before.text[-2:] + after.text[:1]):
        return True
    has_ideograph = before.is_ideographic or after.is_ideographic
    return has_ideograph and after.text[0] not in NEVER_FIRST and before.text[-1] not in NEVER_LAST


def _with_properties(paragraph: str, by_character: list[int]) -> Iterator[tuple[str, int, int, bool, bool]]:
    """Each character that is drawn, with its face and level, and whether it is a space and plain."""
    face = 0
    for character, level in zip(paragraph, by_character, strict=True):
        found = CHARACTERS[character]
        if found.is_combining and typeface(face, bold=False).has(character):
            yield character, face, level, False, False
        elif found.face is not None:
            if not (level % 2 and typeface(face, bold=False).has(character)):
                face = found.face
            yield character, face, level, found.is_space, found.is_plain
        elif character == "\u200b":
            yield character, face, level, True, True
