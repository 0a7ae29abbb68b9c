"""Where documents come in by HTTP: answered at once, or accepted to be read behind.

Behind go those whose completion a webhook tells, and those that cannot be read while their sender waits: the gateway
gives up at 29 s, and Textract takes only a few pages a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from faktura.capture.customers.customer import Customer, CustomerKey
from faktura.capture.customers.customer_store import CustomerStore
from faktura.capture.document_service import Reader
from faktura.capture.errors import (
    CustomerNotFound,
    FileTooLarge,
    FileTooSmall,
    InvalidFile,
    InvalidWebhookUrl,
    NotReadYet,
    OcrFailed,
    PimsLookupFailed,
    UnsupportedFormat,
)
from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.invoice_form import InvoiceForm
from faktura.capture.requests.request import (
    BUSY,
    LEAST_READING,
    PATIENCE,
    READING,
    Mode,
    Processing,
    location,
)
from faktura.capture.requests.request_store import RequestEndedError, RequestStore
from faktura.capture.schemas import Accepted
from faktura.capture.uploads.upload_store import Uploads
from faktura.capture.webhooks.secret_store import WebhookSecrets
from faktura.core.clock import now
from faktura.core.errors import BodyTooLarge, InvalidRequest, MalformedBody, Refusal
from faktura.core.idempotency import Once
from faktura.core.observability import log, set_correlation_id
from faktura.core.request import Answer, Request

REFUSED: Sequence[type[Refusal]] = (
    *(MalformedBody, InvalidRequest, InvalidFile, FileTooSmall, FileTooLarge, UnsupportedFormat, InvalidWebhookUrl),
    *(CustomerNotFound, BodyTooLarge, OcrFailed, PimsLookupFailed),
)
"""What a document may be refused for, or fail with, whatever its MGA wants of it."""

_HOLD = int(PATIENCE.total_seconds())


@dataclass(frozen=True)
class Intake:
    """Takes documents in, whatever their MGA wants of them."""

    customers: CustomerStore
    requests: RequestStore
    reader: Reader
    uploads: Uploads
    secrets: WebhookSecrets

    @classmethod
    def from_settings(cls) -> "Intake":
        """With the stores the template names."""
        return cls(
            CustomerStore.from_settings(),
            RequestStore.from_settings(),
            Reader.from_settings(),
            Uploads.from_settings(),
            WebhookSecrets.from_settings(),
        )

    def answer(self, mode: Mode, key: CustomerKey, form: InvoiceForm, request: Request, once: Once) -> Answer:
        """Take the form's document in and answer with what became of it, or where that is to be had.

        A try again, after one with the same key died, goes on with that one's request: no document is read for two.
        """
        customer = self.customers.get(key)
        if form.webhook_url:
            self.secrets.must_exist(key.mga)
        begun = once.begun and self.requests.state(key.mga, once.begun)
        if begun == "completed":
            return _accepted(request, once.begun)
        going_on = once.begun if begun in ("accepted", "processing") else ""
        if going_on:
            set_correlation_id(going_on)
            log.info("request tried again", request_id=request.id)
        processing = Processing.of(request, key, mode, form.webhook_url, going_on)
        if begun == "accepted":
            return self._put(processing, form.file, request, once)
        try:
            with self.requests.failing(processing):
                return self._answer(processing, customer, form.file, request, once)
        except RequestEndedError:  # by an earlier try after all, or by the sweep
            return _accepted(request, processing.request_id)

    def _answer(
        self, processing: Processing, customer: Customer, file: InvoiceFile, request: Request, once: Once
    ) -> Answer:
        until = request.received_at + READING
        if processing.webhook_url:
            return self._handed_over(processing, file, request, once, reason="webhook")
        if until - now() < LEAST_READING:
            return self._handed_over(processing, file, request, once, reason="no time")
        self.requests.begin(processing, once.holding(_HOLD))
        try:
            outcome = self.reader.read(processing, customer, file, until, BUSY)
        except NotReadYet as fault:
            kept = replace(processing, has_pages=bool(fault.pages))
            return self._handed_over(kept, file, request, once, reason=fault.reason)
        response = self.reader.complete(processing, outcome, lambda response: once.keeping(Answer(200, response)))
        return Answer(200, response)

    def _handed_over(
        self, processing: Processing, file: InvoiceFile, request: Request, once: Once, reason: str
    ) -> Answer:
        """Let the document be read behind, for this `reason`."""
        self.requests.accept(processing, once.holding(_HOLD))
        log.info("request accepted", RequestsAccepted=1, mga=processing.mga, mode=processing.mode, reason=reason)
        return self._put(processing, file, request, once)

    def _put(self, processing: Processing, file: InvoiceFile, request: Request, once: Once) -> Answer:
        """Put an accepted request's file; then it is read, so the answer stands even if it is not kept."""
        self.uploads.put(processing, file)
        answer = _accepted(request, processing.request_id)
        once.keep_if_possible(answer)
        return answer


def _accepted(request: Request, request_id: str) -> Answer:
    return Answer(202, Accepted.of(request_id), location(request, request_id))
