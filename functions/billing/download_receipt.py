from faktura.billing.api import api
from faktura.billing.billing_store import BillingStore
from faktura.billing.errors import NoSuchPayment, NotPrintable
from faktura.billing.fields.identity import PathId
from faktura.billing.member import Office
from faktura.billing.numbering import receipt_number
from faktura.billing.printing.organisation_store import OrganisationStore
from faktura.billing.printing.pdf import receipt_pdf
from faktura.billing.tags import Tags
from faktura.core.download import Download
from faktura.core.errors import Forbidden, InvalidRequest
from faktura.core.response import Pdf


@api.get(
    "/api/payments/{paymentId}/receipts",
    scope="payments:read",
    raises=[InvalidRequest, NoSuchPayment, NotPrintable],
)
def handler(
    payment_id: PathId,
    office: Office,
    tags: Tags,
    download: Download,
    store: BillingStore,
    organisations: OrganisationStore,
) -> Pdf:
    """Get the receipt of a payment as a PDF, to show in the browser or, with `download=true`, to save.

    A redacted payment has no receipt.
    """
    payment = store.payment(office.name, payment_id)
    if tags.redacts(payment.all_tags):
        raise Forbidden
    invoices = store.headers(office.name, [one.invoice_id for one in payment.current_allocations])
    if any(tags.redacts(invoice.tags) for invoice in invoices.values()):
        raise Forbidden  # tagged since the payment was read
    pdf = receipt_pdf(payment, invoices, organisations.get(office.name))
    return Pdf(pdf, f"Payment_{receipt_number(payment.id)}.pdf", download.wanted)
