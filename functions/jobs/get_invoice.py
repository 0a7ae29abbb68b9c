from faktura.core.errors import InvalidRequest
from faktura.core.request import Request
from faktura.jobs.api import api
from faktura.jobs.credit_notes.credit_store import CreditStore
from faktura.jobs.errors import NoSuchInvoice
from faktura.jobs.invoices.invoice_id import InvoiceId, number_of, path_of
from faktura.jobs.invoices.invoice_store import InvoiceStore
from faktura.jobs.invoices.pdf_store import PdfStore
from faktura.jobs.schemas.invoices import IssuedDocument


@api.get(
    "/invoice/{tenant}/invoices/{invoiceId}",
    scope="invoice.invoice_view",
    implied_by="invoice.invoice_manage",
    raises=[InvalidRequest, NoSuchInvoice],
)
def handler(
    tenant: str,
    invoice_id: InvoiceId,
    request: Request,
    credits: CreditStore,
    invoices: InvoiceStore,
    pdfs: PdfStore,
) -> IssuedDocument:
    """Return an invoice or a credit note with its lines, what is left of them to credit, and its links."""
    stored = credits.get(tenant, number_of(invoice_id))
    number, version = stored.invoice.number, stored.invoice.pdf_version
    if stored.is_undrawn:  # its request died: seldom, so the libraries that draw are not loaded before
        from faktura.jobs.credit_notes.drawing_service import draw_and_store

        version = draw_and_store(tenant, stored.invoice, invoices, pdfs)
    e_invoice_link = f"{request.base_url}{path_of(tenant, number)}/e-invoice"
    return IssuedDocument.with_links(stored, pdfs.link(tenant, number, version), e_invoice_link)
