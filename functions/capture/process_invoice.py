from faktura.capture.api import api
from faktura.capture.customers import CustomerKey
from faktura.capture.errors import CustomerNotFound, InvalidFile, InvalidWebhookUrl, OcrFailed, PimsLookupFailed
from faktura.capture.form import InvoiceForm
from faktura.capture.lookup import find
from faktura.capture.ocr import Ocr
from faktura.capture.originals import Originals
from faktura.capture.outcome import outcome
from faktura.capture.requests import PATIENCE, Processing
from faktura.capture.responses import InvoiceResponse
from faktura.capture.store import CustomerStore, RequestStore
from faktura.core.auth import Caller
from faktura.core.errors import BodyTooLarge, InvalidRequest, MalformedBody
from faktura.core.idempotency import Once
from faktura.core.observability import log
from faktura.core.request import Answer, Request
from faktura.pims.store import InvoiceStore


@api.post(
    "/api/v1/invoice/{customerId}/process",
    allow="invoice:process",
    raises=[
        *(MalformedBody, InvalidRequest, InvalidFile, InvalidWebhookUrl),
        *(CustomerNotFound, BodyTooLarge, OcrFailed, PimsLookupFailed),
    ],
    answers=InvoiceResponse,
)
def handler(
    key: CustomerKey,
    form: InvoiceForm,
    caller: Caller,
    request: Request,
    once: Once,
    customers: CustomerStore,
    requests: RequestStore,
    originals: Originals,
    ocr: Ocr,
    invoices: InvoiceStore,
) -> Answer:
    """Read an invoice's picture and answer with the practice's own data of it, else with what was read."""
    customer = customers.get(key)
    processing = Processing.now(key.mga, request.id, key.customer_id)
    requests.begin(processing, once.holding(int(PATIENCE.total_seconds())))
    with requests.failing(processing):
        originals.keep(processing, form.file)
        reading = ocr.read(form.file)
        found = find(reading.number, customer, caller, invoices, reading)
        response = outcome(request.id, reading, found, customer)
        answer = Answer(200, response)
        requests.complete(processing, response, once.keeping(answer))
    log.info("request completed", request_id=request.id, mga=key.mga, source=response.source)
    return answer
