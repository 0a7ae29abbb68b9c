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
    path_of,
)
from faktura.capture.requests.request_store import RequestEndedError, RequestStore
from faktura.capture.schemas import AcceptedRequest, InvoiceResponse
from faktura.capture.uploads.upload_store import Uploads
from faktura.capture.webhooks.secret_store import WebhookSecrets
from faktura.core.clock import now
from faktura.core.errors import BodyTooLarge, InvalidRequest, MalformedBody, Refusal
from faktura.core.idempotency import Idempotency
from faktura.core.observability import log, set_correlation_id
from faktura.core.request import Request
from faktura.core.response import Accepted

REFUSED: Sequence[type[Refusal]] = (
    *(MalformedBody, InvalidRequest, InvalidFile, FileTooSmall, FileTooLarge, UnsupportedFormat, InvalidWebhookUrl),
    *(CustomerNotFound, BodyTooLarge, OcrFailed, PimsLookupFailed),
)
"""What a document may be refused for, or fail with, whatever its MGA wants of it."""

Reply = InvoiceResponse | Accepted[AcceptedRequest]

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

    def answer(
        self, mode: Mode, key: CustomerKey, form: InvoiceForm, request: Request, idempotency: Idempotency
    ) -> Reply:
        """Take the form's document in and answer with what became of it, or where that is to be had.

        A try again, after one with the same key died, goes on with that one's request: no document is read for two.
        """
        customer = self.customers.get(key)
        if form.webhook_url:
            self.secrets.must_exist(key.mga)
        begun = idempotency.interrupted_request_id and self.requests.state(key.mga, idempotency.interrupted_request_id)
        if begun == "completed":
            return _accepted(idempotency.interrupted_request_id)
        going_on = idempotency.interrupted_request_id if begun in ("accepted", "processing") else ""
        if going_on:
            set_correlation_id(going_on)
            log.info("request tried again", request_id=request.id)
        processing = Processing.of(request, key, mode, form.webhook_url, going_on)
        if begun == "accepted":
            return self._put(processing, form.file, idempotency)
        try:
            with self.requests.failing(processing):
                return self._answer(processing, customer, form.file, request, idempotency)
        except RequestEndedError:  # by an earlier try after all, or by the sweep
            return _accepted(processing.request_id)

    def _answer(
        self, processing: Processing, customer: Customer, file: InvoiceFile, request: Request, idempotency: Idempotency
    ) -> Reply:
        until = request.received_at + READING
        if processing.webhook_url:
            return self._handed_over(processing, file, idempotency, reason="webhook")
        if until - now() < LEAST_READING:
            return self._handed_over(processing, file, idempotency, reason="no time")
        self.requests.begin(processing, idempotency.writes_holding(_HOLD))
        try:
            outcome = self.reader.read(processing, customer, file, until, BUSY)
        except NotReadYet as fault:
            kept = replace(processing, has_pages=bool(fault.pages))
            return self._handed_over(kept, file, idempotency, reason=fault.reason)
        return self.reader.complete(processing, outcome, idempotency.writes_recording)

    def _handed_over(
        self, processing: Processing, file: InvoiceFile, idempotency: Idempotency, reason: str
    ) -> Accepted[AcceptedRequest]:
        """Let the document be read behind, for this `reason`."""
        self.requests.accept(processing, idempotency.writes_holding(_HOLD))
        log.info("request accepted", RequestsAccepted=1, mga=processing.mga, mode=processing.mode, reason=reason)
        return self._put(processing, file, idempotency)

    def _put(self, processing: Processing, file: InvoiceFile, idempotency: Idempotency) -> Accepted[AcceptedRequest]:
        """Put an accepted request's file; then it is read, so the answer stands even if it is not kept."""
        self.uploads.put(processing, file)
        return idempotency.record_if_possible(_accepted(processing.request_id))


def _accepted(request_id: str) -> Accepted[AcceptedRequest]:
    return Accepted(AcceptedRequest.of(request_id), at=path_of(request_id))
