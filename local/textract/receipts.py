"""Receipts without a heading: a line that ends in an amount is an item, with or without "2 x 1.50"."""

import re
from collections.abc import Iterator, Sequence

from faktura.capture.page.layout import Row, Segment, row_box
from faktura.capture.page.printed_amount import Amount, amounts_in, bare_number
from local.textract.lines import Line

TIMES = re.compile(
    r"(?<![\w.,(])(?P<quantity>\d{1,4}(?:[.,]\d{1,3})?)\s*(?:[xX\u00d7*]|@|pcs?|stk)(?![a-z])\s*@?\s*(?=[A-Z]{0,3}[$€£]?\s?\d+[.,]\d\d|$)"
)
AHEAD = re.compile(r"^(?P<quantity>\d{1,2})\s+(?=[A-Za-z]{2})")
BEHIND = re.compile(r"^\)?\s*[*#]?[A-Za-z]{0,3}[*%]?$")
"""The text that may follow the price in a receipt's line: the letter of its tax rate."""


def plain_lines(rows: Sequence[Row]) -> Iterator[Line]:
    """The rows as lines, without columns. A line of "2 x 1.29" joins the line with the price 2.58."""
    lines = [_line(row) for row in rows]
    joined: set[int] = set()
    for index, line in enumerate(lines):
        for neighbour in (index - 1, index + 1):
            if 0 <= neighbour < len(lines) and index not in joined and _multiplies(line, lines[neighbour]):
                lines[neighbour] = _together(line, lines[neighbour])
                joined.add(index)
    return (line for index, line in enumerate(lines) if index not in joined)


def _multiplies(line: Line, neighbour: Line) -> bool:
    if line.price is None or neighbour.price is None or set(line.cells) != {"QUANTITY", "PRICE"}:
        return False
    quantity = bare_number(line.cells["QUANTITY"].text)
    return quantity is not None and quantity > 1 and quantity * line.price == neighbour.price


def _together(times: Line, line: Line) -> Line:
    cells = {**line.cells, "QUANTITY": times.cells["QUANTITY"], "UNIT_PRICE": times.cells["PRICE"]}
    upper, lower = sorted((times.row, line.row), key=lambda row: row_box(row).top)
    return Line((*upper, *lower), cells, line.price)


def _line(row: Row) -> Line:
    whole = Segment(tuple(word for segment in row for word in segment.words))
    text = "\t".join(segment.text for segment in row)
    amounts = amounts_in(text)
    if not amounts or not BEHIND.match(text[amounts[-1].end :].strip()):
        return Line(row, {"ITEM": whole}, None)
    cells = {"PRICE": whole.between(amounts[-1].start, amounts[-1].end)}
    end = amounts[-1].start
    times = TIMES.search(text, 0, end)
    if times:
        cells["QUANTITY"] = whole.between(times.start("quantity"), times.end("quantity"))
        end = times.start()
    unit_price = _unit_price(text, amounts)
    if unit_price:
        cells["UNIT_PRICE"] = whole.between(unit_price.start, unit_price.end)
        end = min(end, unit_price.start)
    ahead = AHEAD.match(text)
    if ahead and not times:
        cells["QUANTITY"] = whole.between(ahead.start("quantity"), ahead.end("quantity"))
    start = ahead.end() if ahead and not times else 0
    if text[start:end].strip():
        cells["ITEM"] = whole.between(start, end)
    return Line(row, cells, amounts[-1].value)


def _unit_price(text: str, amounts: list[Amount]) -> Amount | None:
    """The amount before the price, unless it is within the name."""
    if len(amounts) < 2:
        return None
    between = text[amounts[-2].end : amounts[-1].start]
    return amounts[-2] if sum(letter.isalpha() for letter in between) <= 4 else None
