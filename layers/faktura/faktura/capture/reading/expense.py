"""A `Reading` from the AnalyzeExpense responses for the pages of an invoice.

Each value is chosen and judged by what the lines of the pages and the typed fields say of it (docs/decisions, 45).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from faktura.capture.page.page import Page
from faktura.capture.reading import place
from faktura.capture.reading.amount import amount, quantity
from faktura.capture.reading.invoice_date import invoice_dates
from faktura.capture.reading.invoice_number import invoice_number
from faktura.capture.reading.merging import (
    PrintedField,
    PrintedItem,
    merged_items,
    ranked,
)
from faktura.capture.reading.origin.currency import currency
from faktura.capture.reading.origin.practice import PageSenders, first_sender, practices
from faktura.capture.reading.other_number import other_numbers
from faktura.capture.reading.reading import Judged, ReadField, Reading, ReadItem
from faktura.capture.reading.sums.printed_sum import printed_sums
from faktura.capture.reading.sums.total import sums_of
from faktura.capture.reading.textract_response import PageResponse, expense_documents, pages_of, printed_lines
from faktura.capture.schemas import Address, given

T = TypeVar("T")

_CENT = Decimal("0.01")


def reading(*responses: PageResponse) -> Reading:
    """The invoice in these responses, in the order of its pages. One response may cover several pages."""
    fields: list[PrintedField] = []
    printed: list[PrintedItem] = []
    pages = [
        (before, response) for before, response in enumerate(responses) if not _is_copy(response, responses[:before])
    ]
    sheets = [page for before, response in pages for page in pages_of(response, before)]
    documents = [(before, document) for before, response in pages for document in expense_documents(response)]
    for number, (before, document) in enumerate(documents, start=1):
        fields += [_field(field, before, number) for field in document.summary_fields_list]
        rows = [row for group in document.line_items_groups for row in group.rows]
        printed += _items([_field(cell, before, number) for cell in row.expenses] for row in rows)
    return _Summary(fields, sheets).reading(tuple(merged_items(printed)))


def _is_copy(response: PageResponse, before: Sequence[PageResponse]) -> bool:
    """Whether a page has exactly the lines of an earlier one: the same sheet, scanned again."""
    lines = printed_lines(response)
    return bool(lines) and any(printed_lines(earlier) == lines for earlier in before)


class _Summary:
    """The fields outside the table of line items."""

    def __init__(self, fields: Sequence[PrintedField], pages: Sequence[Page]) -> None:
        self._fields = fields
        self._pages = pages
        self._senders = [PageSenders.of(page) for page in pages]
        self._read: dict[str, ReadField] = {}

    def reading(self, items: tuple[ReadItem, ...]) -> Reading:
        printed = self._printed_address()
        sender = first_sender(self._senders)
        country = place.region_of_address(printed)
        dates = invoice_dates(self._fields, self._pages, country, printed)
        days = self._judged("invoiceDate", dates.issued) or ()
        due = self._judged("dueDate", dates.due) or ()
        sums = sums_of(printed_sums(self._pages, self._fields), items)
        if sums.total:
            self._read["totalAmount"] = sums.total.field
        number = self._judged("invoiceNumber", invoice_number(self._fields, self._pages))
        return Reading(
            number=number,
            other_numbers=other_numbers(self._fields, number),
            printed_date=dates.issued.field.text if dates.issued else "",
            dates=days,
            date_order=country if dates.is_by_country else None,
            due_date=next(iter(due), None),
            total=sums.total.value if sums.total else None,
            subtotal=sums.subtotal,
            tax=sums.tax,
            amount_due=sums.amount_due,
            currency=self._judged("currency", currency(self._fields, self._senders, self._read.get("totalAmount"))),
            vendors=self._vendors(),
            vendor_address=self._vendor_address(printed),
            vendor_phone=next(iter(self._texts("VENDOR_PHONE")), sender.telephone if sender else ""),
            receiver=next(iter(self._texts("RECEIVER_NAME")), ""),
            items=tuple(_judged_item(item, sums.are_lines_complete) for item in items),
            are_lines_complete=sums.are_lines_complete,
            fields=self._read,
        )

    def _judged(self, named: str, judged: Judged[T] | None) -> T | None:
        if judged is None:
            return None
        self._read[named] = judged.field
        return judged.value

    def _ranked(self, kind: str) -> list[PrintedField]:
        return ranked(self._fields, kind)

    def _texts(self, kind: str) -> Iterator[str]:
        yield from dict.fromkeys(" ".join(field.text.split()) for field in self._ranked(kind))

    def _vendors(self) -> tuple[str, ...]:
        found = practices(self._fields, self._senders)
        self._judged("practiceName", next(iter(found), None))
        return tuple(one.value for one in found)

    def _printed_address(self) -> str:
        """The practice's address as the OCR engine has typed it, else as the lines below its name print it."""
        sender = first_sender(self._senders)
        lines = "\n".join(line.text for line in sender.address) if sender else ""
        return next((field.text for field in self._ranked("VENDOR_ADDRESS")), lines)

    def _vendor_address(self, printed: str) -> Address:
        of_vendor = [field for field in self._fields if "VENDOR" in field.groups]
        parts = {field.kind: " ".join(field.text.split()).rstrip(",") for field in of_vendor}
        if not parts.get("STREET"):
            return Address(**given(street=", ".join(line.strip(" ,") for line in printed.splitlines())))
        return Address(
            **given(
                street=parts["STREET"], city=parts.get("CITY"), state=parts.get("STATE"), zip_code=parts.get("ZIP_CODE")
            )
        )


def _items(rows: Iterable[Sequence[PrintedField]]) -> Iterator[PrintedItem]:
    """The lines that have an amount, or a quantity and a unit price to compute it from."""
    for row in rows:
        cells = {field.kind: field.text for field in reversed(row)}
        count, each = quantity(cells.get("QUANTITY", "")), amount(cells.get("UNIT_PRICE", ""))
        total = amount(cells.get("PRICE", ""))
        if total is None and count is not None and each is not None:
            total = count * each
        if total is not None:
            described = cells.get("ITEM") or cells.get("PRODUCT_CODE") or cells.get("EXPENSE_ROW", "")
            whole = next((field for field in row if field.kind == "EXPENSE_ROW"), row[0])
            item = ReadItem(" ".join(described.split()), total, count, each, _read_field(whole))
            yield PrintedItem(item, row[0].page)


def _judged_item(item: ReadItem, is_complete: bool) -> ReadItem:
    """A line is vouched for if all lines lead to the total, and its quantity and unit price to its own."""
    if item.field is None:
        return item
    count, each = item.quantity, item.printed_unit_price
    is_product = count is None or each is None or abs(count * each - item.total) <= _CENT
    return replace(item, field=replace(item.field, is_vouched=is_complete and is_product))


def _read_field(field: PrintedField) -> ReadField:
    return ReadField(field.text, field.page, field.box, field.confidence)


def _field(field: Any, pages_before: int, document: int) -> PrintedField:
    confidence = int(min(field.type.confidence, field.value.confidence))
    code = field.raw_object.get("Currency", {}).get("Code")
    groups = frozenset(kind for group in field.group_properties for kind in group.types)
    page = pages_before + field.raw_object["PageNumber"]
    label = field.raw_object.get("LabelDetection", {}).get("Text", "")
    box = field.raw_object.get("Box")
    return PrintedField(field.type.text, field.value.text, confidence, code, groups, page, document, label, box)
