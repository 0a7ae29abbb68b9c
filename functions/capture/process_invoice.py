from faktura.capture.api import api
from faktura.capture.customers.customer import CustomerKey
from faktura.capture.intake_service import ERRORS, IntakeService
from faktura.capture.invoice_form import InvoiceForm
from faktura.capture.schemas import AcceptedRequest, InvoiceResponse
from faktura.core.idempotency import Idempotency
from faktura.core.request import Request
from faktura.core.response import Accepted


@api.post("/api/v1/invoice/{customerId}/process", scope="invoice:process", raises=ERRORS)
def handler(
    key: CustomerKey, form: InvoiceForm, request: Request, idempotency: Idempotency, intake: IntakeService
) -> InvoiceResponse | Accepted[AcceptedRequest]:
    """Read an invoice from a document and return the practice's record of it, or else what was read.

    The practice's data follows writes within seconds: an invoice that it has just sent may not be found yet. The
    response is 202 if the document is processed in the background: with a `webhookUrl`, if reading takes longer than a
    caller can wait, or if the OCR stays busy for five seconds.
    """
    return intake.answer("process", key, form, request, idempotency)
