"""Reads behind what came to the bucket; a message of the queue may come twice, and its reader may die."""

from dataclasses import dataclass
from datetime import datetime

from botocore.exceptions import BotoCoreError, ClientError

from faktura.capture.customers.customer_store import CustomerStore
from faktura.capture.document_service import Reader
from faktura.capture.errors import CustomerNotFound, InvalidFile, NotReadYet, OcrFailed, RequestNotFound
from faktura.capture.requests.request import MOST_READINGS, READING_BEHIND, Processing
from faktura.capture.requests.request_store import RequestEndedError, RequestStore
from faktura.capture.schemas import ErrorDetail, ErrorResponse
from faktura.capture.uploads.upload_store import Upload, Uploads
from faktura.capture.webhooks.machine import DeliveryMachine
from faktura.core.clock import now
from faktura.core.errors import Refusal, Unavailable
from faktura.core.observability import log
from faktura.core.worker import PutOffError

_FOR_GOOD = (InvalidFile, CustomerNotFound, OcrFailed)
"""What no later reading mends; `NotReadYet` is an `OcrFailed` that one may."""


@dataclass(frozen=True)
class UploadReader:
    """Brings accepted requests to their end."""

    customers: CustomerStore
    requests: RequestStore
    reader: Reader
    webhooks: DeliveryMachine
    uploads: Uploads

    @classmethod
    def from_settings(cls) -> "UploadReader":
        """With the stores the template names."""
        return cls(
            CustomerStore.from_settings(),
            RequestStore.from_settings(),
            Reader.from_settings(),
            DeliveryMachine.from_settings(),
            Uploads.from_settings(),
        )

    def read(self, upload: Upload) -> None:
        """Read the upload, unless its request has ended. What may succeed later raises, for the queue to come again.

        A webhook that whoever ended the request did not live to start is started.
        """
        until = now() + READING_BEHIND
        try:
            processing = self._taken(upload)
            self._read(processing, upload, until)
        except RequestEndedError as ended:
            owed = ended.owed
            if ended.file not in ("", upload.digest):
                self._refuse(upload)
        else:
            owed = processing.delivery if processing.webhook_url else None
        if owed:
            self.webhooks.start(owed)
        self.uploads.label(upload)

    def _taken(self, upload: Upload) -> Processing:
        try:
            return self.requests.take(upload.request, upload.digest)
        except RequestNotFound:
            if upload.processing is None:
                raise
            self.requests.accept(upload.processing)
            return self.requests.take(upload.request, upload.digest)

    def _read(self, processing: Processing, upload: Upload, until: datetime) -> None:
        if processing.readings > MOST_READINGS:
            return self.requests.give_up(processing)
        try:
            customer = self.customers.get(processing.customer)
            outcome = self.reader.read(processing, customer, upload.file(), until)
            self.reader.complete(processing, outcome)
        except NotReadYet as fault:
            self.requests.put_off(processing, ErrorDetail.of(fault), has_pages=bool(fault.pages))
            raise PutOffError(fault.reason) from fault
        except _FOR_GOOD as refusal:
            self.requests.fail(processing, ErrorResponse.to(refusal, processing.request_id))
        except (Refusal, ClientError, BotoCoreError) as fault:
            self.requests.put_off(processing, ErrorDetail.of(fault if isinstance(fault, Refusal) else Unavailable()))
            raise

    def _refuse(self, upload: Upload) -> None:
        """Another file for a request that has ended: whoever holds a form may have meant it, a program has not."""
        log.warning("another file for an ended request")
        if upload.processing:
            raise RequestEndedError
