"""Allocations: how much of a payment goes to which invoice, and the status of the invoice that follows.

The payment and the invoice both store each allocation, with a copy of the other's data (decision 17). The
functions here keep the two sides in step.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

from faktura.billing.errors import InvoiceClosed, PaymentExceeded
from faktura.billing.invoice import AllocatedPayment, Invoice, InvoiceHeader
from faktura.billing.payment import Allocation, Payment
from faktura.billing.schemas.responses import Status
from faktura.core.errors import Fault, InvalidRequest

MAX_INVOICES_OF_PAYMENT = MAX_PAYMENTS_OF_INVOICE = 40
"""So that each change fits into one transaction."""

AnyInvoice = TypeVar("AnyInvoice", bound=InvoiceHeader)


def allocate(payment: Payment, invoice_id: int, amount: Decimal | None) -> Payment:
    """The payment that gives `amount` to the invoice instead of what it gave before; `None` for nothing."""
    allocations = {one.invoice_id: one for one in payment.allocations}
    known = allocations.get(invoice_id)
    if amount is None:
        allocations.pop(invoice_id, None)
    elif known:
        allocations[invoice_id] = known.model_copy(update={"amount": amount})
    else:
        allocations[invoice_id] = Allocation(invoice_id=invoice_id, amount=amount)
    return payment.model_copy(update={"allocations": list(allocations.values())})


def copy_invoices(payment: Payment, invoices: Mapping[int, InvoiceHeader]) -> Payment:
    """The payment with a current copy of the data it needs from these invoices."""
    allocations = [
        one.model_copy(update={"tags": invoice.tags, "has_clients": bool(invoice.clients)})
        if (invoice := invoices.get(one.invoice_id))
        else one
        for one in payment.allocations
    ]
    return payment.model_copy(update={"allocations": allocations})


def copy_payments(invoice: AnyInvoice, payments: Iterable[Payment]) -> AnyInvoice:
    """The invoice with a current copy of these payments' allocations to it, ordered by payment id."""
    entries = {entry.payment_id: entry for entry in invoice.payments}
    for payment in payments:
        entries.pop(payment.id, None)
        if (amount := payment.amount_for(invoice.id)) is not None:
            entries[payment.id] = AllocatedPayment(
                payment_id=payment.id,
                payment_amount=payment.payment_amount,
                amount=amount,
                tags=payment.all_tags,
            )
    return invoice.model_copy(update={"payments": [entries[payment_id] for payment_id in sorted(entries)]})


def status_after(before: InvoiceHeader, after: InvoiceHeader, requested: Status | None = None) -> Status:
    """The status after a change: the requested one, else as lines, price and payments decide (docs/apis/billing.md)."""
    if requested:
        return requested
    status = before.status
    if status == "draft" and _gets_first_lines(before, after):
        status = "open"
    if not _may_change_status(before, after):
        return status
    if status in ("draft", "open") and after.is_covered:
        return "completed"
    return "open" if status == "completed" and not after.is_covered else status


def check_invoice(before: InvoiceHeader, after: InvoiceHeader) -> None:
    """Refuse too many payments, and a higher allocation to a closed invoice."""
    if len(after.payments) > MAX_PAYMENTS_OF_INVOICE:
        raise InvalidRequest(Fault("", f"Invoice {after.id} would have more than {MAX_PAYMENTS_OF_INVOICE} payments"))
    earlier = before.allocations
    is_paid_more = any(amount > earlier.get(payment_id, 0) for payment_id, amount in after.allocations.items())
    if after.status == "closed" and is_paid_more:
        raise InvoiceClosed(after.id)


def check_payment(payment: Payment) -> None:
    """Refuse too many invoices, and allocations and a donation that exceed the payment."""
    if len(payment.allocations) > MAX_INVOICES_OF_PAYMENT:
        raise InvalidRequest(Fault("", f"Payment {payment.id} would have more than {MAX_INVOICES_OF_PAYMENT} invoices"))
    if payment.unallocated < 0:
        used = payment.payment_amount - payment.unallocated
        raise PaymentExceeded(
            f"{PaymentExceeded.message} The payment is {payment.payment_amount:f}; invoices and donation are {used:f}."
        )


def _gets_first_lines(before: InvoiceHeader, after: InvoiceHeader) -> bool:
    return (
        isinstance(before, Invoice) and isinstance(after, Invoice) and not before.line_items and bool(after.line_items)
    )


def _may_change_status(before: InvoiceHeader, after: InvoiceHeader) -> bool:
    has_other_lines = (
        isinstance(before, Invoice) and isinstance(after, Invoice) and before.line_items != after.line_items
    )
    has_other_price = before.total_charged != after.total_charged
    return has_other_lines or has_other_price or before.allocations != after.allocations
