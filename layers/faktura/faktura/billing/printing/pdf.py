"""Invoices and receipts as PDFs (docs/apis/billing.md). The same input gives the same bytes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from faktura.billing.errors import NotPrintable
from faktura.billing.fields.amount import dollars
from faktura.billing.fields.time_zone import payment_day
from faktura.billing.invoice import Invoice, InvoiceHeader
from faktura.billing.numbering import receipt_number
from faktura.billing.payment import Payment
from faktura.billing.printing.organisation import Organisation
from faktura.documents.sheet import Amount, Block, Column, Letterhead, Sheet, Unprintable

METHODS = {"credit": "Credit Card", "debit": "Debit Card", "cash": "Cash", "check": "Check", "other": "Other"}

MAX_PDF_BYTES = 4_400_000
"""A response carries 6 MB, and a PDF in it is base64."""

_SERVICES = (
    Column("Service", 2.2),
    Column("Description", 3.6),
    Column("Qty", 0.8, "right"),
    Column("Rate", 1.5, "right"),
    Column("Amount", 1.6, "right"),
)
_PAID_INVOICES = (
    Column("Invoice #", 2),
    Column("Amount", 1.5, "right"),
    Column("Status", 1.5, "right"),
    Column("Amount Paid", 1.5, "right"),
)


def invoice_pdf(invoice: Invoice, organisation: Organisation) -> bytes:
    """The PDF of an invoice; `NotPrintable` if no font has one of its characters, or if the PDF is too large."""
    return _printed(lambda: _invoice(invoice, organisation))


def receipt_pdf(payment: Payment, invoices: Mapping[int, InvoiceHeader], organisation: Organisation) -> bytes:
    """The receipt of a payment for these invoices; `NotPrintable` as above."""
    return _printed(lambda: _receipt(payment, invoices, organisation))


def _printed(draw: Callable[[], bytes]) -> bytes:
    try:
        pdf = draw()
    except Unprintable as fault:
        raise NotPrintable(str(fault)) from fault
    if len(pdf) > MAX_PDF_BYTES:
        raise NotPrintable(f"The PDF is larger than {MAX_PDF_BYTES:,} bytes")
    return pdf


def _invoice(invoice: Invoice, organisation: Organisation) -> bytes:
    title = f"Invoice #{invoice.invoice_number}"
    sheet = _sheet(title, organisation, invoice.last_updated_by.timestamp)
    sheet.blocks(
        [
            Block("Bill To", tuple((invoice.bill_to or "—").split("\n"))),
            Block("Clients", (_joined(invoice.clients),)),
            Block("Date", (invoice.invoice_date,)),
            Block("Status", (invoice.status.capitalize(),)),
        ]
    )
    rows = [
        (line.name, line.description or "", str(line.quantity), dollars(line.rate), dollars(line.amount))
        for line in invoice.line_items
    ]
    sheet.table(_SERVICES, rows)
    sheet.totals(
        [
            Amount("Subtotal", dollars(invoice.subtotal)),
            *_adjustment(invoice.total_charged - invoice.subtotal),
            Amount("Total Owed", dollars(invoice.total_charged)),
            Amount("Total Paid", dollars(invoice.total_paid)),
            Amount("Balance", dollars(invoice.balance), strong=True),
        ]
    )
    if invoice.client_note:
        sheet.note("Note", invoice.client_note)
    return sheet.pdf()


def _receipt(payment: Payment, invoices: Mapping[int, InvoiceHeader], organisation: Organisation) -> bytes:
    number = receipt_number(payment.id)
    sheet = _sheet(f"Receipt #{number}", organisation, payment.last_updated_by.timestamp)
    sheet.blocks(
        [
            Block("Paid By", (payment.payer_name or _joined(payment.payer_client_ids),)),
            Block("Date", (payment_day(payment.payment_date, organisation.time_zone),)),
            Block("Amount", (dollars(payment.payment_amount),)),
            Block("Method", (METHODS[payment.payment_type],)),
        ]
    )
    rows = [
        (invoice.invoice_number, dollars(invoice.total_charged), invoice.status.capitalize(), dollars(one.amount))
        for one in payment.current_allocations
        if (invoice := invoices.get(one.invoice_id))
    ]
    sheet.table(_PAID_INVOICES, rows)
    sheet.totals(
        [
            Amount("Donation", dollars(payment.donation.amount if payment.donation else Decimal(0))),
            Amount("Other", dollars(payment.unallocated)),
            Amount("Total", dollars(payment.payment_amount), strong=True),
        ]
    )
    return sheet.pdf()


def _sheet(title: str, organisation: Organisation, changed_at: str) -> Sheet:
    letterhead = Letterhead(organisation.name, tuple(organisation.lines), organisation.logo)
    sheet = Sheet(title, letterhead, page=organisation.page, made_at=datetime.fromisoformat(changed_at))
    sheet.heading(title)
    return sheet


def _adjustment(amount: Decimal) -> Sequence[Amount]:
    """The row for the difference between what is charged and the sum of the lines."""
    if not amount:
        return ()
    return (Amount("Discount" if amount < 0 else "Surcharge", dollars(amount)),)


def _joined(clients: Sequence[int]) -> str:
    return ", ".join(map(str, clients)) or "—"
