"""Breaks text into lines of a given width; the runs of each line are in visual order."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from faktura.documents.characters import PLAIN_CHARACTERS
from faktura.documents.coverage import normalized
from faktura.documents.directions import in_visual_order
from faktura.documents.runs import Run, can_break_between, runs
from faktura.documents.typefaces import typeface

_TAB = " " * 4
_MAX_CACHED_LENGTH = 80
"""Characters of a text whose lines are cached."""


@dataclass(frozen=True, slots=True)
class Line:
    """The runs from left to right, and their width in thousandths of an em; `is_rtl` is the paragraph's direction."""

    runs: tuple[Run, ...]
    width: float
    is_rtl: bool = False


def lines(text: str, room: float, *, bold: bool = False) -> tuple[Line, ...]:
    """The text in lines no wider than `room` thousandths of an em. Raises `Unprintable`.

    Line breaks in the text are kept. A word that is wider than that is split, but a single letter is not.
    """
    return (_cached if len(text) <= _MAX_CACHED_LENGTH else _lines)(text, room, bold)


def line(text: str, *, bold: bool = False) -> Line:
    """The text in one line, however long. Raises `Unprintable`."""
    [only] = lines(normalized(text).replace("\n", " "), float("inf"), bold=bold)
    return only


def _lines(text: str, room: float, bold: bool) -> tuple[Line, ...]:
    paragraphs = normalized(text).replace("\t", _TAB).split("\n")
    return tuple(line for paragraph in paragraphs for line in _paragraph_lines(paragraph, room, bold))


_cached = lru_cache(maxsize=2048)(_lines)
"""Labels, names and services recur in many documents."""


def _paragraph_lines(paragraph: str, room: float, bold: bool) -> Iterator[Line]:
    if PLAIN_CHARACTERS.issuperset(paragraph):
        sans = typeface(0, bold=bold)
        width = sans.width_of(paragraph)
        if width <= room:
            yield Line((Run(sans, paragraph, width),), width)
            return
    base, found = runs(paragraph, bold=bold)
    for on_line in _broken(_words(found), room):
        while len(on_line) > 1 and on_line[-1].is_space:
            on_line.pop()
        yield Line(
            tuple(in_visual_order(on_line, lambda run: run.level)), sum(run.width for run in on_line), base % 2 == 1
        )


def _broken(words: Iterator[list[Run]], room: float) -> Iterator[list[Run]]:
    """The runs of each line: words side by side until the next does not fit."""
    on_line: list[Run] = []
    used = 0.0
    for word in words:
        width = sum(run.width for run in word)
        if width <= room:
            fitting = [word]
        else:
            fitting = [[part] for run in word for part in ([run] if run.is_space else run.split(room))]
        for part in fitting:
            wide = sum(run.width for run in part)
            if on_line and used + wide > room and not part[0].is_space:
                yield on_line
                on_line, used = [], 0.0
            on_line += part
            used += wide
    yield on_line


def _words(found: list[Run]) -> Iterator[list[Run]]:
    """Sequences of runs that stay on one line."""
    word: list[Run] = []
    for run in found:
        if word and can_break_between(word[-1], run):
            yield word
            word = []
        if word and run.is_space:
            yield word
            word = []
        word.append(run)
    if word:
        yield word
