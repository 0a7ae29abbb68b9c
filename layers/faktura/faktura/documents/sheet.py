"""A document, described from top to bottom, and its PDF.

    sheet = Sheet("Invoice #0001", Letterhead("Acme"), made_at=at)
    sheet.heading("Invoice #0001")
    sheet.table([Column("Service", 3), Column("Amount", 1, "right")], [["Advice", "$40.00"]])
    sheet.pdf()

Text may be in any script. Text that cannot be printed raises `Unprintable` in the call that passes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from faktura.documents.canvas import (
    BOTTOM,
    SIDE,
    SIZES,
    TOP,
    Canvas,
    Cell,
    Text,
    fitted,
    height,
    texts,
)
from faktura.documents.content import Style
from faktura.documents.coverage import Unprintable, normalized
from faktura.documents.flow import flow
from faktura.documents.lines import line, lines
from faktura.documents.logo import BrokenLogo, image_of, printed_size
from faktura.documents.producer import DocumentInfo, pdf_bytes
from faktura.documents.styles import (
    ADDRESS,
    BODY,
    FOOTER,
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
_TOTALS_SHARE = 0.5
"""The width of the totals, as a share of the text width."""
_TOTAL_GAP = 2.5
_INSET = 5.0
"""Puts the totals exactly below the amounts of a table."""


@dataclass(frozen=True)
class Letterhead:
    """The issuer: `lines` are address, phone and VAT id; a `logo` that is not a PNG or JPEG raises `BrokenLogo`."""

    name: str
    lines: tuple[str, ...] = ()
    logo: bytes | None = None

    def __post_init__(self) -> None:
        if self.logo is not None:
            image_of(self.logo)


@dataclass(frozen=True)
class Block:
    """Labelled text, for example an address."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Amount:
    """A row of the totals; `text` is the amount as printed: `$40.00`, `($5.00)`, `433,72 EUR`."""

    label: str
    text: str
    strong: bool = False


