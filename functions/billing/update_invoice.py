from faktura.billing.api import api
from faktura.billing.errors import InvoiceClosed, NoSuchInvoice, NumberTaken, PaymentExceeded, TooMuchAtOnce
from faktura.billing.identity import IdInPath
from faktura.billing.invoice_service import Invoicing
from faktura.billing.member import Member
from faktura.billing.schemas.requests import InvoiceChange
from faktura.billing.schemas.responses import InvoiceShape
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest, MalformedBody


@api.patch(
    "/api/invoices/{invoiceId}",
    scope="invoices:write",
    raises=[MalformedBody, InvalidRequest, NumberTaken, PaymentExceeded, InvoiceClosed, TooMuchAtOnce, NoSuchInvoice],
)
def handler(
    invoice_id: IdInPath, change: InvoiceChange, member: Member, tags: Tags, invoicing: Invoicing
) -> InvoiceShape:
    """Change some of an invoice's properties; an array replaces the whole array, the tags named are added."""
    return invoicing.revise(invoice_id, change, member, tags).seen_with(tags)
