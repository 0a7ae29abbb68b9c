"""Turns a page's words into the fields of its summary and its line items."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from faktura.capture.page.charge import Charge, Kind
from faktura.capture.page.field import Field, Finding
from faktura.capture.page.labelled_date import date_fields
from faktura.capture.page.layout import Row, Word, row_text, rows_of
from faktura.capture.page.parties.party import parties_of
from faktura.capture.page.printed_amount import amounts_in, currency_of
from faktura.capture.page.reference import number_fields
from faktura.capture.page.tax_table import charges_and_taxes_of, tax_rows
from faktura.capture.page.viewer_margin import without_viewer_margins
from local.textract.columns import Column
from local.textract.items import items_of
from local.textract.lines import Item

ITEMS_PROVED, ITEMS_ALONE = 99.0, 80.0
"""The confidence of line items that add up to a printed sum, and of others."""
TYPES = {
    Kind.GRAND_TOTAL: "TOTAL",
    Kind.TOTAL: "TOTAL",
    Kind.DUE: "AMOUNT_DUE",
    Kind.SUBTOTAL: "SUBTOTAL",
    Kind.TAX: "TAX",
    Kind.PAID: "AMOUNT_PAID",
    Kind.ARREARS: "PRIOR_BALANCE",
    Kind.DISCOUNT: "DISCOUNT",
    Kind.EXTRA: "SERVICE_CHARGE",
}
"""Textract's types of sums. Others, such as change, are of type OTHER."""
ORDER = ("ITEM", "QUANTITY", "UNIT_PRICE", "PRICE", "PRODUCT_CODE", "EXPENSE_ROW")


@dataclass(frozen=True)
class Statement:
    """Everything that was read from one page."""

    rows: list[Row]
    summary: list[Field]
    items: list[list[Field]]


def statement_of(words: Sequence[Word]) -> Statement:
    """Read an invoice or a receipt: every labelled value that its own rows print."""
    printed = rows_of(words)
    rows = list(without_viewer_margins(printed))
    charges = charges_and_taxes_of(rows, tax_rows(rows))
    items, columns, proved = items_of(rows, charges)
    currency = currency_of(row_text(row) for row in rows)
    summary = [*parties_of(rows), *date_fields(rows), *number_fields(rows), *_money(charges, currency)]
    sure = ITEMS_PROVED if proved else ITEMS_ALONE
    return Statement(printed, summary, [list(_item(item, columns, sure)) for item in items])


def _money(charges: Sequence[Charge], currency: str | None) -> Iterator[Field]:
    """Every labelled sum, whatever it is: the reader of the answer decides which one counts."""
    for charge in charges:
        if charge.is_last:
            value = Finding.of(charge.value, charge.amount.text)
            kind = "AMOUNT_DUE" if charge.is_due else TYPES.get(charge.kind, "OTHER")
            yield Field(kind, value, value.confidence, Finding.of(charge.label), charge.amount.currency or currency)


def _item(item: Item, columns: list[Column], sure: float) -> Iterator[Field]:
    found = item.findings()
    labels = {column.kind: Finding.of(column.label) for column in columns}
    for kind in (*ORDER[:-1], *(kind for kind in found if kind not in ORDER), ORDER[-1]):
        if kind in found:
            value = found[kind]
            amounts = amounts_in(value.text) if kind in ("PRICE", "UNIT_PRICE") else []
            value = replace(value, text=amounts[-1].text) if len(amounts) > 1 else value
            field = Field(kind if kind in ORDER else "OTHER", value, sure, labels.get(kind))
            yield replace(field, currency=amounts[-1].currency) if amounts else field
