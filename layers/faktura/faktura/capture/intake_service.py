"""Takes in documents by HTTP: processes them at once, or accepts them for the background.

A document is processed in the background if its request has a webhook, or if it cannot be read while its sender waits:
the gateway gives up after 29 s, and Textract takes only a few pages a second.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from faktura.capture.customers.customer import Customer, CustomerKey
from faktura.capture.customers.customer_store import CustomerStore
from faktura.capture.document_service import DocumentService
from faktura.capture.errors import (
    FileTooLarge,
    FileTooSmall,
    InvalidFile,
    NoSuchCustomer,
    NotReadYet,
    OcrFailed,
    PimsLookupFailed,
    UnsupportedFormat,
)
from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.invoice_form import InvoiceForm
from faktura.capture.requests.end_service import EndService
from faktura.capture.requests.errors import RequestEnded, WebhookNotStarted
from faktura.capture.requests.request import (
    FOREGROUND_READING_TIME,
    MAX_THROTTLED_WAIT,
    MIN_READING_TIME,
    PROCESSING_TIMEOUT,
    Mode,
    Processing,
    path_of,
)
from faktura.capture.requests.request_store import RequestStore
from faktura.capture.schemas import AcceptedRequest, InvoiceResponse
from faktura.capture.uploads.upload_store import UploadStore
from faktura.capture.webhooks.errors import InvalidWebhookUrl
from faktura.capture.webhooks.secret_store import SecretStore
from faktura.core.clock import now
from faktura.core.errors import BodyTooLarge, InvalidRequest, MalformedBody, Refusal
from faktura.core.idempotency import Idempotency
from faktura.core.observability import log, set_correlation_id
from faktura.core.request import Request
from faktura.core.response import Accepted

ERRORS: Sequence[type[Refusal]] = (
    *(MalformedBody, InvalidRequest, InvalidFile, FileTooSmall, FileTooLarge, UnsupportedFormat, InvalidWebhookUrl),
    *(NoSuchCustomer, BodyTooLarge, OcrFailed, PimsLookupFailed),
)
"""What `IntakeService.answer` may raise, in either mode."""

Reply = InvoiceResponse | Accepted[AcceptedRequest]

_HOLD_SECONDS = int(PROCESSING_TIMEOUT.total_seconds())


@dataclass(frozen=True)
class IntakeService:
    """Takes in documents in either mode."""

    customers: CustomerStore
    requests: RequestStore
    documents: DocumentService
    uploads: UploadStore
    secrets: SecretStore
    ends: EndService

    @classmethod
    def from_settings(cls) -> "IntakeService":
        """With the stores that the template names."""
        return cls(
            CustomerStore.from_settings(),
            RequestStore.from_settings(),
            DocumentService.from_settings(),
            UploadStore.from_settings(),
            SecretStore.from_settings(),
            EndService.from_settings(),
        )

    def answer(
        self, mode: Mode, key: CustomerKey, form: InvoiceForm, request: Request, idempotency: Idempotency
    ) -> Reply:
        """Take in the form's document; returns the response, or where to ask for it.

        If an earlier try with the same key was interrupted, this one continues its request, so that no document
        belongs to two requests.
        """
        customer = self.customers.get(key)
        if form.webhook_url:
            self.secrets.must_exist(key.mga)
        earlier = idempotency.interrupted_request_id
        state = self.requests.state(key.mga, earlier) if earlier else None
        if state == "completed":
            return _accepted(earlier)
        continued = earlier if state in ("accepted", "processing") else ""
        if continued:
            set_correlation_id(continued)
            log.info("request tried again", request_id=request.id)
        processing = Processing.of(request, key, mode, form.webhook_url, continued)
        if state == "accepted":
            return self._put(processing, form.file, idempotency)
        try:
            with self.ends.failing(processing):
                return self._answer(processing, customer, form.file, request, idempotency)
        except RequestEnded as ended:  # by an earlier try, or by the sweep
            with suppress(WebhookNotStarted):
                self.ends.start(ended.owed)
            return _accepted(processing.request_id)

    def _answer(
        self, processing: Processing, customer: Customer, file: InvoiceFile, request: Request, idempotency: Idempotency
    ) -> Reply:
        until = request.received_at + FOREGROUND_READING_TIME
        if processing.webhook_url:
            return self._in_background(processing, file, idempotency, reason="webhook")
        if until - now() < MIN_READING_TIME:
            return self._in_background(processing, file, idempotency, reason="no time")
        self.requests.begin(processing, idempotency.writes_holding(_HOLD_SECONDS))
        try:
            outcome = self.documents.read(processing, customer, file, until, MAX_THROTTLED_WAIT)
        except NotReadYet as fault:
            with_pages = replace(processing, has_pages=bool(fault.pages))
            return self._in_background(with_pages, file, idempotency, reason=fault.reason)
        return self.documents.complete(processing, outcome, idempotency.writes_recording)

    def _in_background(
        self, processing: Processing, file: InvoiceFile, idempotency: Idempotency, reason: str
    ) -> Accepted[AcceptedRequest]:
        """Accept the request, to be processed in the background for this `reason`."""
        self.requests.accept(processing, idempotency.writes_holding(_HOLD_SECONDS))
        log.info("request accepted", RequestsAccepted=1, mga=processing.mga, mode=processing.mode, reason=reason)
        return self._put(processing, file, idempotency)

    def _put(self, processing: Processing, file: InvoiceFile, idempotency: Idempotency) -> Accepted[AcceptedRequest]:
        """Store an accepted request's file. It will be processed, so the reply holds even if it is not recorded."""
        self.uploads.put(processing, file)
        return idempotency.record_if_possible(_accepted(processing.request_id))


def _accepted(request_id: str) -> Accepted[AcceptedRequest]:
    return Accepted(AcceptedRequest.of(request_id), at=path_of(request_id))
