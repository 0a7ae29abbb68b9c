from faktura.billing.api import api
from faktura.billing.billing_store import BillingStore
from faktura.billing.errors import NoSuchInvoice, NotPrintable
from faktura.billing.identity import IdInPath
from faktura.billing.member import Office
from faktura.billing.pdf import invoice_pdf
from faktura.billing.tags import Tags
from faktura.core.download import Download
from faktura.core.errors import Forbidden, InvalidRequest
from faktura.core.response import Pdf


@api.get(
    "/api/invoices/{invoiceId}/pdfs",
    scope="invoices:read",
    raises=[InvalidRequest, NoSuchInvoice, NotPrintable],
)
def handler(invoice_id: IdInPath, office: Office, tags: Tags, download: Download, store: BillingStore) -> Pdf:
    """An invoice as PDF, shown in the browser or, with `download=true`, saved; none of a redacted invoice."""
    invoice = store.invoice(office.name, invoice_id)
    if tags.hide(invoice.tags):
        raise Forbidden
    pdf = invoice_pdf(invoice, store.organisation(office.name))
    return Pdf(pdf, f"Invoice_{invoice.invoice_number}.pdf", download.wanted)
