from faktura.billing.api import api
from faktura.billing.errors import InvoiceClosed, NoSuchInvoice, NumberTaken, PaymentExceeded, TooManyChanges
from faktura.billing.fields.identity import PathId
from faktura.billing.invoice_service import InvoiceService
from faktura.billing.member import Member
from faktura.billing.schemas.requests import InvoiceChange
from faktura.billing.schemas.responses import InvoiceBody
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest, MalformedBody


@api.patch(
    "/api/invoices/{invoiceId}",
    scope="invoices:write",
    raises=[MalformedBody, InvalidRequest, NumberTaken, PaymentExceeded, InvoiceClosed, TooManyChanges, NoSuchInvoice],
)
def handler(
    invoice_id: PathId, change: InvoiceChange, member: Member, tags: Tags, invoices: InvoiceService
) -> InvoiceBody:
    """Change properties of an invoice.

    Properties that are left out stay as they are. An array replaces the whole array. The invoice gets the tags of the
    request.
    """
    return invoices.change(invoice_id, change, member, tags).redacted_for(tags)