class Sheet:
    """A document. `language` is a tag such as `de`; `made_at` is its time of creation, with a time zone.

    The same calls give the same bytes on any machine.
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
        self._info = DocumentInfo(normalized(title).replace("\n", " "), letterhead.name, language, made_at)
        self._page_of = page_of
        self._canvas = Canvas(SIZES[page])
        self._heading = HEADING
        self._logo = letterhead.logo
        self._letterhead(letterhead)

    def heading(self, text: str) -> None:
        """The title of the document; later headings are those of its parts."""
        canvas, style = self._canvas, self._heading
        title = texts(text, style, canvas.text_width)
        canvas.skip(6 if style is HEADING else 10)
        if height(title) + 3 * BODY.leading > canvas.remaining_height:
            canvas.new_page()
        flow(canvas, [Cell(title, SIDE, canvas.text_width)], canvas.new_page, below=6 if style is HEADING else 3)
        self._heading = SUBHEADING

    def blocks(self, blocks: Sequence[Block]) -> None:
        """Write blocks side by side, at most four in a row."""
        for first in range(0, len(blocks), _BLOCKS_IN_A_ROW):
            row = blocks[first : first + _BLOCKS_IN_A_ROW]
            across = max(len(row), min(len(blocks), _BLOCKS_IN_A_ROW), 2)
            width = (self._canvas.text_width - (across - 1) * _GUTTER) / across
            cells = [
                Cell(self._block(block, width), SIDE + number * (width + _GUTTER), width)
                for number, block in enumerate(row)
            ]
            flow(self._canvas, cells, self._canvas.new_page, above=4, below=12)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """Write a table; each row has one string for each column."""
        self._canvas.skip(4)
        Table(self._canvas, columns, rows).draw()

    def totals(self, amounts: Sequence[Amount]) -> None:
        """Write the totals, all on one page."""
        canvas = self._canvas
        canvas.skip(10)
        rows = [self._amount(amount) for amount in amounts]
        height_needed = sum(max(height(cell.texts) for cell in cells) + 2 * _TOTAL_GAP for cells in rows)
        if canvas.remaining_height < height_needed <= canvas.full_height:
            canvas.new_page()
        for cells, amount in zip(rows, amounts, strict=True):
            if amount.strong:
                left = min(cell.left for cell in cells)
                canvas.rule(canvas.y, INK_RULE, 0.8, left, canvas.width - SIDE - left)
            flow(canvas, cells, canvas.new_page, above=_TOTAL_GAP, below=_TOTAL_GAP)
        canvas.skip(6)

    def note(self, label: str, text: str) -> None:
        """Write text with its own line breaks, for example a note to the client."""
        canvas = self._canvas
        canvas.skip(12)
        if LABEL.leading + 2 * BODY.leading > canvas.remaining_height:
            canvas.new_page()
        flow(canvas, [Cell(texts(label, LABEL, canvas.text_width), SIDE, canvas.text_width)], canvas.new_page, below=1)
        for text_line in texts(text, BODY, canvas.text_width):
            cell = Cell([text_line], SIDE, canvas.text_width, is_left_aligned=not text_line.line.is_rtl)
            flow(canvas, [cell], canvas.new_page)
        canvas.skip(4)

    def pdf(self, factur_x: bytes = b"") -> bytes:
        """The document as PDF/A-2b, with its number and the number of pages on each page.

        With `factur_x`, the XML of the same invoice in the profile EN 16931, it is a Factur-X, in PDF/A-3b.
        """
        canvas, info = self._canvas, self._info
        pages = [[*page, *self._footer(number)] for number, page in enumerate(canvas.pages, 1)]
        logo = None
        if self._logo is not None:
            logo = image_of(self._logo)
            pages[0].append(f"q {printed_size(self._logo).matrix(SIDE, canvas.height - TOP)} cm /I1 Do Q")
        return pdf_bytes(info, (canvas.width, canvas.height), pages, [*canvas.fonts.used.values()], logo, factur_x)

    def _letterhead(self, letterhead: Letterhead) -> None:
        canvas = self._canvas
        half = (canvas.text_width - _GUTTER) / 2
        name = texts(letterhead.name, NAME, half)
        if letterhead.logo is not None:
            name.insert(0, Text(line(""), Style(1, printed_size(letterhead.logo).height + 6, "")))
        address = [text for one in letterhead.lines for text in texts(one, ADDRESS, half)]
        aside = Cell(address, SIDE + half + _GUTTER, half, is_left_aligned=False)
        flow(canvas, [Cell(name, SIDE, half), aside], canvas.new_page, below=9)
        canvas.rule(canvas.y, ROW_RULE, HAIRLINE)
        canvas.y += 8

    def _block(self, block: Block, width: float) -> list[Text]:
        body = [text for one in block.lines for text in texts(one, BODY, width)]
        return [*texts(block.label, LABEL, width), *body]

    def _amount(self, row: Amount) -> list[Cell]:
        canvas = self._canvas
        width = canvas.text_width * _TOTALS_SHARE
        left = canvas.width - SIDE - width
        label, text = (STRONG, STRONG) if row.strong else (TOTAL_LABEL, TOTAL)
        return [
            Cell(texts(row.label, label, width * 0.48), left, width * 0.48),
            Cell(fitted(row.text, text, width * 0.5), left + width * 0.5 - _INSET, width * 0.5, is_left_aligned=False),
        ]

    def _footer(self, number: int) -> list[str]:
        """The footer of a page: title, issuer and page number."""
        canvas, count = self._canvas, len(self._canvas.pages)
        where = line(self._page_of.format(page=number, pages=count))
        room = FOOTER.room(canvas.text_width) - where.width - 2000
        what = lines(f"{self._info.title} · {self._info.issuer}", max(room, 1000))[0]
        y = BOTTOM - 26
        right = canvas.width - SIDE - where.width * FOOTER.size / 1000
        return [
            f"{HAIRLINE:g} w {ROW_RULE} RG {SIDE:.2f} {y + 14:.2f} m {canvas.width - SIDE:.2f} {y + 14:.2f} l S",
            canvas.fonts.operators(what, FOOTER, SIDE, y),
            canvas.fonts.operators(where, FOOTER, right, y),
        ]
