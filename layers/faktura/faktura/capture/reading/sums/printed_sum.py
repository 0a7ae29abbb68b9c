"""The labelled sums of an invoice: from the lines of its pages, and from the typed fields of the OCR response."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from faktura.capture.page.charge import Charge, Kind, includes_tax, is_due, kind_of_label, names_tax_and_total
from faktura.capture.page.layout import Place
from faktura.capture.page.page import Page
from faktura.capture.page.printed_amount import amounts_in
from faktura.capture.page.tax_table import charges_and_taxes_of, tax_rows
from faktura.capture.reading.amount import amount
from faktura.capture.reading.merging import PrintedField

_TYPES = {
    "TOTAL": Kind.TOTAL,
    "SUBTOTAL": Kind.SUBTOTAL,
    "TAX": Kind.TAX,
    "AMOUNT_DUE": Kind.DUE,
    "AMOUNT_PAID": Kind.PAID,
    "PRIOR_BALANCE": Kind.ARREARS,
    "DISCOUNT": Kind.DISCOUNT,
    "SERVICE_CHARGE": Kind.EXTRA,
    "SHIPPING_HANDLING_CHARGE": Kind.EXTRA,
    "GRATUITY": Kind.EXTRA,
}
"""Textract's types of sums. The words of a sum's label count more."""

_SIZED = {Kind.SUBTOTAL, Kind.TOTAL, Kind.GRAND_TOTAL, Kind.DUE}
"""Beside these a tax is small."""


@dataclass(frozen=True)
class PrintedSum:
    """One amount. A credit is negative. `order` counts lines from the top; a typed field of no line comes first."""

    kind: Kind
    value: Decimal
    text: str
    label: str
    page: int
    order: int
    confidence: int
    place: Place | None = None
    currency: str | None = None
    is_due: bool = False
    in_tax_table: bool = False


def printed_sums(pages: Sequence[Page], fields: Sequence[PrintedField]) -> list[PrintedSum]:
    """Every sum once, though the lines and the typed fields of a response both have it.

    The last amount of a line without a known label is of kind `OTHER`.
    """
    printed = [one for page in pages for one in _of_page(page)]
    sums = [*printed, *_typed(fields, printed)]
    return [_tax_or_total(one, sums) for one in sums]


def _of_page(page: Page) -> Iterator[PrintedSum]:
    rows = list(page.rows)
    tabled = tax_rows(rows)
    charges = charges_and_taxes_of(rows, tabled)
    yield from (_of_charge(charge, page.number) for charge in charges if charge.is_last)
    labelled = {charge.row for charge in charges} | {one.row for one in tabled}
    for order, row in enumerate(rows):
        amounts = [(one, segment) for segment in row for one in amounts_in(segment.text)]
        if amounts and order not in labelled:
            last, segment = amounts[-1]
            value = segment.between(last.start, last.end)
            confidence, place = int(value.confidence), value.place
            yield PrintedSum(
                Kind.OTHER, last.value, last.text, "", page.number, order, confidence, place, last.currency
            )


def _tax_or_total(one: PrintedSum, sums: Sequence[PrintedSum]) -> PrintedSum:
    """The sum, with its kind decided by its size if its words may mean the total or its tax."""
    if not names_tax_and_total(one.label) or one.kind not in (Kind.TAX, Kind.TOTAL, Kind.GRAND_TOTAL):
        return one
    page = [other for other in sums if other.page == one.page and other is not one]
    others = [abs(other.value) for other in page if other.kind in _SIZED or names_tax_and_total(other.label)]
    smaller = [abs(other.value) for other in page if other.kind is Kind.TAX]
    if others:
        return replace(one, kind=Kind.TAX if 2 * abs(one.value) < max(others) else Kind.TOTAL)
    is_tax = not includes_tax(one.label) and not any(2 * value < abs(one.value) for value in smaller)
    return replace(one, kind=Kind.TAX if is_tax else Kind.TOTAL)


def _of_charge(charge: Charge, page: int) -> PrintedSum:
    return PrintedSum(
        charge.kind,
        charge.money,
        charge.amount.text,
        charge.label.text,
        page,
        charge.row,
        int(charge.value.confidence),
        charge.value.place,
        charge.amount.currency,
        charge.is_due,
        charge.in_tax_table,
    )


def _typed(fields: Sequence[PrintedField], printed: Sequence[PrintedSum]) -> Iterator[PrintedSum]:
    for order, field in enumerate(fields, start=-len(fields)):
        kind = _kind(field) if field.kind in (*_TYPES, "OTHER") else None
        amounts = {one.value for one in amounts_in(field.text)}
        value = amounts.pop() if amounts else amount(field.text)
        if value is None or kind is None or amounts:  # a text with several amounts tells no sum
            continue
        if not any(one.page == field.page and one.value == value and _meet(one.place, field.box) for one in printed):
            yield PrintedSum(
                kind, value, field.text, field.label, field.page, order, field.confidence, field.box, field.currency,
                is_due(field.label) or field.kind == "AMOUNT_DUE",
            )  # fmt: skip


def _kind(field: PrintedField) -> Kind | None:
    """The meaning of a typed field: by its label, or by its type if that says more than a plain "Total"."""
    named, typed = kind_of_label(field.label), _TYPES.get(field.kind)
    return typed if typed and named in (None, Kind.TOTAL) else named


def _meet(one: Place | None, other: Place | None) -> bool:
    """Whether two places overlap. A text without a place may be anywhere."""
    if one is None or other is None:
        return True
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return across > 0 and down > 0


def distinct(sums: Iterable[PrintedSum]) -> list[PrintedSum]:
    """Each value once, because receipts repeat their sums; the last counts."""
    return list({one.value: one for one in sums}.values())
