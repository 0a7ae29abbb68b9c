from faktura.billing.api import api
from faktura.billing.invoice import Invoice
from faktura.billing.invoice_service import Invoicing
from faktura.billing.member import Member
from faktura.billing.schemas.responses import InvoiceShape
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest
from faktura.core.idempotency import Idempotency
from faktura.core.response import Created


@api.post("/api/invoices", scope="invoices:write", raises=[InvalidRequest])
def handler(member: Member, tags: Tags, idempotency: Idempotency, invoicing: Invoicing) -> Created[InvoiceShape]:
    """Create an empty draft with the office's next number; the tags named are its own from then on."""

    def created(invoice: Invoice) -> Created[InvoiceShape]:
        return Created(invoice.seen_with(tags), at=f"/api/invoices/{invoice.id}")

    invoice = invoicing.create(member, tags, lambda invoice: idempotency.writes_recording(created(invoice)))
    return created(invoice)
