"""What is left of an invoice to credit, in figures.

`Left` has a quantity for each line and an amount for each row, by id; a line without a quantity counts as one piece.
Every figure follows from it, rounded from the share of the invoice's own figure. A credit note is the difference
between what is left before it and after it, so all credit notes together are exactly the invoice.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from faktura.core.exact_numbers import calculating
from faktura.einvoices.invoice import Line, VatRate
from faktura.einvoices.sums import ZERO, rounded
from faktura.jobs.invoices.invoice import Bill

Left = Mapping[str, Decimal]
Group = tuple[str, Decimal | None]
"""A category and a rate of VAT."""

_ONE, _HUNDRED = Decimal(1), Decimal(100)


@dataclass(frozen=True)
class LineFigures:
    """What is left of a line; `parts` are the amounts of its allowances and charges."""

    quantity: Decimal
    parts: tuple[Decimal, ...]
    net: Decimal


@dataclass(frozen=True)
class Figures:
    """What is left of an invoice: lines and rows by id, base and tax by category and rate, and the amount to pay.

    That differs from `gross`, the sum of bases and taxes, by the rounding amount of the invoice.
    """

    lines: Mapping[str, LineFigures]
    rows: Mapping[str, Decimal]
    vat: Mapping[Group, tuple[Decimal, Decimal]]
    payable: Decimal

    @property
    def gross(self) -> Decimal:
        """The sum of bases and taxes."""
        return sum((base + tax for base, tax in self.vat.values()), ZERO)


def left_at_first(bill: Bill) -> dict[str, Decimal]:
    """What is left of an invoice without credit notes: all of it."""
    return {line.id: quantity_of(line) for line in bill.lines} | {row.id: row.amount for row in bill.rows}


def left_after(bill: Bill, credit_notes: Iterable[Bill]) -> dict[str, Decimal]:
    """What is left of an invoice after these credit notes: each has what it took off."""
    left = left_at_first(bill)
    with calculating():
        for note in credit_notes:
            for one, taken in left_at_first(note).items():
                left[one] -= taken
    return left


def is_nothing(left: Left) -> bool:
    """Whether the invoice is wholly credited."""
    return not any(left.values())


def quantity_of(line: Line) -> Decimal:
    """The invoiced quantity; one piece if the line has none."""
    return line.quantity or _ONE


def unit_of(bill: Bill) -> Decimal:
    """The currency's minor unit, from the decimals of the totals."""
    amounts = (bill.totals.payable, bill.totals.net, bill.totals.tax)
    return Decimal(1).scaleb(min(int((one or ZERO).as_tuple().exponent) for one in amounts))


def group_of(vat: VatRate | None) -> Group:
    """What is taxed alike."""
    return (vat.category, vat.rate) if vat else ("", None)


def figures(bill: Bill, left: Left) -> Figures:
    """The figures of what is left. What is no sum of rows, as the rounding, stays until nothing is left."""
    unit = unit_of(bill)
    lines = {line.id: _line(line, left[line.id], unit) for line in bill.lines}
    rows = {row.id: left[row.id] for row in bill.rows}
    if is_nothing(left):
        return Figures(lines, rows, {group_of(one.vat): (ZERO, ZERO) for one in bill.vat}, ZERO)
    all_bases, bases = bases_of(bill, left_at_first(bill)), bases_of(bill, left)
    vat = {}
    for one in bill.vat:
        group, rate = group_of(one.vat), (one.vat.rate or ZERO) / _HUNDRED
        whole = one.base or ZERO
        base = bases.get(group, ZERO) + whole - all_bases.get(group, ZERO)
        tax = rounded(base * rate, unit) + (one.tax or ZERO) - rounded(whole * rate, unit)
        vat[group] = base, tax
    untaxed = (bill.totals.payable or ZERO) - sum(((one.base or ZERO) + (one.tax or ZERO) for one in bill.vat), ZERO)
    return Figures(lines, rows, vat, sum((base + tax for base, tax in vat.values()), untaxed))


def bases_of(bill: Bill, left: Left, without_discounts: bool = False) -> dict[Group, Decimal]:
    """The sum of what is left of the lines and rows of each rate."""
    bases: dict[Group, Decimal] = {}
    for group, amount in _amounts(bill, left, without_discounts):
        bases[group] = bases.get(group, ZERO) + amount
    return bases


def _amounts(bill: Bill, left: Left, without_discounts: bool) -> Iterator[tuple[Group, Decimal]]:
    unit = unit_of(bill)
    for line in bill.lines:
        yield group_of(line.vat), _line(line, left[line.id], unit).net
    for row in bill.rows:
        if row.is_charge or not without_discounts:
            yield group_of(row.vat), left[row.id] if row.is_charge else -left[row.id]


def _line(line: Line, left: Decimal, unit: Decimal) -> LineFigures:
    """The share of each amount: in full if all is left, nothing if nothing is."""
    whole, parts = quantity_of(line), line.allowances_charges
    before_parts = (line.net or ZERO) - sum((one.signed for one in parts), ZERO)
    shares = tuple(rounded(one.amount * left / whole, unit) for one in parts)
    signed = sum((share if one.is_charge else -share for one, share in zip(parts, shares, strict=True)), ZERO)
    return LineFigures(left, shares, rounded(before_parts * left / whole, unit) + signed)
