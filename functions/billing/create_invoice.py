from faktura.billing.api import api
from faktura.billing.invoice import Invoice
from faktura.billing.invoice_service import Invoicing
from faktura.billing.member import Member
from faktura.billing.schemas.responses import InvoiceShape
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest
from faktura.core.idempotency import Once
from faktura.core.request import Answer, Request


@api.post("/api/invoices", allow="invoices:write", raises=[InvalidRequest], status=201, answers=InvoiceShape)
def handler(member: Member, tags: Tags, once: Once, request: Request, invoicing: Invoicing) -> Answer:
    """Create an empty draft with the office's next number; the tags named are its own from then on."""

    def created(invoice: Invoice) -> Answer:
        return Answer(201, invoice.seen_with(tags), {"Location": f"{request.base_url}/api/invoices/{invoice.id}"})

    invoice = invoicing.create(member, tags, lambda invoice: once.keeping(created(invoice)))
    return created(invoice)
