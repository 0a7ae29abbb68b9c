"""The end of a request. Every path that ends one goes through `EndService`, so that its webhook starts at once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal

from botocore.exceptions import BotoCoreError, ClientError

from faktura.capture.checks.fingerprint import Fingerprint
from faktura.capture.errors import CODES, FileMissing
from faktura.capture.requests.errors import RequestEnded, WebhookNotStarted
from faktura.capture.requests.request import Processing
from faktura.capture.requests.request_store import RequestStore
from faktura.capture.schemas import ErrorResponse, InvoiceResponse
from faktura.capture.webhooks.delivery import DeliveryReference
from faktura.capture.webhooks.delivery_workflow import DeliveryWorkflow
from faktura.core.dynamo import Write
from faktura.core.errors import Failure, Refusal, Unavailable
from faktura.core.idempotency import KeyTaken
from faktura.core.observability import log, reason_of


@dataclass(frozen=True)
class EndService:
    """Ends requests, and starts the webhooks that they owe then.

    Each method raises `RequestEnded` if the request has ended already, and `WebhookNotStarted` if it has ended now but
    its webhook could not be started. The sweep starts it then, unless the caller tries again.
    """

    requests: RequestStore
    webhooks: DeliveryWorkflow

    @classmethod
    def from_settings(cls) -> "EndService":
        """With the store and the workflow that the template names."""
        return cls(RequestStore.from_settings(), DeliveryWorkflow.from_settings())

    def complete(
        self,
        processing: Processing,
        response: InvoiceResponse,
        fingerprints: Sequence[Fingerprint] = (),
        extra_writes: Sequence[Write] = (),
        pages: int | None = None,
    ) -> None:
        """Complete the request with its response, in one transaction with `extra_writes`.

        `pages` is how many pages its document has, if there is one.
        `DuplicateFound` if an earlier document has one of the fingerprints; the request has not ended then.
        """
        self.requests.store_completion(processing, response, fingerprints, extra_writes, pages)
        _log_completed(processing, response)
        self.start(processing.owed)

    def fail(self, processing: Processing, failure: ErrorResponse, overdue_since: Decimal | None = None) -> None:
        """Fail the request; with `overdue_since` only if that is still its deadline."""
        self.requests.store_failure(processing, failure, overdue_since)
        has_file = failure.error.code != CODES[FileMissing]
        log.info("request failed", code=failure.error.code, RequestsFailed=1, DocumentsFailed=int(has_file))
        self.start(processing.owed)

    def give_up(self, processing: Processing) -> None:
        """Fail a request whose document was read too often, with the last error noted."""
        self.fail(processing, self.requests.last_failure(processing))

    @contextmanager
    def failing(self, processing: Processing) -> Iterator[None]:
        """Fail the request with any exception raised inside. If even that fails, the sweep ends the request.

        The exception is `KeyTaken`: another try has taken over, and may be continuing the same request.
        """
        try:
            yield
        except KeyTaken:
            raise
        except Exception as fault:
            failure = ErrorResponse.to(_refusal(fault), processing.request_id)
            with suppress(RequestEnded, WebhookNotStarted, Refusal, ClientError, BotoCoreError):
                self.fail(processing, failure)
            raise

    def start(self, owed: DeliveryReference | None) -> None:
        """Start the delivery that an ended request owes, if any. Starting it twice is harmless."""
        if owed is None:
            return
        try:
            self.webhooks.start(owed)
        except (ClientError, BotoCoreError) as fault:
            log.error("webhook not started", mga=owed.mga, reason=reason_of(fault))
            raise WebhookNotStarted from fault


def _log_completed(processing: Processing, response: InvoiceResponse) -> None:
    """A document counts as read if it led to an invoice, and as vouched for if that invoice passed every check."""
    is_read = response.data is not None
    log.info(
        "request completed",
        mode=processing.mode,
        found=is_read and response.source == "PIMS",
        RequestsCompleted=1,
        DocumentsRead=int(is_read),
        DocumentsVouched=int(is_read and response.validation_results.passed),
    )


def _refusal(fault: Exception) -> Refusal:
    if isinstance(fault, Refusal):
        return fault
    return Unavailable() if isinstance(fault, ClientError | BotoCoreError) else Failure()
