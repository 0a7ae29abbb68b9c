"""Turns a page's words into the fields of its summary and its line items."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from faktura.capture.page.charge import Charge, Kind, charges_of
from faktura.capture.page.finding import Field, Finding
from faktura.capture.page.labelled_date import date_fields
from faktura.capture.page.layout import Row, Word, row_text, rows_of
from faktura.capture.page.party import parties_of
from faktura.capture.page.printed_amount import amounts_in, currency_of
from faktura.capture.page.reference import number_fields
from faktura.capture.page.sums import Sums, sums_of
from faktura.capture.page.tax_table import tabled_taxes
from local.textract.columns import Column
from local.textract.items import items_of
from local.textract.lines import Item

LABELLED = 92.0
DOUBTED = 20.0
"""Reduces the confidence of the sums if the total is doubtful."""
ITEMS_PROVED, ITEMS_ALONE = 99.0, 80.0
"""The confidence of line items that add up to a printed sum, and of others."""
ORDER = ("ITEM", "QUANTITY", "UNIT_PRICE", "PRICE", "PRODUCT_CODE", "EXPENSE_ROW")


@dataclass(frozen=True)
class Statement:
    """Everything that was read from one page."""

    rows: list[Row]
    summary: list[Field]
    items: list[list[Field]]


def statement_of(words: Sequence[Word]) -> Statement:
    """Read an invoice or a receipt. Fields that were not found are missing, doubtful ones have low confidence."""
    rows = rows_of(words)
    charges = charges_of(rows)
    if not any(charge.kind is Kind.TAX and not charge.in_tax_table for charge in charges):
        charges = [charge for charge in charges if charge.kind is not Kind.TAX] + tabled_taxes(rows)
    items, columns, proved = items_of(rows, charges)
    sums = sums_of(charges, sum((item.price for item in items), Decimal(0)))
    currency = currency_of(row_text(row) for row in rows)
    summary = [*parties_of(rows), *date_fields(rows), *number_fields(rows), *_money(sums, currency)]
    sure = ITEMS_PROVED if proved else ITEMS_ALONE
    return Statement(rows, summary, [list(_item(item, columns, sure)) for item in items])


def _money(sums: Sums, currency: str | None) -> Iterator[Field]:
    proved = sums.confidence >= ITEMS_PROVED
    beside = ITEMS_PROVED if proved else LABELLED - (DOUBTED if sums.confidence < LABELLED - DOUBTED else 0.0)
    if sums.total:
        yield _sum("TOTAL", sums.total, sums.confidence, currency)
    for kind, charges in (("SUBTOTAL", sums.subtotals), ("TAX", sums.taxes)):
        for charge in charges:
            yield _sum(kind, charge, beside, currency)
    for kind, charges in (("AMOUNT_DUE", sums.due), ("AMOUNT_PAID", sums.paid)):
        for charge in charges:
            yield _sum(kind, charge, LABELLED, currency)


def _sum(kind: str, charge: Charge, sure: float, currency: str | None) -> Field:
    value = Finding.of(charge.value, charge.amount.text)
    return Field(kind, value, sure, Finding.of(charge.label), charge.amount.currency or currency)


def _item(item: Item, columns: list[Column], sure: float) -> Iterator[Field]:
    found = item.findings()
    labels = {column.kind: Finding.of(column.label) for column in columns}
    for kind in (*ORDER[:-1], *(kind for kind in found if kind not in ORDER), ORDER[-1]):
        if kind in found:
            value = found[kind]
            amounts = amounts_in(value.text) if kind in ("PRICE", "UNIT_PRICE") else []
            field = Field(kind if kind in ORDER else "OTHER", value, sure, labels.get(kind))
            yield replace(field, currency=amounts[-1].currency) if amounts else field
