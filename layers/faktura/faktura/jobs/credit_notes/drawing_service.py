"""Draws credit notes and stores their PDFs."""

from faktura.core.observability import log
from faktura.jobs.credit_notes.credit_store import CreditStore
from faktura.jobs.invoices.invoice import Invoice
from faktura.jobs.invoices.invoice_pdf import pdf_of
from faktura.jobs.invoices.pdf_store import PdfStore


def draw_and_store(tenant: str, credit_note: Invoice, credits: CreditStore, pdfs: PdfStore) -> bool:
    """Store the PDF of a credit note; false if that failed: it stays marked, and the next read of it tries again.

    The credit note is issued already, so nothing that fails here may fail its request.
    """
    try:
        pdfs.put(tenant, credit_note.number, pdf_of(credit_note))
        credits.drawn(tenant, credit_note.number)
    except Exception:
        log.exception("credit note not drawn", tenant=tenant, number=credit_note.number)
        return False
    return True
