"""What is verified of an invoice, and what each check says (CONTRACT section 3, validationResults)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from faktura.capture.customers.customer import CustomerDetails
from faktura.capture.matching.owner import Reason, same_name, same_practice
from faktura.capture.reading.amount import added
from faktura.capture.reading.reading import Reading
from faktura.capture.schemas import Check, InvoiceData
from faktura.core.clock import now
from faktura.pims.keys import number_key
from faktura.pims.schemas import Invoice

WRONG_TOTAL = "The invoice total doesn't match to the total sum of the line items"

VOUCHED = 70
"""Percent of confidence from which on a date or total that was read is vouched for; measured, see decision 0013."""

_VOUCHED_FIELDS = {"invoiceDate", "totalAmount"}
"""A number is proven by the practice that has it, or by nobody."""

_EASTMOST = timedelta(hours=14)
"""By so much the day is ahead of UTC where it begins first."""


def of_record(data: InvoiceData, by: Reason, reading: Reading | None = None) -> list[Check]:
    """What can be verified of a practice's own invoice; `by` is what shows that it is the customer's."""
    return [
        _passed("invoiceNumber", f"The practice has the invoice {data.invoice_number}"),
        _sum(data, reading.tax if reading else None),
        *_not_in_future(data),
        _passed("customer", f"The practice's pet owner is the customer, by {by}"),
    ]


def of_comparison(reading: Reading, invoice: Invoice, data: InvoiceData) -> list[Check]:
    """Every field that both the picture and the practice have: what was read beside what the practice says."""
    number = invoice.invoice_number.strip()
    days = [day.isoformat() for day in reading.dates]
    practice = invoice.vet_practice.name.strip()
    vendor = next(iter(reading.vendors), "")
    read, known = reading.total, data.total_amount
    return [
        _compared("invoiceNumber", reading.number, number, number_key(reading.number or "") == number_key(number)),
        _compared("invoiceDate", " or ".join(days), data.invoice_date, data.invoice_date in days),
        _compared("totalAmount", _written(read), _written(known), read == known),
        _compared("practiceName", vendor, practice, same_practice(reading, invoice.vet_practice)),
        _compared("currency", reading.currency, data.currency, reading.currency == data.currency),
        _lines_compared(reading, data),
        *_one_number(reading),
    ]


def not_found(reading: Reading) -> Check:
    """What a lookup without result says of the number that it looked for."""
    if reading.number is None:
        return _failed("invoiceNumber", "No invoiceNumber could be read to look up")
    return _failed("invoiceNumber", f"No practice has an invoice {reading.number} of the customer")


def of_reading(reading: Reading, data: InvoiceData, customer: CustomerDetails) -> list[Check]:
    """What can be verified of a picture alone."""
    return [
        _read("invoiceNumber", data.invoice_number, reading),
        _read("invoiceDate", data.invoice_date, reading),
        _read("totalAmount", _written(data.total_amount), reading),
        _read("currency", data.currency, reading),
        _sum(data, reading.tax),
        *_one_number(reading),
        *_order(reading),
        *_not_in_future(data),
        _receiver(reading, customer),
    ]


def _lines_compared(reading: Reading, data: InvoiceData) -> Check:
    """Descriptions differ between paper and record; what the charges come to does not."""
    read, known = [item.total for item in reading.items], [line.total_price for line in data.line_items]
    return _compared("lineItems", _charges(read), _charges(known), added(read) == added(known))


def _charges(amounts: Sequence[Decimal]) -> str | None:
    return f"{len(amounts)} for {_written(added(amounts))}" if amounts else None


def _sum(data: InvoiceData, tax: Decimal | None) -> Check:
    """The lines may be net or gross: they must add up to the total with the tax or without it."""
    if data.total_amount is None or not data.line_items:
        return Check(field="totalAmount", status="skipped", message="There is no total, or nothing to add up to it")
    lines = added(line.total_price for line in data.line_items)
    if data.total_amount in (lines, added([lines, tax or Decimal(0)])):
        return _passed("totalAmount", "The line items add up to the invoice total")
    return _failed("totalAmount", WRONG_TOTAL)


def _not_in_future(data: InvoiceData) -> Iterator[Check]:
    if data.invoice_date is None:
        return
    if date.fromisoformat(data.invoice_date) > (now() + _EASTMOST).date():
        yield _failed("invoiceDate", f"The invoice date {data.invoice_date} is in the future")
    else:
        yield _passed("invoiceDate", "The invoice date is not in the future")


def _one_number(reading: Reading) -> Iterator[Check]:
    if reading.other_numbers:
        others = " and ".join(reading.other_numbers)
        yield _failed("invoiceNumber", f"The pages bear several invoice numbers: {reading.number} and {others}")


def _order(reading: Reading) -> Iterator[Check]:
    if len(reading.dates) > 1:
        days = " or ".join(day.isoformat() for day in reading.dates)
        yield _failed("invoiceDate", f"The invoice date {reading.printed_date} is ambiguous: it can be {days}")
    elif reading.date_order and reading.dates:
        meant = f"{reading.printed_date} is {reading.dates[0]}"
        yield _passed("invoiceDate", f"The invoice date {meant} by the order of dates in {reading.date_order}")


def _receiver(reading: Reading, customer: CustomerDetails) -> Check:
    name = f"{customer.first_name} {customer.last_name}".strip()
    if not (name and reading.receiver):
        return Check(field="customer", status="skipped", message="There are no two names to compare")
    return _compared("customer", reading.receiver, name, same_name(customer, reading.receiver), of="customer")


def _read(field: str, value: str | None, reading: Reading) -> Check:
    if value is None:
        return _failed(field, f"No {field} could be read")
    sure = reading.confidence.get(field, VOUCHED)
    said = f" with {sure} % confidence" if field in reading.confidence else ""
    if field in _VOUCHED_FIELDS and sure < VOUCHED:
        return _failed(field, f"The {field} {value} was read{said} only; {VOUCHED} % is vouched for")
    return _passed(field, f"The {field} {value} was read{said}")


def _compared(field: str, read: str | None, known: str | None, agree: bool, of: str = "PIMS") -> Check:
    if not read or not known:
        side = "OCR" if not read else of
        return Check(field=field, status="skipped", message=f"There is no {side} value to compare")
    verdict = "agree" if agree else "differ"
    message = f"OCR value {read} and {of} value {known} {verdict}"
    return _passed(field, message) if agree else _failed(field, message)


def _written(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")


def _passed(field: str, message: str) -> Check:
    return Check(field=field, status="passed", message=message)


def _failed(field: str, message: str) -> Check:
    return Check(field=field, status="failed", message=message)
