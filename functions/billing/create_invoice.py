from faktura.billing.api import api
from faktura.billing.invoice import Invoice
from faktura.billing.invoice_service import InvoiceService
from faktura.billing.member import Member
from faktura.billing.schemas.responses import InvoiceBody
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest
from faktura.core.idempotency import Idempotency
from faktura.core.response import Created


@api.post("/api/invoices", scope="invoices:write", raises=[InvalidRequest])
def handler(member: Member, tags: Tags, idempotency: Idempotency, invoices: InvoiceService) -> Created[InvoiceBody]:
    """Create an invoice: an empty draft with the office's next number.

    The invoice gets the tags of the request.
    """

    def created(invoice: Invoice) -> Created[InvoiceBody]:
        return Created(invoice.redacted_for(tags), at=f"/api/invoices/{invoice.id}")

    invoice = invoices.create(member, tags, lambda invoice: idempotency.writes_recording(created(invoice)))
    return created(invoice)
