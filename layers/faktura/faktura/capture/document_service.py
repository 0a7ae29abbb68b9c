"""What is done with a document, whether its sender waits for it or not: read, looked up, and completed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from faktura.capture.checks.duplicate import Duplicate
from faktura.capture.customers.customer import Customer
from faktura.capture.errors import NotReadYet
from faktura.capture.files.file_store import FileStore
from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.matching.lookup_service import LookupService
from faktura.capture.outcome import Outcome, outcome
from faktura.capture.reading.textract_client import TextractClient
from faktura.capture.requests.request import Processing
from faktura.capture.requests.request_store import DuplicateError, RequestStore
from faktura.capture.schemas import InvoiceResponse
from faktura.core.dynamo import Write
from faktura.core.observability import log


@dataclass(frozen=True)
class Reader:
    """Reads documents by OCR and looks them up among the practices' invoices."""

    requests: RequestStore
    files: FileStore
    textract: TextractClient
    lookup: LookupService

    @classmethod
    def from_settings(cls) -> "Reader":
        """With the stores the template names."""
        return cls(
            RequestStore.from_settings(),
            FileStore.from_settings(),
            TextractClient.from_settings(),
            LookupService.from_settings(),
        )

    def read(
        self,
        processing: Processing,
        customer: Customer,
        file: InvoiceFile,
        until: datetime,
        busy: timedelta | None = None,
    ) -> Outcome:
        """What the file leads to; raises what `TextractClient.read` and `LookupService.find` raise.

        The pages of a `NotReadYet` are kept then, so that the next reading goes on from them.
        """
        self.files.put(processing, file)
        try:
            reading = self.textract.read(file, until, self.files.get_pages(processing), busy)
        except NotReadYet as fault:
            if fault.pages:
                self.files.put_pages(processing, fault.pages)
            raise
        found = self.lookup.find(reading.number, customer, processing.practices, reading)
        return outcome(processing.mode, file, reading, found, customer)

    def complete(
        self,
        processing: Processing,
        outcome: Outcome,
        extra_writes: Callable[[InvoiceResponse], Sequence[Write]] = lambda _response: (),
    ) -> InvoiceResponse:
        """End the request with the outcome, in one transaction with what is to be written `extra_writes` the response.

        Nobody looks for duplicates beforehand: the transaction that would make one fails and names the earlier.
        `RequestEndedError` where the request has ended already.
        """
        fingerprints, duplicates = list(outcome.fingerprints), list[Duplicate]()
        while True:
            response = outcome.response(processing.request_id, duplicates)
            try:
                self.requests.complete(processing, response, fingerprints, extra_writes(response))
            except DuplicateError as fault:
                fingerprints.remove(fault.duplicate.fingerprint)
                duplicates.append(fault.duplicate)
            else:
                _tell(processing, response)
                return response


def _tell(processing: Processing, response: InvoiceResponse) -> None:
    """A document is read where it leads to an invoice, and vouched for where that invoice passes every check."""
    is_read = response.data is not None
    log.info(
        "request completed",
        mode=processing.mode,
        found=is_read and response.source == "PIMS",
        RequestsCompleted=1,
        DocumentsRead=int(is_read),
        DocumentsVouched=int(is_read and response.validation_results.passed),
    )
