"""The rows of an invoice's table, in the order in which they are printed; their amounts add up to the net total."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from faktura.einvoices.invoice import Line, VatRate
from faktura.einvoices.sums import ZERO, rounded
from faktura.jobs.invoices.invoice import Bill, Row


@dataclass(frozen=True)
class PageRow:
    """A row: goods (with `line`) before their discounts, a discount, a fee, the shipping, or an adjustment.

    A row with a `line` and no amount tells the net amount that discounts leave of that line.
    """

    text: str
    amount: Decimal | None
    rate: Decimal | None = None
    tax: Decimal | None = None
    line: Line | None = None


def page_rows(bill: Bill, taxes: Mapping[str, Decimal]) -> Iterator[PageRow]:
    """Each line, its discounts and what they leave, and its fees; then the rows of the whole invoice.

    `taxes` are those that an earlier bill keeps, by the id of the line or the row.
    """
    of_lines: dict[str, list[Row]] = {}
    for row in bill.rows:
        of_lines.setdefault(row.line_id, []).append(row)
    unit = Decimal(1).scaleb(int((bill.totals.payable or ZERO).as_tuple().exponent))
    for line in bill.lines:
        changes = line.allowances_charges
        before = (line.net or ZERO) - sum((one.signed for one in changes), ZERO)
        yield _row(line.name, before, line.vat, unit, taxes.get(line.id), line)
        for one in changes:
            yield _row(one.reason, one.signed, line.vat, unit)
        if changes:
            yield PageRow("", None, line=line)
        yield from _charged(of_lines.pop(line.id, []), unit, taxes)
    for rows in of_lines.values():
        yield from _charged(rows, unit, taxes)


def _charged(rows: list[Row], unit: Decimal, taxes: Mapping[str, Decimal]) -> Iterator[PageRow]:
    for row in rows:
        yield _row(row.reason, row.signed, row.vat or VatRate(), unit, taxes.get(row.id))


def _row(
    text: str, amount: Decimal, vat: VatRate, unit: Decimal, tax: Decimal | None = None, line: Line | None = None
) -> PageRow:
    """With the tax of the row by its rate, for information, unless it was kept."""
    if tax is None and (vat.rate is not None or vat.category):
        tax = rounded(amount * (vat.rate or ZERO) / 100, unit)
    return PageRow(text, amount, vat.rate, tax, line)
