"""Groups words into rows, and the words of a row into segments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels of the upright page. y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """In pixels."""
        return self.bottom - self.top

    @property
    def width(self) -> float:
        """In pixels."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """The y of its horizontal middle line."""
        return (self.top + self.bottom) / 2

    def overlap(self, other: "Box") -> float:
        """The horizontal overlap in pixels. A negative number is the gap between the two."""
        return min(self.right, other.right) - max(self.left, other.left)

    @staticmethod
    def around(boxes: Iterable["Box"]) -> "Box":
        """The smallest box around all boxes, of which there must be one."""
        lefts, tops, rights, bottoms = zip(*((b.left, b.top, b.right, b.bottom) for b in boxes), strict=True)
        return Box(min(lefts), min(tops), max(rights), max(bottoms))


@dataclass(frozen=True)
class Word:
    """One word, its place, and the confidence of its reading (0 to 100)."""

    text: str
    box: Box
    confidence: float


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

WIDE_GAP = 1.3
"""In heights of the row. A wider space separates two segments. A space between words is 0.25 to 0.5."""


def rows_of(words: Sequence[Word]) -> list[Row]:
    """The rows from top to bottom, each with its segments from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box.middle):
        home = next((line for line in reversed(lines[-6:]) if _shares_line(line, word)), None)
        if home is None:
            lines.append([word])
        else:
            home.append(word)
    lines.sort(key=lambda line: median(word.box.middle for word in line))
    return [_segments(sorted(line, key=lambda word: word.box.left)) for line in lines]


def row_box(row: Row) -> Box:
    """Around all of a row's segments."""
    return Box.around(segment.box for segment in row)


def row_text(row: Row) -> str:
    """A row's segments with single spaces between them."""
    return " ".join(segment.text for segment in row)


def _shares_line(line: list[Word], word: Word) -> bool:
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
