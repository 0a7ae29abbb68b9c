from faktura.core.dynamo import Write
from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.idempotency import Idempotency
from faktura.core.request import Request
from faktura.core.response import Created
from faktura.jobs.api import api
from faktura.jobs.credit_notes.credit_service import CreditService
from faktura.jobs.credit_notes.drawing_service import draw_and_store
from faktura.jobs.credit_notes.stored_invoice import StoredInvoice
from faktura.jobs.errors import NoSuchInvoice, NotCreditable, NotNumberable
from faktura.jobs.invoices.invoice import Invoice
from faktura.jobs.invoices.invoice_id import InvoiceId, number_of, path_of
from faktura.jobs.invoices.invoice_store import InvoiceStore
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
    invoices: InvoiceStore,
    pdfs: PdfStore,
) -> Created[IssuedDocument]:
    """Credit an invoice: all that is left of it, or some lines.

    Never more is credited than is left. If nothing is left, a `MANUAL` job can invoice the order anew.
    """

    replies: dict[str, Created[IssuedDocument]] = {}

    def recording(credit_note: Invoice) -> list[Write]:
        path = path_of(tenant, credit_note.number)
        links = pdfs.link(tenant, credit_note.number), f"{request.base_url}{path}/e-invoice"
        body = IssuedDocument.with_links(StoredInvoice(credit_note, {}), *links)
        replies[credit_note.number] = Created(body, at=path)
        return idempotency.writes_recording(replies[credit_note.number])

    try:
        credit_note = service.credit(tenant, number_of(invoice_id), wanted.parts, wanted.reason, recording)
    except NotCreditable:
        idempotency.confirm_refusal()
        raise
    draw_and_store(tenant, credit_note, invoices, pdfs)
    return replies[credit_note.number]
