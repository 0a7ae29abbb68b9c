from faktura.billing.api import api
from faktura.billing.billing_store import BillingStore
from faktura.billing.errors import NoSuchInvoice
from faktura.billing.fields.identity import PathId
from faktura.billing.member import Office
from faktura.billing.schemas.responses import InvoiceBody
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest


@api.get("/api/invoices/{invoiceId}", scope="invoices:read", raises=[InvalidRequest, NoSuchInvoice])
def handler(invoice_id: PathId, office: Office, tags: Tags, store: BillingStore) -> InvoiceBody:
    """Get an invoice.

    It is redacted unless the request names its tags.
    """
    return store.invoice(office.name, invoice_id).redacted_for(tags)
