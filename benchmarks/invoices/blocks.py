"""The parts of a page. Each draws itself at the sheet's `y` and moves it on. Rows without a value are left out."""

from collections.abc import Iterator, Sequence

from benchmarks.invoices.page import Page
from benchmarks.invoices.sheet import Align
from benchmarks.invoices.template import Block

Row = tuple[str, str]
Column = tuple[str, str, float, Align]
"""A heading, the text of a cell, and where it begins (L), ends (R) or has its middle (C)."""


def space(height: float) -> Block:
    """Leave room."""

    def draw(page: Page) -> None:
        page.sheet.y += height

    return draw


def at(y: float, *blocks: Block) -> Block:
    """Blocks at a place of their own, such as a footer. The page goes on where it was."""

    def draw(page: Page) -> None:
        before, page.sheet.y = page.sheet.y, y
        for block in blocks:
            block(page)
        page.sheet.y = before

    return draw


def beside(*blocks: Block) -> Block:
    """Blocks that begin at the same height."""

    def draw(page: Page) -> None:
        top, ends = page.sheet.y, list[float]()
        for block in blocks:
            page.sheet.y = top
            block(page)
            ends.append(page.sheet.y)
        page.sheet.y = max(ends)

    return draw


def new_page(page: Page) -> None:
    """Go on at the next page."""
    page.sheet.add_page()


def rule(page: Page) -> None:
    """A line across the page."""
    page.sheet.rule(page.sheet.width * 0.07, page.sheet.width * 0.93)
    page.sheet.y += page.sheet.step()


def text(
    *lines: str, x: float = 20, align: Align = "L", size: float | None = None, bold: bool = False, grey: int = 0
) -> Block:
    """Lines below each other."""

    def draw(page: Page) -> None:
        page.sheet.y += max(page.sheet.step(size) - page.sheet.step(), 0) * 0.6
        for line in lines:
            if (filled := page.filled(line)) is not None:
                page.sheet.write(x, filled, align, size, bold, grey)
                page.sheet.y += page.sheet.step(size)

    return draw


def facts(
    *rows: Row, x: float = 20, value: float = 60, align: Align = "L", bold: bool = False, size: float | None = None
) -> Block:
    """Labels and values. The labels begin at `x`; the values begin, or with `align` end, at `value`."""

    def draw(page: Page) -> None:
        for label, filled in _rows(page, rows):
            page.sheet.write(x, label, "L", size, bold)
            page.sheet.write(value, filled, align, size)
            page.sheet.y += page.sheet.step(size)

    return draw


def strip(*cells: Row, x: float = 20, width: float = 170, shade: int | None = None, framed: bool = False) -> Block:
    """A row of headings over a row of values. A heading may have several lines."""

    def draw(page: Page) -> None:
        sheet, known = page.sheet, list(_rows(page, cells))
        step, each = sheet.step(), width / len(known)
        tall = max(label.count("\n") + 1 for label, _ in known)
        top = sheet.y - step * 0.8
        if shade is not None:
            sheet.box(x, top, width, step * (tall + 0.15), shade)
        if framed:
            sheet.box(x, top, width, step * (tall + 1.5))
        for number, (label, filled) in enumerate(known):
            for down, part in enumerate(label.split("\n")):
                sheet.y = top + step * (0.8 + down)
                sheet.write(x + each * number + 1.5, part, bold=True)
            sheet.y = top + step * (tall + 1.1)
            sheet.write(x + each * number + 1.5, filled)
        sheet.y += step * 1.8

    return draw


def table(
    *columns: Column, shade: int | None = None, ruled: bool = False, headed: bool = True, gap: float = 1.25
) -> Block:
    """The lines of the bill. A shade below 128 has white headings."""

    def draw(page: Page) -> None:
        sheet, step = page.sheet, page.sheet.step()
        left, right = min(column[2] for column in columns) - 2, max(column[2] for column in columns) + 2
        if headed:
            if shade is not None:
                sheet.box(left, sheet.y - step, right - left, step * 1.4, shade)
            for heading, _, x, align in columns:
                filled = page.filled(heading) or ""
                sheet.write(x, filled, align, bold=True, grey=255 if shade is not None and shade < 128 else 0)
            sheet.y += step * 1.5
        for number, line in enumerate(page.bill.lines, 1):
            for _, cell, x, align in columns:
                sheet.write(x, page.filled(cell, page.of_line(line, number)) or "", align)
            if ruled:
                sheet.rule(left, right, sheet.y + step * 0.35)
            sheet.y += step * gap
        sheet.y += step * 0.3

    return draw


def sums(
    *rows: Row,
    x: float = 125,
    value: float = 190,
    labels: Align = "L",
    strong: Sequence[str] = (),
    framed: bool = False,
    size: float | None = None,
) -> Block:
    """Labels and amounts that end at `value`. Rows that name a rate are repeated for each rate."""

    def draw(page: Page) -> None:
        sheet, step = page.sheet, page.sheet.step(size) * 1.15
        top = sheet.y - step
        for (label, filled), (_, original) in _with_rates(page, rows):
            is_strong = any("{" + key + "}" in original for key in strong)
            sheet.write(x, label, labels, size, is_strong)
            sheet.write(value, filled, "R", size, is_strong)
            sheet.y += step
        if framed:
            sheet.box(x - 3, top, value - x + 6, sheet.y - top - step * 0.4)
        sheet.y += step * 0.5

    return draw


def tax_table(*columns: Column, last: Sequence[str] = ()) -> Block:
    """A row for each rate; `last` are the cells of a row of totals."""

    def draw(page: Page) -> None:
        sheet = page.sheet
        rows = [[page.filled(cell, page.of_tax(tax)) for _, cell, _, _ in columns] for tax in page.bill.taxes]
        headings: list[str | None] = [heading for heading, _, _, _ in columns]
        for cells in [headings, *rows, [page.filled(cell) for cell in last]]:
            for cell, (_, _, x, align) in zip(cells, columns, strict=False):
                sheet.write(x, cell or "", align, bold=cells is headings)
            sheet.y += sheet.step()
        sheet.y += sheet.step() * 0.5

    return draw


def amount_box(label: str, amount: str, x: float, width: float, shade: int = 225) -> Block:
    """A label over a large amount, on a shade."""

    def draw(page: Page) -> None:
        sheet = page.sheet
        sheet.box(x, sheet.y - 5, width, 17, shade)
        sheet.write(x + 3, page.filled(label) or "")
        sheet.y += 8
        sheet.write(x + 3, page.filled(amount) or "", size=17, bold=True)
        sheet.y += 10

    return draw


def stamp(word: str, x: float, y: float) -> Block:
    """A word across the page, as from a rubber stamp."""

    def draw(page: Page) -> None:
        before = page.sheet.y
        page.sheet.y = y
        with page.sheet.pdf.rotation(18, x, y):
            page.sheet.write(x, page.filled(word) or "", size=30, bold=True, grey=150)
        page.sheet.y = before

    return draw


def _rows(page: Page, rows: Sequence[Row]) -> Iterator[Row]:
    for label, value in rows:
        if (filled := page.filled(value)) is not None:
            yield page.filled(label) or "", filled


def _with_rates(page: Page, rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    for row in rows:
        is_of_rate = any("{rate" in part or "{base}" in part for part in row)
        for extra in [page.of_tax(tax) for tax in page.bill.taxes] if is_of_rate else [{}]:
            label, value = (page.filled(part, extra) for part in row)
            if label is not None and value is not None:
                yield (label, value), row
