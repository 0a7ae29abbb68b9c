from faktura.billing.api import api
from faktura.billing.billing_store import BillingStore
from faktura.billing.errors import NoSuchPayment, NotPrintable
from faktura.billing.identity import IdInPath
from faktura.billing.member import Office
from faktura.billing.pdf import receipt_pdf
from faktura.billing.tags import Tags
from faktura.core.download import Download
from faktura.core.errors import Forbidden, InvalidRequest
from faktura.core.response import Pdf


@api.get(
    "/api/payments/{paymentId}/receipts",
    scope="payments:read",
    raises=[InvalidRequest, NoSuchPayment, NotPrintable],
)
def handler(payment_id: IdInPath, office: Office, tags: Tags, download: Download, store: BillingStore) -> Pdf:
    """A payment's receipt as PDF, shown in the browser or, with `download=true`, saved; none of a redacted payment."""
    payment = store.payment(office.name, payment_id)
    if tags.hide(payment.all_tags):
        raise Forbidden
    invoices = store.headers(office.name, [share.invoice_id for share in payment.invoices])
    if any(tags.hide(invoice.tags) for invoice in invoices.values()):
        raise Forbidden  # tagged since the payment was read
    pdf = receipt_pdf(payment, invoices, store.organisation(office.name))
    return Pdf(pdf, f"Payment_{payment.id:04}.pdf", download.wanted)
