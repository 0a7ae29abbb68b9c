from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.idempotency import Idempotency
from faktura.core.request import Request
from faktura.core.response import Created
from faktura.jobs.api import api
from faktura.jobs.errors import NoSuchInvoice, NotCreditable, NotNumberable
from faktura.jobs.invoices.credit_service import CreditService
from faktura.jobs.invoices.credit_store import CreditStore, StoredInvoice
from faktura.jobs.invoices.drawing_service import draw_and_store
from faktura.jobs.invoices.invoice import Invoice
from faktura.jobs.invoices.invoice_id import InvoiceId, number_of, path_of
from faktura.jobs.invoices.pdf_store import PdfStore
from faktura.jobs.schemas.credits import CreditRequest
from faktura.jobs.schemas.invoices import IssuedDocument


@api.post(
    "/invoice/{tenant}/invoices/{invoiceId}/credit-note",
    scope="invoice.invoice_manage",
    raises=[MalformedBody, InvalidRequest, NoSuchInvoice, NotCreditable, NotNumberable],
)
def handler(
    tenant: str,
    invoice_id: InvoiceId,
    wanted: CreditRequest,
    request: Request,
    idempotency: Idempotency,
    service: CreditService,
    credits: CreditStore,
    pdfs: PdfStore,
) -> Created[IssuedDocument]:
    """Credit an invoice: all that is left of it, or some lines.

    Never more is credited than is left. If nothing is left, a `MANUAL` job can invoice the order anew.
    """

    def created(credit_note: Invoice) -> Created[IssuedDocument]:
        number, path = credit_note.number, path_of(tenant, credit_note.number)
        stored = StoredInvoice(credit_note, {})
        links = pdfs.link(tenant, number), f"{request.base_url}{path}/e-invoice"
        return Created(IssuedDocument.with_links(stored, *links), at=path)

    number = number_of(invoice_id)
    parts, reason = wanted.parts, wanted.reason
    credit_note = service.credit(
        tenant, number, parts, reason, lambda issued: idempotency.writes_recording(created(issued))
    )
    draw_and_store(tenant, credit_note, credits, pdfs)
    return created(credit_note)
