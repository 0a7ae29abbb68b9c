"""A document: what is on it, from top to bottom, and then its bytes.

    sheet = Sheet("Invoice #0001", Letterhead("Acme"), made_at=at)
    sheet.heading("Invoice #0001")
    sheet.table([Column("Service", 3), Column("Amount", 1, "right")], [["Advice", "$40.00"]])
    sheet.pdf()

Every text may be of any script; one that cannot be printed raises `Unprintable` where it is given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from faktura.documents.coverage import Unprintable, settled
from faktura.documents.flow import flow
from faktura.documents.ink import Style
from faktura.documents.lines import line, lines
from faktura.documents.logo import BrokenLogo, picture, placed
from faktura.documents.paper import BOTTOM, SIDE, SIZES, TOP, Cell, Paper, Text, height, texts, unbroken
from faktura.documents.producer import Record, bound
from faktura.documents.styles import (
    ADDRESS,
    BODY,
    FOOT,
    HAIRLINE,
    HEADING,
    INK_RULE,
    LABEL,
    NAME,
    ROW_RULE,
    STRONG,
    SUBHEADING,
    TOTAL,
    TOTAL_LABEL,
)
from faktura.documents.tables import Column, Table

__all__ = ["Amount", "Block", "BrokenLogo", "Column", "Letterhead", "Sheet", "Unprintable"]

_GUTTER = 20.0
_BLOCKS_IN_A_ROW = 4
_TOTALS = 0.5
"""Of the measure."""
_TOTAL_GAP = 2.5
_INSET = 5.0
"""So that totals stand below the amounts of a table."""


@dataclass(frozen=True)
class Letterhead:
    """Who issues the document: `lines` are address, phone, VAT id; `logo` is a PNG or JPEG, else `BrokenLogo`."""

    name: str
    lines: tuple[str, ...] = ()
    logo: bytes | None = None

    def __post_init__(self) -> None:
        if self.logo is not None:
            picture(self.logo)


@dataclass(frozen=True)
class Block:
    """A labelled text: who is billed, a date, an address."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Amount:
    """A row of the totals; `text` is the amount as it is printed: `$40.00`, `($5.00)`, `433,72 EUR`."""

    label: str
    text: str
    strong: bool = False


