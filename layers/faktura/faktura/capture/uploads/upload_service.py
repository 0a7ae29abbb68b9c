"""Processes uploaded files in the background. A message of the queue may come twice, and its reader may be killed."""

from dataclasses import dataclass
from datetime import datetime

from botocore.exceptions import BotoCoreError, ClientError

from faktura.capture.customers.customer_store import CustomerStore
from faktura.capture.document_service import DocumentService
from faktura.capture.errors import InvalidFile, NoSuchCustomer, NoSuchRequest, NotReadYet, OcrFailed
from faktura.capture.requests.end_service import EndService
from faktura.capture.requests.errors import RequestEnded
from faktura.capture.requests.request import BACKGROUND_READING_TIME, MAX_READINGS, Processing
from faktura.capture.requests.request_store import RequestStore
from faktura.capture.schemas import ErrorDetail, ErrorResponse
from faktura.capture.uploads.upload_store import Upload, UploadStore
from faktura.core.clock import now
from faktura.core.errors import Refusal, Unavailable
from faktura.core.observability import log
from faktura.core.worker import PutOffError

_PERMANENT = (InvalidFile, NoSuchCustomer, OcrFailed)
"""Errors that no later reading changes, except for `NotReadYet`, which is an `OcrFailed`."""


@dataclass(frozen=True)
class UploadService:
    """Brings accepted requests to their end."""

    customers: CustomerStore
    requests: RequestStore
    documents: DocumentService
    uploads: UploadStore
    ends: EndService

    @classmethod
    def from_settings(cls) -> "UploadService":
        """With the stores that the template names."""
        return cls(
            CustomerStore.from_settings(),
            RequestStore.from_settings(),
            DocumentService.from_settings(),
            UploadStore.from_settings(),
            EndService.from_settings(),
        )

    def read(self, upload: Upload) -> None:
        """Read the upload, unless its request has ended. It raises if a retry may succeed: the message comes again.

        If the request has ended but still owes its webhook, the webhook is started.
        """
        until = now() + BACKGROUND_READING_TIME
        try:
            processing = self._taken(upload)
            self._read(processing, upload, until)
        except RequestEnded as ended:
            if ended.file not in ("", upload.digest):
                self._refuse(upload)
            self.ends.start(ended.owed)
        self.uploads.label(upload)

    def _taken(self, upload: Upload) -> Processing:
        try:
            return self.requests.take(upload.request, upload.digest)
        except NoSuchRequest:
            if upload.processing is None:
                raise
            self.requests.accept(upload.processing)
            return self.requests.take(upload.request, upload.digest)

    def _read(self, processing: Processing, upload: Upload, until: datetime) -> None:
        if processing.readings > MAX_READINGS:
            return self.ends.give_up(processing)
        try:
            customer = self.customers.get(processing.customer)
            outcome = self.documents.read(processing, customer, upload.file(), until)
            self.documents.complete(processing, outcome)
        except NotReadYet as fault:
            self.requests.note_failed_reading(processing, ErrorDetail.of(fault), has_pages=bool(fault.pages))
            raise PutOffError(fault.reason) from fault
        except _PERMANENT as refusal:
            self.ends.fail(processing, ErrorResponse.to(refusal, processing.request_id))
        except (Refusal, ClientError, BotoCoreError) as fault:
            error = ErrorDetail.of(fault if isinstance(fault, Refusal) else Unavailable())
            self.requests.note_failed_reading(processing, error)
            raise

    def _refuse(self, upload: Upload) -> None:
        """Log another file for an ended request. Refuse a program's; the holder of a form may upload twice."""
        log.warning("another file for an ended request")
        if upload.processing:
            raise RequestEnded
