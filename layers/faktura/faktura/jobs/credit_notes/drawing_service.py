"""Draws credit notes and stores their PDFs."""

from faktura.core.observability import log
from faktura.jobs.invoices.invoice import Invoice
from faktura.jobs.invoices.invoice_pdf import pdf_of
from faktura.jobs.invoices.invoice_store import InvoiceStore
from faktura.jobs.invoices.pdf_store import PdfStore


def draw_and_store(tenant: str, credit_note: Invoice, invoices: InvoiceStore, pdfs: PdfStore) -> str:
    """Store the PDF of a credit note; its version, or an empty text if that failed: the next read of it tries again.

    The credit note is issued already, so nothing that fails here may fail its request.
    """
    try:
        version = pdfs.put(tenant, credit_note.number, credit_note.issued_at, pdf_of(credit_note))
        return invoices.drawn(tenant, credit_note.number, version)
    except Exception:
        log.exception("credit note not drawn", tenant=tenant, number=credit_note.number)
        return ""
