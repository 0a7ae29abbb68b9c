"""The lines of a page as rows, from the blocks of an OCR response, in whatever way the sheet lies."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import median
from typing import Any

from faktura.capture.page.detection import Point, corners_of, percent
from faktura.capture.page.layout import Box, Place, Row, Segment, Word, rows_of_segments

_CHARACTER = 0.45
"""The usual width of a character in heights of its line. It gives the shape of a page, which responses leave out."""

_MAX_LINES, _MAX_WORDS, _MAX_LENGTH = 1_000, 60, 500
"""Lines of a page, words of a line, characters of a text. A hostile page must not take a reader's time."""

Block = Mapping[str, Any]
Corners = Sequence[Point]


@dataclass(frozen=True)
class Page:
    """One page: its rows from top to bottom. `number` counts from 1 in its file, `document` among Textract's."""

    number: int
    document: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Upright:
    """Turns points of the sent page upright. Afterwards both axes have the same unit, the page's height."""

    turns: int
    across: float
    tilt: float

    def __call__(self, point: Point) -> Point:
        x, y = _turned(point, self.turns)
        x *= self.across
        cos, sin = math.cos(self.tilt), math.sin(self.tilt)
        return x * cos + y * sin, y * cos - x * sin


def rows_of_blocks(blocks: Sequence[Block]) -> tuple[Row, ...]:
    """The rows of one page, from its blocks of type LINE and the WORD blocks that belong to them."""
    by_id = {block.get("Id"): block for block in blocks}
    placed = ((block, corners_of(block)) for block in blocks if block.get("BlockType") == "LINE")
    lines = [*islice(((block, corners) for block, corners in placed if corners), _MAX_LINES)]
    if not lines:
        return ()
    upright = _upright([corners for _, corners in lines], [_text(block) for block, _ in lines])
    segments = (Segment(tuple(_words(block, corners, by_id, upright))) for block, corners in lines)
    return tuple(rows_of_segments([segment for segment in segments if segment.words]))


def _words(line: Block, corners: Corners, by_id: Mapping[Any, Block], upright: _Upright) -> Iterable[Word]:
    """The words of a line, on the line's own height; without WORD blocks, the line as one word."""
    children = [
        by_id[one]
        for relation in line.get("Relationships") or []
        if relation.get("Type") == "CHILD"
        for one in relation.get("Ids") or []
        if one in by_id and by_id[one].get("BlockType") == "WORD"
    ][:_MAX_WORDS]
    level = _box(corners, upright)
    for block in children or [line]:
        if (text := _text(block)) and (own := corners_of(block)):
            box = _box(own, upright)
            place = Place.around(own)
            yield Word(text, Box(box.left, level.top, box.right, level.bottom), percent(block), place)


def _text(block: Block) -> str:
    return " ".join(str(block.get("Text") or "")[:_MAX_LENGTH].split())


def _box(corners: Corners, upright: _Upright) -> Box:
    """The box on the upright page. Top and bottom are those at its middle, so a tilt does not enlarge it."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = map(upright, corners)
    top, bottom = (y0 + y1) / 2, (y2 + y3) / 2
    return Box(min(x0, x3), min(top, bottom), max(x1, x2), max(top, bottom))


def _upright(lines: Sequence[Corners], texts: Sequence[str]) -> _Upright:
    turns = _turns(lines)
    level = [[_turned(point, turns) for point in corners] for corners in lines]
    shapes = [
        (right[0] - left[0]) / len(text) / (below[1] - left[1])
        for (left, right, _, below), text in zip(level, texts, strict=True)
        if len(text) > 3 and below[1] > left[1] and right[0] > left[0]
    ]
    across = _CHARACTER / median(shapes) if shapes else 1.0
    slopes = [
        math.atan2(right[1] - left[1], across * (right[0] - left[0]))
        for (left, right, _, _), text in zip(level, texts, strict=True)
        if len(text) > 8 and right[0] > left[0]
    ]
    return _Upright(turns, across, median(slopes) if slopes else 0.0)


def _turns(lines: Sequence[Corners]) -> int:
    """How many quarter turns anticlockwise make the page upright, by the direction of its lines."""
    x = sum(right[0] - left[0] for left, right, _, _ in lines)
    y = sum(right[1] - left[1] for left, right, _, _ in lines)
    if abs(x) >= abs(y):
        return 0 if x >= 0 else 2
    return 1 if y > 0 else 3


def _turned(point: Point, turns: int) -> Point:
    x, y = point
    for _ in range(turns):
        x, y = y, 1 - x
    return x, y
