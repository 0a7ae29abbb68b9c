"""Stub until the page is merged."""

from faktura.documents.sheet import Letterhead, Sheet
from faktura.jobs.invoices.invoice import Invoice


def draw(invoice: Invoice, factur_x: bytes = b"") -> bytes:
    """Stub."""
    bill = invoice.bill
    letterhead = Letterhead(bill.seller_name, tuple(bill.seller_lines), None)
    sheet = Sheet(
        f"{invoice.kind} {invoice.number}",
        letterhead,
        language=bill.language,
        made_at=invoice.issued_at,
        page_of="Page {page} of {pages}",
    )
    sheet.heading(f"{invoice.kind} {invoice.number} {bill.totals.payable} {invoice.note}")
    return sheet.pdf(factur_x)
