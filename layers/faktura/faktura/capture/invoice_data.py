"""Makes the invoice data of a response from a practice's invoice or from a reading (docs/apis/capture.md)."""

from collections.abc import Iterator
from decimal import Decimal

from faktura.capture.reading.calculation import divided, exact_sum
from faktura.capture.reading.place import currency_of
from faktura.capture.reading.reading import Reading
from faktura.capture.schemas import (
    Address,
    CapturedCustomer,
    InvoiceData,
    LineItem,
    Payment,
    Practice,
    given,
)
from faktura.core.countries import region
from faktura.pims.schemas import (
    Invoice,
    InvoiceItem,
    PetOwner,
    VetPractice,
)


def from_pims(invoice: Invoice, customer_id: str) -> InvoiceData:
    """The data of an invoice that its practice pushed."""
    lines = [_line(item) for item in invoice.invoice_items if not item.is_payment]
    payments = list(_payments(invoice))
    total = exact_sum(line.total_price for line in lines) if invoice.total is None else invoice.total
    return InvoiceData(
        invoice_id=invoice.id,
        invoice_number=invoice.invoice_number,
        invoice_date=_day(invoice.date),
        total_amount=total,
        currency=currency_of(region(invoice.vet_practice.country)),
        practice=_practice(invoice.vet_practice),
        customer=_customer(invoice.pet_owner, customer_id),
        line_items=lines,
        payments=payments,
        balance_due=exact_sum([total, *(payment.amount.copy_negate() for payment in payments)]),
        **given(status=invoice.invoice_status),
    )


def from_reading(reading: Reading, customer_id: str) -> InvoiceData:
    """The data of an invoice that was read. An ambiguous date is taken day first; one of the checks reports it."""
    return InvoiceData(
        invoice_number=reading.number,
        invoice_date=reading.dates[0].isoformat() if reading.dates else None,
        total_amount=reading.total,
        currency=reading.currency,
        customer=CapturedCustomer(customer_id=customer_id),
        line_items=list(_read_lines(reading)),
        payments=[],
        **given(
            due_date=reading.due_date.isoformat() if reading.due_date else None,
            practice=_read_practice(reading),
            balance_due=reading.amount_due,
        ),
    )


def _line(item: InvoiceItem) -> LineItem:
    charged = Decimal(0) if item.amount_charged is None else item.amount_charged
    return LineItem(
        description=item.description or item.code_name or "",
        total_price=charged,
        **given(
            line_item_id=item.invoice_item_id,
            quantity=item.quantity,
            unit_price=divided(charged, by=item.quantity) if item.quantity else None,
            category=item.code_name,
        ),
    )


def _payments(invoice: Invoice) -> Iterator[Payment]:
    for item in invoice.invoice_items:
        if item.is_payment and item.amount_charged is not None:
            yield Payment(
                payment_date=_day(item.loss_date or invoice.date),
                amount=item.amount_charged.copy_abs(),
                **given(payment_id=item.invoice_item_id, method=item.description or item.code_name),
            )


def _practice(practice: VetPractice) -> Practice:
    address = given(street=practice.address, city=practice.city, state=practice.state, zip_code=practice.zip_code)
    return Practice(
        practice_id=practice.practice_id,
        practice_name=practice.name.strip() or practice.practice_id,
        **given(address=Address(**address) if address else None),
    )


def _customer(owner: PetOwner, customer_id: str) -> CapturedCustomer:
    return CapturedCustomer(
        customer_id=customer_id,
        **given(first_name=owner.first_name, last_name=owner.last_name, email=owner.email, phone=owner.phone),
    )


def _read_practice(reading: Reading) -> Practice | None:
    if not reading.vendors:
        return None
    address = reading.vendor_address if reading.vendor_address.model_fields_set else None
    return Practice(
        practice_id=None,
        practice_name=reading.vendors[0],
        **given(address=address, phone=reading.vendor_phone),
    )


def _read_lines(reading: Reading) -> Iterator[LineItem]:
    for item in reading.items:
        yield LineItem(
            description=item.description,
            total_price=item.total,
            **given(quantity=item.quantity, unit_price=item.unit_price),
        )


def _day(date_time: str) -> str:
    """The date as the practice wrote it, in its own time zone."""
    return date_time[:10]
