"""Groups words into rows, and the words of a row into segments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import TypeVar


@dataclass(frozen=True)
class Box:
    """A rectangle on the upright page, whose axes have the same unit. y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """The y of its horizontal middle line."""
        return (self.top + self.bottom) / 2

    def overlap(self, other: "Box") -> float:
        """The horizontal overlap. A negative number is the gap between the two."""
        return min(self.right, other.right) - max(self.left, other.left)

    @staticmethod
    def around(boxes: Iterable["Box"]) -> "Box":
        """The smallest box around all boxes, of which there must be one."""
        lefts, tops, rights, bottoms = zip(*((b.left, b.top, b.right, b.bottom) for b in boxes), strict=True)
        return Box(min(lefts), min(tops), max(rights), max(bottoms))


@dataclass(frozen=True)
class Place:
    """A rectangle on the page as it was sent, in fractions (0 to 1) of the page, from its top left corner."""

    left: float
    top: float
    width: float
    height: float

    @staticmethod
    def around(points: Iterable[tuple[float, float]]) -> "Place":
        """The smallest rectangle around all points, of which there must be one."""
        across, down = zip(*(((min(max(x, 0.0), 1.0)), min(max(y, 0.0), 1.0)) for x, y in points), strict=True)
        return Place(min(across), min(down), max(across) - min(across), max(down) - min(down))


@dataclass(frozen=True)
class Word:
    """One word, its box on the upright page, the confidence of its letters (0 to 100), and its place if it is known."""

    text: str
    box: Box
    confidence: float
    place: Place | None = None


@dataclass(frozen=True)
class Segment:
    """Words of one row without a wide gap between them: a label, a value, a table's cell."""

    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        """Its words with single spaces."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def box(self) -> Box:
        """Around all its words."""
        return Box.around(word.box for word in self.words)

    @cached_property
    def place(self) -> Place | None:
        """Around all its words, on the page as it was sent."""
        places = [word.place for word in self.words if word.place]
        corners = [(x, y) for p in places for x, y in ((p.left, p.top), (p.left + p.width, p.top + p.height))]
        return Place.around(corners) if corners else None

    @cached_property
    def confidence(self) -> float:
        """The mean confidence of its words, 0 to 100."""
        return sum(word.confidence for word in self.words) / len(self.words)

    def between(self, start: int, end: int) -> "Segment":
        """The words that overlap characters `start` to `end` of the text."""
        touched, at = [], 0
        for word in self.words:
            if at < end and at + len(word.text) > start:
                touched.append(word)
            at += len(word.text) + 1
        return Segment(tuple(touched) or self.words)


Row = tuple[Segment, ...]
T = TypeVar("T", Word, Segment)

WIDE_GAP = 1.3
"""In heights of the row. A wider space separates two segments. A space between words is 0.25 to 0.5."""


def rows_of(words: Sequence[Word]) -> list[Row]:
    """The rows from top to bottom, each with its segments from left to right."""
    return [_segments(line) for line in _lines(words)]


def rows_of_segments(segments: Sequence[Segment]) -> list[Row]:
    """The rows of segments that an OCR engine has found."""
    return [tuple(line) for line in _lines(segments)]


def row_box(row: Row) -> Box:
    """Around all of a row's segments."""
    return Box.around(segment.box for segment in row)


def row_text(row: Row) -> str:
    """A row's segments with single spaces between them."""
    return " ".join(segment.text for segment in row)


def _lines(boxed: Sequence[T]) -> list[list[T]]:
    """Words or segments by their lines, from top to bottom, each from left to right."""
    lines: list[list[T]] = []
    for one in sorted(boxed, key=lambda one: one.box.middle):
        home = next((line for line in reversed(lines[-6:]) if _shares_line(line, one)), None)
        if home is None:
            lines.append([one])
        else:
            home.append(one)
    lines.sort(key=lambda line: median(one.box.middle for one in line))
    return [sorted(line, key=lambda one: one.box.left) for line in lines]


def _shares_line(line: Sequence[Word | Segment], word: Word | Segment) -> bool:
    """Whether a word belongs to a line. Only its neighbour counts: a bent receipt's far end may be half a line off."""
    neighbour = min(line, key=lambda other: max(-word.box.overlap(other.box), 0.0))
    lower, taller = sorted((neighbour.box.height, word.box.height))
    apart = abs(neighbour.box.middle - word.box.middle)
    if word.box.overlap(neighbour.box) > 0.3 * min(word.box.width, neighbour.box.width):
        return apart < 0.3 * lower
    return apart < 0.5 * lower + 0.08 * taller


def _segments(words: list[Word]) -> Row:
    tall = median(word.box.height for word in words)
    groups = [[words[0]]]
    for before, word in pairwise(words):
        if word.box.left - before.box.right > WIDE_GAP * median((tall, word.box.height)):
            groups.append([])
        groups[-1].append(word)
    return tuple(Segment(tuple(group)) for group in groups)
