"""Tables: columns in proportion, a header that each page repeats unless it is tall, and rows kept whole if they fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from faktura.documents.canvas import (
    SIDE,
    Canvas,
    Cell,
    fitted,
    height,
    texts,
)
from faktura.documents.content import Style
from faktura.documents.flow import flow
from faktura.documents.lines import lines
from faktura.documents.styles import BAND, HAIRLINE, INK_RULE, ROW, ROW_RULE, TITLE

_CELL_PADDING, _ROW_GAP, _HEADER_GAP = 5.0, 3.2, 4.5
"""Points within a cell: left and right; above and below; above and below in the header."""

_MIN_WIDTH, _MIN_TEXT_WIDTH = 36.0, 80.0
"""Points of any column, and of a column of text that makes room for amounts."""

_MAX_GROWN_SHARE = 0.4
"""The share of the table to which a column of long amounts may grow."""

_MAX_REPEATED_SHARE = 0.25
"""The share of a page above which a header is not repeated."""


@dataclass(frozen=True)
class Column:
    """A column; `share` is its width in proportion to the other columns."""

    title: str
    share: float
    align: Literal["left", "right"] = "left"


class Table:
    """A table on a canvas."""

    def __init__(self, canvas: Canvas, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        if any(len(row) != len(columns) for row in rows):
            raise ValueError("A row must have one text for each column")
        self._canvas, self._columns, self._rows = canvas, columns, rows
        self._widths = _widths(columns, rows, canvas.text_width)
        self._header = self._cells([column.title for column in columns], TITLE)
        height_needed = max(height(cell.texts) for cell in self._header) + 2 * _HEADER_GAP
        self._repeated = height_needed if height_needed <= _MAX_REPEATED_SHARE * canvas.full_height else 0.0

    def draw(self) -> None:
        """Write header and rows; if the first row does not fit below the header, both go to the next page."""
        canvas = self._canvas
        rows = [self._cells(row, ROW) for row in self._rows]
        first = max((height(cell.texts) for cell in rows[0]), default=0.0) if rows else 0.0
        if self._repeated + min(first, canvas.full_height / 4) + 2 * _ROW_GAP > canvas.remaining_height:
            canvas.new_page()
        if self._repeated:
            self._head()
        else:
            flow(canvas, self._header, canvas.new_page, above=_HEADER_GAP, below=_HEADER_GAP)
            canvas.rule(canvas.y, INK_RULE, 0.8)
        for cells in rows:
            flow(canvas, cells, self._new_page, above=_ROW_GAP, below=_ROW_GAP)
            canvas.rule(canvas.y, ROW_RULE, HAIRLINE)

    def _new_page(self) -> None:
        self._canvas.new_page()
        if self._repeated:
            self._head()

    def _head(self) -> None:
        canvas = self._canvas
        canvas.fill(canvas.y, self._repeated, BAND)
        for cell in self._header:
            canvas.stack(cell.texts, canvas.y + _HEADER_GAP, cell)
        canvas.y += self._repeated
        canvas.rule(canvas.y, INK_RULE, 0.8)

    def _cells(self, row: Sequence[str], style: Style) -> list[Cell]:
        cells, left = [], SIDE
        for column, width, text in zip(self._columns, self._widths, row, strict=True):
            inside = width - 2 * _CELL_PADDING
            found = (texts if column.align == "left" else fitted)(text, style, inside)
            is_rtl = len(found) > 1 and all(one.line.is_rtl for one in found)
            is_left_aligned = column.align == "left" and not is_rtl
            cells.append(Cell(found, left + _CELL_PADDING, inside, is_left_aligned=is_left_aligned))
            left += width
        return cells


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], text_width: float) -> list[float]:
    """The widths in points, by the shares; a column of amounts grows to fit, at the cost of the columns of text."""
    shares = sum(column.share for column in columns)
    widths = [max(column.share / shares * text_width, _MIN_WIDTH) for column in columns]
    longest = min(text_width * _MAX_GROWN_SHARE, text_width * 2 / (len(columns) + 1))
    for number, column in enumerate(columns):
        if column.align == "right":
            needed = max((_unbroken_width(row[number]) for row in rows), default=0.0) + 2 * _CELL_PADDING
            widths[number] = max(widths[number], min(needed, longest))
    spare = [
        max(width - _MIN_TEXT_WIDTH, 0.0) if column.align == "left" else 0.0
        for column, width in zip(columns, widths, strict=True)
    ]
    over = sum(widths) - text_width
    if over > 0 and (giving := min(over, sum(spare))) > 0:
        widths = [width - giving * part / sum(spare) for width, part in zip(widths, spare, strict=True)]
    scale = text_width / sum(widths)
    return [width * scale for width in widths]


def _unbroken_width(text: str) -> float:
    """The width of an amount on one line, in points."""
    return max(one.width for one in lines(text, float("inf"))) * ROW.size / 1000 if len(text) < 100 else 0.0
