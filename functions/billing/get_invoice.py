from faktura.billing.api import api
from faktura.billing.billing_store import BillingStore
from faktura.billing.errors import NoSuchInvoice
from faktura.billing.identity import IdInPath
from faktura.billing.member import Office
from faktura.billing.schemas.responses import InvoiceShape
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest


@api.get("/api/invoices/{invoiceId}", scope="invoices:read", raises=[InvalidRequest, NoSuchInvoice])
def handler(invoice_id: IdInPath, office: Office, tags: Tags, store: BillingStore) -> InvoiceShape:
    """Fetch one invoice, redacted to what the request's tags allow."""
    return store.invoice(office.name, invoice_id).seen_with(tags)
