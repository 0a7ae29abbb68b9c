"""The table of taxes by their rates. Its rows are known by arithmetic: a tax is its rate of its base."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, pairwise, permutations

from faktura.capture.page.charge import Charge, Kind, charges_of, names_tax_and_total
from faktura.capture.page.layout import Row, Segment
from faktura.capture.page.printed_amount import Amount, amounts_in

_RATE = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?)(?!\d|[.,]\d)")
_MAX_RATE = Decimal(30)
_CENT = Decimal("0.01")
_MAX_AMOUNTS = 12
"""Of a row that are looked at."""


@dataclass(frozen=True)
class TaxRow:
    """The tax of one rate, its words, and the index of its row on the page."""

    row: int
    amount: Amount
    value: Segment


def tax_rows(rows: list[Row]) -> list[TaxRow]:
    """The rows of the page that print a rate, a base, and the tax that is this share of the base."""
    return [found for index, row in enumerate(rows) if (found := _tax_row(index, row))]


def charges_and_taxes_of(rows: list[Row], tabled: Sequence[TaxRow]) -> list[Charge]:
    """All labelled amounts. If no line of its own prints the tax, the taxes are those of the tax table's rows."""
    tables = {one.row for one in tabled}
    charges = [charge for charge in charges_of(rows) if charge.row not in tables or charge.kind is not Kind.TAX]
    if any(
        one.kind is Kind.TAX and not one.in_tax_table and not names_tax_and_total(one.label.text) for one in charges
    ):
        return charges
    taxes = [Charge(Kind.TAX, one.value, one.amount, one.value, one.row, 0, 1, True) for one in tabled]
    return [one for one in charges if not (taxes and one.kind is Kind.TAX and one.in_tax_table)] + taxes


def _tax_row(index: int, row: Row) -> TaxRow | None:
    """The first base and tax of a row that follow their rate: in any order if it is marked as a percentage."""
    whole = "\t".join(segment.text for segment in row)
    amounts = amounts_in(whole)[:_MAX_AMOUNTS]
    for found in islice(_RATE.finditer(whole), _MAX_AMOUNTS):
        rate = Decimal(found[1].replace(",", "."))
        behind = [one for one in amounts if one.start >= found.end()]
        is_percent = whole[found.end() :].lstrip().startswith("%")
        for base, tax in permutations(behind, 2) if is_percent else pairwise(behind):
            is_share = abs(base.value * rate / 100 - tax.value) <= _CENT < abs(tax.value)
            if 0 < rate <= _MAX_RATE and is_share:
                return TaxRow(index, tax, _words(row, tax))
    return None


def _words(row: Row, amount: Amount) -> Segment:
    """The words of an amount whose place is given in the row's text with a character between segments."""
    at = 0
    for segment in row:
        if at <= amount.start < at + len(segment.text):
            return segment.between(amount.start - at, amount.end - at)
        at += len(segment.text) + 1
    return row[-1]
