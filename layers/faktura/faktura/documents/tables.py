"""Tables: columns in proportion, a header that every page repeats, rows that break over pages only where they must."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from faktura.documents.flow import flow
from faktura.documents.ink import Style
from faktura.documents.lines import lines
from faktura.documents.paper import SIDE, Cell, Paper, height, texts, unbroken
from faktura.documents.styles import BAND, HAIRLINE, INK_RULE, ROW, ROW_RULE, TITLE

_SIDES, _ROW_GAP, _HEADER_GAP = 5.0, 3.2, 4.5
"""Within a cell: left and right, above and below, and so in the header."""

_NARROWEST, _NARROWEST_TEXT = 36.0, 80.0
"""Points: of any column, and of one of text that makes room for amounts."""

_WIDEST_GROWN = 0.4
"""Of the table: as far as amounts that are too long for their column make it wider."""

_TALLEST_REPEATED = 0.25
"""Of a page: a header higher than that stands on the first page only."""


@dataclass(frozen=True)
class Column:
    """`share` is its width in proportion to the other columns."""

    title: str
    share: float
    align: Literal["left", "right"] = "left"


class Table:
    """One table on its way onto the paper."""

    def __init__(self, paper: Paper, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        if any(len(row) != len(columns) for row in rows):
            raise ValueError("A row has another number of texts than there are columns")
        self._paper, self._columns, self._rows = paper, columns, rows
        self._widths = _widths(columns, rows, paper.measure)
        self._header = self._cells([column.title for column in columns], TITLE)
        tall = max(height(cell.texts) for cell in self._header) + 2 * _HEADER_GAP
        self._repeated = tall if tall <= _TALLEST_REPEATED * paper.whole else 0.0

    def draw(self) -> None:
        """Header and rows; a first row that does not fit below its header takes it to the next page."""
        paper = self._paper
        rows = [self._cells(row, ROW) for row in self._rows]
        first = max((height(cell.texts) for cell in rows[0]), default=0.0) if rows else 0.0
        if self._repeated + min(first, paper.whole / 4) + 2 * _ROW_GAP > paper.left_over:
            paper.turn()
        if self._repeated:
            self._head()
        else:
            flow(paper, self._header, paper.turn, above=_HEADER_GAP, below=_HEADER_GAP)
            paper.rule(paper.y, INK_RULE, 0.8)
        for cells in rows:
            flow(paper, cells, self._turn, above=_ROW_GAP, below=_ROW_GAP)
            paper.rule(paper.y, ROW_RULE, HAIRLINE)

    def _turn(self) -> None:
        self._paper.turn()
        if self._repeated:
            self._head()

    def _head(self) -> None:
        paper = self._paper
        paper.fill(paper.y, self._repeated, BAND)
        for cell in self._header:
            paper.stack(cell.texts, paper.y + _HEADER_GAP, cell)
        paper.y += self._repeated
        paper.rule(paper.y, INK_RULE, 0.8)

    def _cells(self, row: Sequence[str], style: Style) -> list[Cell]:
        cells, left = [], SIDE
        for column, width, text in zip(self._columns, self._widths, row, strict=True):
            inside = width - 2 * _SIDES
            found = (texts if column.align == "left" else unbroken)(text, style, inside)
            turned = len(found) > 1 and all(one.line.leftwards for one in found)
            cells.append(Cell(found, left + _SIDES, inside, rightwards=column.align == "left" and not turned))
            left += width
        return cells


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], measure: float) -> list[float]:
    """Points, by the shares; a column of amounts grows to hold the longest, at the cost of the columns of text."""
    shares = sum(column.share for column in columns)
    widths = [max(column.share / shares * measure, _NARROWEST) for column in columns]
    longest = min(measure * _WIDEST_GROWN, measure * 2 / (len(columns) + 1))
    for number, column in enumerate(columns):
        if column.align == "right":
            needed = max((_natural(row[number]) for row in rows), default=0.0) + 2 * _SIDES
            widths[number] = max(widths[number], min(needed, longest))
    spare = [
        max(width - _NARROWEST_TEXT, 0.0) if column.align == "left" else 0.0
        for column, width in zip(columns, widths, strict=True)
    ]
    over = sum(widths) - measure
    if over > 0 and (giving := min(over, sum(spare))) > 0:
        widths = [width - giving * part / sum(spare) for width, part in zip(widths, spare, strict=True)]
    scale = measure / sum(widths)
    return [width * scale for width in widths]


def _natural(text: str) -> float:
    """The width of an amount that is not broken, in points."""
    return max(one.width for one in lines(text, float("inf"))) * ROW.size / 1000 if len(text) < 100 else 0.0
