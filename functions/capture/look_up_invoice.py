from faktura.capture.api import api
from faktura.capture.customers.customer import CustomerKey
from faktura.capture.intake_service import REFUSED, Intake
from faktura.capture.invoice_form import InvoiceForm
from faktura.capture.schemas import Accepted, InvoiceResponse
from faktura.core.idempotency import Once
from faktura.core.request import Answer, Request


@api.post(
    "/api/v1/invoice/{customerId}/lookup",
    allow="invoice:lookup",
    raises=REFUSED,
    answers=InvoiceResponse,
    besides={202: Accepted},
)
def handler(key: CustomerKey, form: InvoiceForm, request: Request, once: Once, intake: Intake) -> Answer:
    """Read an invoice's picture and answer with the practice's own data of it, or without data.

    The practice's data follows writes within seconds: an invoice that its practice has just pushed may not be found
    yet. The answer is 202 where the document is processed in the background: with a `webhookUrl`, where reading takes
    longer than a caller can wait, and where it had to wait five seconds for its turn.
    """
    return intake.answer("lookup", key, form, request, once)
