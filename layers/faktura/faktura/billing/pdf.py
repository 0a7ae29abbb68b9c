"""Invoices and receipts as PDFs (CONTRACT section 2): the same invoices, payment and organisation, the same bytes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from faktura.billing.amount import dollars
from faktura.billing.errors import NotPrintable
from faktura.billing.invoice import Invoice, InvoiceHeader, Payment
from faktura.billing.organisation import Organisation
from faktura.billing.time_zone import local_day
from faktura.documents.sheet import Amount, Block, Column, Letterhead, Sheet, Unprintable

METHODS = {"credit": "Credit Card", "debit": "Debit Card", "cash": "Cash", "check": "Check", "other": "Other"}

LARGEST_PDF = 4_400_000
"""Bytes; an answer carries 6 MB, and bytes travel as base64."""

_SERVICES = (
    Column("Service", 2.2),
    Column("Description", 3.6),
    Column("Qty", 0.8, "right"),
    Column("Rate", 1.5, "right"),
    Column("Amount", 1.6, "right"),
)
_PAID = (
    Column("Invoice #", 2),
    Column("Amount", 1.5, "right"),
    Column("Status", 1.5, "right"),
    Column("Amount Paid", 1.5, "right"),
)


def invoice_pdf(invoice: Invoice, organisation: Organisation) -> bytes:
    """An invoice; `NotPrintable` where a text has a character that no font has, or where there is too much of it."""
    return _printed(lambda: _invoice(invoice, organisation))


def receipt_pdf(payment: Payment, invoices: Mapping[int, InvoiceHeader], organisation: Organisation) -> bytes:
    """The receipt of a payment on these invoices; `NotPrintable` as an invoice."""
    return _printed(lambda: _receipt(payment, invoices, organisation))


def _printed(draw: Callable[[], bytes]) -> bytes:
    try:
        pdf = draw()
    except Unprintable as fault:
        raise NotPrintable(str(fault)) from fault
    if len(pdf) > LARGEST_PDF:
        raise NotPrintable(f"The PDF is larger than {LARGEST_PDF} bytes, more than an answer can carry")
    return pdf


def _invoice(invoice: Invoice, organisation: Organisation) -> bytes:
    title = f"Invoice #{invoice.invoice_number}"
    sheet = _sheet(title, organisation, invoice.last_updated_by.timestamp)
    sheet.blocks(
        [
            Block("Bill To", tuple((invoice.bill_to or "—").split("\n"))),
            Block("Clients", (_listed(invoice.clients),)),
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
            *_difference(invoice.total_charged - invoice.subtotal),
            Amount("Total Owed", dollars(invoice.total_charged)),
            Amount("Total Paid", dollars(invoice.total_paid)),
            Amount("Balance", dollars(invoice.balance), strong=True),
        ]
    )
    if invoice.client_note:
        sheet.note("Note", invoice.client_note)
    return sheet.pdf()


def _receipt(payment: Payment, invoices: Mapping[int, InvoiceHeader], organisation: Organisation) -> bytes:
    number = f"{payment.id:04}"
    sheet = _sheet(f"Receipt #{number}", organisation, payment.last_updated_by.timestamp)
    sheet.blocks(
        [
            Block("Paid By", (payment.payer_name or _listed(payment.payer_client_ids),)),
            Block("Date", (_day(payment.payment_date, organisation.time_zone),)),
            Block("Amount", (dollars(payment.payment_amount),)),
            Block("Method", (METHODS[payment.payment_type],)),
        ]
    )
    rows = [
        (invoice.invoice_number, dollars(invoice.total_charged), invoice.status.capitalize(), dollars(share.amount))
        for share in payment.invoices
        if (invoice := invoices.get(share.invoice_id))
    ]
    sheet.table(_PAID, rows)
    sheet.totals(
        [
            Amount("Donation", dollars(payment.donation.amount if payment.donation else Decimal(0))),
            Amount("Other", dollars(payment.unallotted)),
            Amount("Total", dollars(payment.payment_amount), strong=True),
        ]
    )
    return sheet.pdf()


def _sheet(title: str, organisation: Organisation, changed_at: str) -> Sheet:
    letterhead = Letterhead(organisation.name, tuple(organisation.lines), organisation.logo)
    sheet = Sheet(title, letterhead, page=organisation.page, made_at=datetime.fromisoformat(changed_at))
    sheet.heading(title)
    return sheet


def _difference(amount: Decimal) -> Sequence[Amount]:
    """What is charged beside the lines: less is a discount."""
    if not amount:
        return ()
    return (Amount("Discount" if amount < 0 else "Surcharge", dollars(amount)),)


def _day(written: str, time_zone: str) -> str:
    """Of a date that date itself, of a moment the office's."""
    return written if len(written) == len("2020-10-01") else local_day(datetime.fromisoformat(written), time_zone)


def _listed(clients: Sequence[int]) -> str:
    return ", ".join(map(str, clients)) or "—"
