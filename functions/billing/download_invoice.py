from faktura.billing.api import api
from faktura.billing.billing_store import BillingStore
from faktura.billing.errors import NoSuchInvoice, NotPrintable
from faktura.billing.fields.identity import PathId
from faktura.billing.member import Office
from faktura.billing.printing.organisation_store import OrganisationStore
from faktura.billing.printing.pdf import invoice_pdf
from faktura.billing.tags import Tags
from faktura.core.download import Download
from faktura.core.errors import Forbidden, InvalidRequest
from faktura.core.response import Pdf


@api.get(
    "/api/invoices/{invoiceId}/pdfs",
    scope="invoices:read",
    raises=[InvalidRequest, NoSuchInvoice, NotPrintable],
)
def handler(
    invoice_id: PathId,
    office: Office,
    tags: Tags,
    download: Download,
    store: BillingStore,
    organisations: OrganisationStore,
) -> Pdf:
    """Get an invoice as a PDF, to show in the browser or, with `download=true`, to save.

    A redacted invoice has no PDF.
    """
    invoice = store.invoice(office.name, invoice_id)
    if tags.redacts(invoice.tags):
        raise Forbidden
    pdf = invoice_pdf(invoice, organisations.get(office.name))
    return Pdf(pdf, f"Invoice_{invoice.invoice_number}.pdf", download.wanted)
