"""The table of taxes at the bottom of a receipt. The tax of a row is the amount in the tax column."""

from collections.abc import Iterator

from faktura.capture.page.charge import Charge, Kind, charges_of
from faktura.capture.page.label_text import fold, phrase
from faktura.capture.page.layout import Row, Segment, row_text
from faktura.capture.page.printed_amount import amounts_in

TAX_COLUMN = phrase(
    r"\b(?:tax|vat|gst|sst|mwst|ust|steuer|tva)\b(?= $| (?:amount|amt|betrag|rm|eur|chf)| (?:netto|net|brutto|ht|ttc))"
)
OTHER_COLUMN = phrase(r"\b(?:net|netto|brutto|gross|amount|amt|sales|base|ht|ttc|total|taxable)\b")
ITEM_COLUMN = phrase(
    r"\b(?:qty|quantity|description|item|unit|menge|beschreibung|bezeichnung|artikel|designation|qte)\b"
)
TOTAL_ROW = phrase(r"^ (?:total|summe|gesamt)\b")
NEAR = 3.0
"""In heights of a row: the maximum distance of an amount from the middle of its column."""


def charges_and_taxes_of(rows: list[Row]) -> list[Charge]:
    """All labelled amounts. If no line of its own prints the tax, the taxes are those of the tax table."""
    charges = charges_of(rows)
    if any(charge.kind is Kind.TAX and not charge.in_tax_table for charge in charges):
        return charges
    return [charge for charge in charges if charge.kind is not Kind.TAX] + _tabled_taxes(rows)


def _tabled_taxes(rows: list[Row]) -> list[Charge]:
    """The tax of each rate, or only that of the table's total row if it has one. None without such a table."""
    for index, row in enumerate(rows):
        heading = _tax_column(row)
        if heading:
            found = list(_column(rows, index, heading))
            totals = [charge for charge in found if TOTAL_ROW.search(f" {fold(row_text(rows[charge.row]))} ")]
            if found:
                return totals or found
    return []


def _tax_column(row: Row) -> Segment | None:
    text = row_text(row)
    folded = f" {fold(text)} "
    if amounts_in(text) or not OTHER_COLUMN.search(folded) or ITEM_COLUMN.search(folded):
        return None
    for segment in reversed(row):
        matches = list(TAX_COLUMN.finditer(f" {fold(segment.text)} "))
        if matches:
            return segment.between(matches[-1].start() - 1, matches[-1].end() - 1)
    return None


def _column(rows: list[Row], head: int, heading: Segment) -> Iterator[Charge]:
    for index, row in enumerate(rows[head + 1 : head + 7], head + 1):
        whole = Segment(tuple(word for segment in row for word in segment.words))
        amounts = [(amount, whole.between(amount.start, amount.end)) for amount in amounts_in(whole.text)]
        if not amounts:
            return
        amount, value = min(amounts, key=lambda pair: _off(pair[1], heading))
        if _off(value, heading) < NEAR * value.box.height:
            yield Charge(Kind.TAX, heading, amount, value, index, 0, 1, True)


def _off(value: Segment, heading: Segment) -> float:
    return abs(value.box.left + value.box.right - heading.box.left - heading.box.right) / 2
