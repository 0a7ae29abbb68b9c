"""The line items of a page: below a heading if there is one, else listed like on a receipt."""

from collections.abc import Iterable
from decimal import Decimal

from faktura.capture.page import labels
from faktura.capture.page.charge import Charge, Kind
from faktura.capture.page.label_text import fold, phrase
from faktura.capture.page.layout import Row, row_box, row_text
from faktura.capture.page.printed_date import dates_in
from local.textract.columns import Column, heading_of
from local.textract.lines import Item, Line, items_from
from local.textract.receipts import plain_lines
from local.textract.tables import lines_under

ENDS = {Kind.SUBTOTAL, Kind.GRAND_TOTAL, Kind.TOTAL, Kind.DUE}
NOT_ITEMS = {Kind.TAX, Kind.PAID, Kind.CHANGE, Kind.ROUNDING}
NOT_AN_ITEM = phrase(
    r"^ ?(?:sub )?total\b",
    r"^ ?cash\b",
    r"^ ?change\b",
    r"^ ?round",
    r"^ ?(?:qty|quantity|no of items?|items?|anzahl) s? [\d ]*$",
    r"\b(?:item|qty|pcs)s? (?:count|s)? \d*$",
    r"^ ?summe\b",
    r"^ ?gesamt\b",
    r"^ ?(?:carried|brought) forward",
    r"\b(?:previous|last) page\b",
)
GAP = 7.0
"""In heights of a row. A wider gap ends the table."""
TOLERANCE = Decimal("0.05")


def items_of(rows: list[Row], charges: Iterable[Charge]) -> tuple[list[Item], list[Column], bool]:
    """The items, the columns of their table (none on a receipt), and whether they add up to a printed sum."""
    known = list(charges)
    printed = {money for c in known if c.kind in ENDS for money in (c.money, abs(c.money))}
    sums = printed | {one - tax.money for one in printed for tax in known if tax.kind is Kind.TAX}
    foot = min((c.row for c in known if c.kind in ENDS), default=len(rows))
    heading = heading_of(rows[:foot])
    tabled = _before_their_sum(_tabled(rows, known, heading)) if heading else []
    columns = heading[1] if heading else []
    if tabled and _adds_up(tabled, sums):
        return tabled, columns, True
    listed = _before_their_sum(_listed(rows, known, heading[0] + 1 if heading else 0))
    if listed and _adds_up(listed, sums):
        return listed, [], True
    return (tabled, columns, False) if tabled else (listed, [], False)


def _before_their_sum(items: list[Item]) -> list[Item]:
    """The items above a line that is their sum, whatever its words are."""
    for index in range(2, len(items)):
        if items[index].price == sum((item.price for item in items[:index]), Decimal(0)):
            return items[:index]
    return items


def _tabled(rows: list[Row], charges: list[Charge], heading: tuple[int, list[Column]]) -> list[Item]:
    index, columns = heading
    lines = lines_under(rows[index + 1 :], columns)
    return items_from(_until_sums(lines, {id(rows[c.row]) for c in charges if c.kind in ENDS | {Kind.TAX}}))


def _listed(rows: list[Row], charges: list[Charge], start: int) -> list[Item]:
    end = next((c.row for c in sorted(charges, key=lambda c: c.row) if c.kind in ENDS and c.row >= start), None)
    if end is None:
        end = len(rows) if not charges else min(c.row for c in charges)
    others = {id(rows[c.row]) for c in charges if c.kind in NOT_ITEMS}
    lines = [line for line in plain_lines(rows[start:end]) if not _is_no_item(line) and id(line.row) not in others]
    first = next((place for place, line in enumerate(lines) if line.price is not None), 0)
    head = next((place for place in range(first - 1, -1, -1) if _is_head(lines[place])), -1) + 1
    return items_from(lines[max(head, first - 3) :])


def _until_sums(lines: Iterable[Line], sums: set[int]) -> Iterable[Line]:
    """The lines above the sums. A sum directly below the heading is carried over from the page before."""
    bottom, has_begun = None, False
    for line in lines:
        box = row_box(line.row)
        is_item = line.is_named and "QUANTITY" in line.cells and "UNIT_PRICE" in line.cells
        if id(line.row) in sums and not is_item:
            if has_begun:
                return
            continue
        if bottom is not None and box.top - bottom > GAP * box.height:
            return
        bottom = box.bottom
        if not _is_no_item(line) and line.cells:
            has_begun = True
            yield line


def _is_no_item(line: Line) -> bool:
    text = row_text(line.row)
    return bool(NOT_AN_ITEM.search(fold(text))) or (line.price is None and bool(dates_in(text)))


def _is_head(line: Line) -> bool:
    """Whether the line is in the receipt's head: a title, or a telephone or registration number."""
    text = f" {fold(row_text(line.row))} "
    return bool(labels.TITLE.search(text) or labels.CONTACT.search(text))


def _adds_up(items: list[Item], sums: set[Decimal]) -> bool:
    whole = sum((item.price for item in items), Decimal(0))
    return any(abs(whole - one) <= TOLERANCE for one in sums)
