"""Where documents come in by HTTP: answered at once, or accepted to be read behind.

Behind go those whose completion a webhook tells, and those that cannot be read while their sender waits: the gateway
gives up at 29 s, and Textract takes only a few pages a second.
"""

from dataclasses import dataclass

from faktura.capture.customer_store import CustomerStore
from faktura.capture.customers import CustomerKey
from faktura.capture.errors import NotReadYet
from faktura.capture.files import InvoiceFile
from faktura.capture.form import InvoiceForm
from faktura.capture.reader import Reader
from faktura.capture.request_store import RequestStore
from faktura.capture.requests import LEAST_READING, PATIENCE, READING, Mode, Processing, location
from faktura.capture.responses import Accepted
from faktura.capture.uploads import Uploads
from faktura.capture.webhooks.secrets import WebhookSecrets
from faktura.core.clock import now
from faktura.core.idempotency import Once
from faktura.core.observability import log
from faktura.core.request import Answer, Request


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
        """Take the form's document in and answer with what became of it, or where that is to be had."""
        customer = self.customers.get(key)
        processing = Processing.of(request, key, mode, form.webhook_url)
        if processing.webhook_url:
            self.secrets.must_exist(key.mga)
            return self._accepted(processing, form.file, request, once)
        until = request.received_at + READING
        if until - now() < LEAST_READING:
            return self._accepted(processing, form.file, request, once)
        self.requests.begin(processing, once.holding(int(PATIENCE.total_seconds())))
        with self.requests.failing(processing):
            try:
                outcome = self.reader.read(processing, customer, form.file, until)
            except NotReadYet:
                return self._accepted(processing, form.file, request, once)
            response = self.reader.complete(processing, outcome, lambda response: once.keeping(Answer(200, response)))
        return Answer(200, response)

    def _accepted(self, processing: Processing, file: InvoiceFile, request: Request, once: Once) -> Answer:
        """The answer is kept before the file is put, as what is put is read whatever becomes of us."""
        accepted = Answer(202, Accepted.of(processing.request_id), location(request, processing.request_id))
        self.requests.accept(processing, once.keeping(accepted))
        with self.requests.failing(processing, once):
            self.uploads.put(processing, file)
        log.info("request accepted", request_id=processing.request_id, mga=processing.mga, mode=processing.mode)
        return accepted
