from faktura.capture.api import api
from faktura.capture.customers.customer import CustomerKey
from faktura.capture.intake_service import REFUSED, Intake
from faktura.capture.invoice_form import InvoiceForm
from faktura.capture.schemas import AcceptedRequest, InvoiceResponse
from faktura.core.idempotency import Idempotency
from faktura.core.request import Request
from faktura.core.response import Accepted


@api.post(
    "/api/v1/invoice/{customerId}/lookup",
    scope="invoice:lookup",
    raises=REFUSED,
)
def handler(
    key: CustomerKey, form: InvoiceForm, request: Request, idempotency: Idempotency, intake: Intake
) -> InvoiceResponse | Accepted[AcceptedRequest]:
    """Read an invoice's picture and answer with the practice's own data of it, or without data.

    The practice's data follows writes within seconds: an invoice that its practice has just pushed may not be found
    yet. The answer is 202 where the document is processed in the background: with a `webhookUrl`, where reading takes
    longer than a caller can wait, and where it had to wait five seconds for its turn.
    """
    return intake.answer("lookup", key, form, request, idempotency)
