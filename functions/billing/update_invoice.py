from faktura.billing.api import api
from faktura.billing.changes import InvoiceChange
from faktura.billing.errors import InvoiceClosed, NoSuchInvoice, NumberTaken, PaymentExceeded, TooMuchAtOnce
from faktura.billing.identities import IdInPath
from faktura.billing.invoicing import Invoicing
from faktura.billing.members import Member
from faktura.billing.shapes import InvoiceShape
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest, MalformedBody


@api.patch(
    "/api/invoices/{invoiceId}",
    allow="invoices:write",
    raises=[MalformedBody, InvalidRequest, NumberTaken, PaymentExceeded, InvoiceClosed, TooMuchAtOnce, NoSuchInvoice],
)
def handler(
    invoice_id: IdInPath, change: InvoiceChange, member: Member, tags: Tags, invoicing: Invoicing
) -> InvoiceShape:
    """Change some of an invoice's properties; an array replaces the whole array, the tags named are added."""
    return invoicing.revise(invoice_id, change, member, tags).seen_with(tags)