class Sheet:
    """`language` is a tag such as `de`; `made_at` the moment the document says it was made, with its zone.

    The same calls give the same bytes, on any machine.
    """

    def __init__(
        self,
        title: str,
        letterhead: Letterhead,
        *,
        page: Literal["A4", "Letter"] = "A4",
        language: str = "en",
        made_at: datetime,
        page_of: str = "Page {page} of {pages}",
    ) -> None:
        self._record = Record(settled(title).replace("\n", " "), letterhead.name, language, made_at)
        self._page_of = page_of
        self._paper = Paper(SIZES[page])
        self._heading = HEADING
        self._logo = letterhead.logo
        self._letterhead(letterhead)

    def heading(self, text: str) -> None:
        """What the document is; further ones head its parts."""
        paper, style = self._paper, self._heading
        title = texts(text, style, paper.measure)
        paper.skip(6 if style is HEADING else 10)
        if height(title) + 3 * BODY.leading > paper.left_over:
            paper.turn()
        flow(paper, [Cell(title, SIDE, paper.measure)], paper.turn, below=6 if style is HEADING else 3)
        self._heading = SUBHEADING

    def blocks(self, blocks: Sequence[Block]) -> None:
        """Blocks side by side, at most four in a row."""
        for first in range(0, len(blocks), _BLOCKS_IN_A_ROW):
            row = blocks[first : first + _BLOCKS_IN_A_ROW]
            across = max(len(row), min(len(blocks), _BLOCKS_IN_A_ROW), 2)
            width = (self._paper.measure - (across - 1) * _GUTTER) / across
            cells = [
                Cell(self._block(block, width), SIDE + number * (width + _GUTTER), width)
                for number, block in enumerate(row)
            ]
            flow(self._paper, cells, self._paper.turn, above=4, below=12)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """A table; each row has a text for each column."""
        self._paper.skip(4)
        Table(self._paper, columns, rows).draw()

    def totals(self, amounts: Sequence[Amount]) -> None:
        """The amounts that everything comes to, on one page together."""
        paper = self._paper
        paper.skip(10)
        rows = [self._amount(amount) for amount in amounts]
        tall = sum(max(height(cell.texts) for cell in cells) + 2 * _TOTAL_GAP for cells in rows)
        if paper.left_over < tall <= paper.whole:
            paper.turn()
        for cells, amount in zip(rows, amounts, strict=True):
            if amount.strong:
                left = min(cell.left for cell in cells)
                paper.rule(paper.y, INK_RULE, 0.8, left, paper.width - SIDE - left)
            flow(paper, cells, paper.turn, above=_TOTAL_GAP, below=_TOTAL_GAP)
        paper.skip(6)

    def note(self, label: str, text: str) -> None:
        """A text with its own line breaks, such as what the client is told."""
        paper = self._paper
        paper.skip(12)
        if LABEL.leading + 2 * BODY.leading > paper.left_over:
            paper.turn()
        flow(paper, [Cell(texts(label, LABEL, paper.measure), SIDE, paper.measure)], paper.turn, below=1)
        for text_line in texts(text, BODY, paper.measure):
            cell = Cell([text_line], SIDE, paper.measure, rightwards=not text_line.line.leftwards)
            flow(paper, [cell], paper.turn)
        paper.skip(4)

    def pdf(self) -> bytes:
        """The document, PDF/A-2b, each page saying which of how many it is."""
        paper, record = self._paper, self._record
        pages = [[*page, *self._foot(number)] for number, page in enumerate(paper.pages, 1)]
        logo = None
        if self._logo is not None:
            logo = picture(self._logo)
            pages[0].append(f"q {placed(self._logo).matrix(SIDE, paper.height - TOP)} cm /I1 Do Q")
        return bound(record, (paper.width, paper.height), pages, [*paper.fonts.used.values()], logo)

    def _letterhead(self, letterhead: Letterhead) -> None:
        paper = self._paper
        half = (paper.measure - _GUTTER) / 2
        name = texts(letterhead.name, NAME, half)
        if letterhead.logo is not None:
            name.insert(0, Text(line(""), Style(1, placed(letterhead.logo).height + 6, "")))
        address = [text for one in letterhead.lines for text in texts(one, ADDRESS, half)]
        aside = Cell(address, SIDE + half + _GUTTER, half, rightwards=False)
        flow(paper, [Cell(name, SIDE, half), aside], paper.turn, below=9)
        paper.rule(paper.y, ROW_RULE, HAIRLINE)
        paper.y += 8

    def _block(self, block: Block, width: float) -> list[Text]:
        body = [text for one in block.lines for text in texts(one, BODY, width)]
        return [*texts(block.label, LABEL, width), *body]

    def _amount(self, row: Amount) -> list[Cell]:
        paper = self._paper
        width = paper.measure * _TOTALS
        left = paper.width - SIDE - width
        label, text = (STRONG, STRONG) if row.strong else (TOTAL_LABEL, TOTAL)
        return [
            Cell(texts(row.label, label, width * 0.48), left, width * 0.48),
            Cell(unbroken(row.text, text, width * 0.5), left + width * 0.5 - _INSET, width * 0.5, rightwards=False),
        ]

    def _foot(self, number: int) -> list[str]:
        """The line at the bottom of each page: whose what this is, and which page."""
        paper, count = self._paper, len(self._paper.pages)
        where = line(self._page_of.format(page=number, pages=count))
        room = FOOT.room(paper.measure) - where.width - 2000
        what = lines(f"{self._record.title} · {self._record.issuer}", max(room, 1000))[0]
        y = BOTTOM - 26
        right = paper.width - SIDE - where.width * FOOT.size / 1000
        return [
            f"{HAIRLINE:g} w {ROW_RULE} RG {SIDE:.2f} {y + 14:.2f} m {paper.width - SIDE:.2f} {y + 14:.2f} l S",
            paper.fonts.drawn(what, FOOT, SIDE, y),
            paper.fonts.drawn(where, FOOT, right, y),
        ]
