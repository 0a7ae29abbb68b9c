"""The checks of an invoice and their messages (docs/apis/capture.md, validationResults)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from faktura.capture.customers.customer import CustomerDetails
from faktura.capture.matching.owner import MatchedBy, same_name, same_practice
from faktura.capture.reading.calculation import exact_sum
from faktura.capture.reading.reading import Reading
from faktura.capture.schemas import Check, InvoiceData, ReadFrom
from faktura.core.clock import now
from faktura.pims.keys import number_key
from faktura.pims.schemas import Invoice

WRONG_TOTAL = "The invoice total doesn't match to the total sum of the line items"

_NAMES = {
    "invoiceNumber": "invoice number",
    "invoiceDate": "invoice date",
    "totalAmount": "total",
    "practiceName": "practice name",
    "currency": "currency",
}
"""What the messages call the fields."""

_ORIGINS: Mapping[ReadFrom, str] = {"OCR": "OCR", "E_INVOICE": "e-invoice"}
"""What the messages call the source of what was read."""

_EASTERNMOST_OFFSET = timedelta(hours=14)
"""From UTC, where each day begins first."""


def of_record(data: InvoiceData, by: MatchedBy, reading: Reading | None = None) -> list[Check]:
    """The checks of an invoice that its practice pushed; `by` tells how it was matched to the customer."""
    return [
        _passed("invoiceNumber", f"The practice has the invoice {data.invoice_number}"),
        _sum(data, reading.tax if reading else None),
        *_not_in_future(data),
        _passed("customer", f"The practice's pet owner is the customer, matched by {by}"),
    ]


def of_comparison(reading: Reading, invoice: Invoice, data: InvoiceData) -> list[Check]:
    """The checks that compare what was read with what the practice pushed."""
    number = invoice.invoice_number.strip()
    days = [day.isoformat() for day in reading.dates]
    practice = invoice.vet_practice.name.strip()
    vendor = next(iter(reading.vendors), "")
    read, known = reading.total, data.total_amount
    return [
        _compared(
            "invoiceNumber", reading.number, number, number_key(reading.number or "") == number_key(number), reading
        ),
        _compared("invoiceDate", " or ".join(days), data.invoice_date, data.invoice_date in days, reading),
        _compared("totalAmount", _printed(read), _printed(known), read == known, reading),
        _compared("practiceName", vendor, practice, same_practice(reading, invoice.vet_practice), reading),
        _compared("currency", reading.currency, data.currency, reading.currency == data.currency, reading),
        _lines_compared(reading, data),
        *_one_number(reading),
    ]


def not_found(reading: Reading) -> Check:
    """The check of the number when a lookup found no invoice."""
    if reading.number is None:
        return _failed("invoiceNumber", "No invoice number could be read, so there is none to look up")
    return _failed("invoiceNumber", f"No practice has an invoice {reading.number} for the customer")


def of_reading(reading: Reading, data: InvoiceData, customer: CustomerDetails) -> list[Check]:
    """The checks of what was read, without a practice's invoice to compare it with."""
    return [
        _read("invoiceNumber", data.invoice_number, reading),
        _read("invoiceDate", data.invoice_date, reading),
        _read("totalAmount", _printed(data.total_amount), reading),
        _read("practiceName", next(iter(reading.vendors), None), reading),
        _read("currency", data.currency, reading),
        _sum(data, reading.tax, is_complete=reading.are_lines_complete),
        *_one_number(reading),
        *_date_order(reading),
        *_not_in_future(data),
        _receiver(reading, customer),
    ]


def _lines_compared(reading: Reading, data: InvoiceData) -> Check:
    """Compare the sums of the line items. Their descriptions may differ between print and record."""
    read, known = [item.total for item in reading.items], [line.total_price for line in data.line_items]
    return _compared("lineItems", _summary(read), _summary(known), exact_sum(read) == exact_sum(known), reading)


def _summary(amounts: Sequence[Decimal]) -> str | None:
    return f"{len(amounts)} for {_printed(exact_sum(amounts))}" if amounts else None


def _sum(data: InvoiceData, tax: Decimal | None, *, is_complete: bool = False) -> Check:
    """The line items must add up to the total, net or gross, or lead to it by other printed sums (`is_complete`)."""
    if data.total_amount is None or not data.line_items:
        return _skipped("totalAmount", "The total or the line items are missing")
    lines = exact_sum(line.total_price for line in data.line_items)
    if is_complete or data.total_amount in (lines, exact_sum([lines, tax or Decimal(0)])):
        return _passed("totalAmount", "The line items add up to the invoice total")
    return _failed("totalAmount", WRONG_TOTAL)


def _not_in_future(data: InvoiceData) -> Iterator[Check]:
    if data.invoice_date is None:
        return
    if date.fromisoformat(data.invoice_date) > (now() + _EASTERNMOST_OFFSET).date():
        yield _failed("invoiceDate", f"The invoice date {data.invoice_date} is in the future")
    else:
        yield _passed("invoiceDate", "The invoice date is not in the future")


def _one_number(reading: Reading) -> Iterator[Check]:
    if reading.other_numbers:
        others = " and ".join(reading.other_numbers)
        yield _failed("invoiceNumber", f"The document has several invoice numbers: {reading.number} and {others}")


def _date_order(reading: Reading) -> Iterator[Check]:
    if len(reading.dates) > 1:
        days = " or ".join(day.isoformat() for day in reading.dates)
        yield _failed("invoiceDate", f"The invoice date {reading.printed_date} is ambiguous: it can be {days}")
    elif reading.date_order and reading.dates:
        meant = f"{reading.printed_date} means {reading.dates[0]}"
        yield _passed("invoiceDate", f"The invoice date {meant}, by the date format of {reading.date_order}")


def _receiver(reading: Reading, customer: CustomerDetails) -> Check:
    name = f"{customer.first_name} {customer.last_name}".strip()
    if not (name and reading.receiver):
        return _skipped("customer", "The name on the invoice or the customer's name is missing")
    agree = same_name(customer, reading.receiver)
    return _compared("customer", reading.receiver, name, agree, reading, of="customer")


def _read(field: str, value: str | None, reading: Reading) -> Check:
    """A value passes if the document itself confirms it."""
    name = _NAMES[field]
    if value is None:
        return _failed(field, f"No {name} could be read")
    read = reading.fields.get(field)
    if read and read.is_vouched:
        return _passed(field, f"The {name} {value} was read, and the document confirms it: {read.reason}")
    reason = read.reason if read and read.reason else "nothing else in the document confirms it"
    return _failed(field, f"The {name} {value} was read, but it is not certain: {reason}")


def _compared(
    field: str, read: str | None, known: str | None, agree: bool, reading: Reading, of: str = "PIMS"
) -> Check:
    origin = _ORIGINS[reading.read_from]
    if not read or not known:
        side = origin if not read else of
        return _skipped(field, f"There is no {side} value to compare")
    verdict = "agree" if agree else "differ"
    message = f"{_capital(origin)} value {read} and {of} value {known} {verdict}"
    return _passed(field, message) if agree else _failed(field, message)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _printed(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")


def _passed(field: str, message: str) -> Check:
    return Check(field=field, status="passed", message=message)


def _failed(field: str, message: str) -> Check:
    return Check(field=field, status="failed", message=message)


def _skipped(field: str, message: str) -> Check:
    return Check(field=field, status="skipped", message=message)
