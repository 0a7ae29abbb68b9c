"""Allocations in step on both sides, the payment's and the invoice's, and the status that follows."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

from faktura.billing.errors import InvoiceClosed, PaymentExceeded
from faktura.billing.invoice import (
    MOST_INVOICES,
    MOST_PAYMENTS,
    AllocatedPayment,
    Allocation,
    Invoice,
    InvoiceHeader,
    Payment,
)
from faktura.billing.schemas.responses import Status
from faktura.core.errors import Fault, InvalidRequest

AnyInvoice = TypeVar("AnyInvoice", bound=InvoiceHeader)


def mirroring_invoices(payment: Payment, invoices: Mapping[int, InvoiceHeader]) -> Payment:
    """The payment with what it has to know of these of its invoices."""
    allocations = [
        one.model_copy(update={"tags": invoice.tags, "has_clients": bool(invoice.clients)})
        if (invoice := invoices.get(one.invoice_id))
        else one
        for one in payment.allocations
    ]
    return payment.model_copy(update={"allocations": allocations})


def mirroring_payments(invoice: AnyInvoice, payments: Iterable[Payment]) -> AnyInvoice:
    """The invoice with what these payments give to it, in the order of their ids."""
    entries = {entry.payment_id: entry for entry in invoice.payments}
    for payment in payments:
        entries.pop(payment.id, None)
        if (amount := payment.share_of(invoice.id)) is not None:
            entries[payment.id] = AllocatedPayment(
                payment_id=payment.id,
                payment_amount=payment.payment_amount,
                amount=amount,
                tags=payment.all_tags,
            )
    return invoice.model_copy(update={"payments": [entries[payment_id] for payment_id in sorted(entries)]})


def allotting(payment: Payment, invoice_id: int, amount: Decimal | None) -> Payment:
    """The payment with this amount for the invoice, in the place of what it gave; `None` for nothing."""
    allocations = {one.invoice_id: one for one in payment.allocations}
    known = allocations.get(invoice_id)
    if amount is None:
        allocations.pop(invoice_id, None)
    elif known:
        allocations[invoice_id] = known.model_copy(update={"amount": amount})
    else:
        allocations[invoice_id] = Allocation(invoice_id=invoice_id, amount=amount)
    return payment.model_copy(update={"allocations": list(allocations.values())})


def settled_status(before: InvoiceHeader, after: InvoiceHeader, asked: Status | None = None) -> Status:
    """The status after a change: one that was asked for wins, else lines, price and payments decide (CONTRACT 2)."""
    if asked:
        return asked
    status = before.status
    begins = isinstance(before, Invoice) and isinstance(after, Invoice) and not before.line_items and after.line_items
    if status == "draft" and begins:
        status = "open"
    if not _bears_on_status(before, after):
        return status
    if status in ("draft", "open") and after.is_covered:
        return "completed"
    return "open" if status == "completed" and not after.is_covered else status


def check_invoice(before: InvoiceHeader, after: InvoiceHeader) -> None:
    """Refuse more payments than an invoice may have, and any new money for a closed one."""
    if len(after.payments) > MOST_PAYMENTS:
        raise InvalidRequest(Fault("", f"Invoice {after.id} would have more than {MOST_PAYMENTS} payments"))
    had = before.shares
    if after.status == "closed" and any(amount > had.get(key, 0) for key, amount in after.shares.items()):
        raise InvoiceClosed(after.id)


def check_payment(payment: Payment) -> None:
    """Refuse more invoices than a payment may have, and more dollars than it is."""
    if len(payment.allocations) > MOST_INVOICES:
        raise InvalidRequest(Fault("", f"Payment {payment.id} would have more than {MOST_INVOICES} invoices"))
    if payment.unallotted < 0:
        raise PaymentExceeded(
            "Invoice and donation amount exceed the total payment amount. "
            f"The payment is {payment.payment_amount:f}, {-payment.unallotted:f} less than what it is used for."
        )


def _bears_on_status(before: InvoiceHeader, after: InvoiceHeader) -> bool:
    lines = isinstance(before, Invoice) and isinstance(after, Invoice) and before.line_items != after.line_items
    return lines or before.total_charged != after.total_charged or before.shares != after.shares
