"""What is done with a document, whether its sender waits for it or not: read, looked up, and completed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from faktura.capture.checks.duplicate import Duplicate
from faktura.capture.customers.customer import Customer
from faktura.capture.errors import NotReadYet
from faktura.capture.files.file_store import Originals
from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.matching.lookup import find
from faktura.capture.outcome import Outcome, outcome
from faktura.capture.reading.textract_client import Ocr
from faktura.capture.requests.request import Processing
from faktura.capture.requests.request_store import DuplicateError, RequestStore
from faktura.capture.schemas import InvoiceResponse
from faktura.core.dynamo import Write
from faktura.core.observability import log
from faktura.pims.invoice_store import InvoiceStore


@dataclass(frozen=True)
class Reader:
    """Reads documents by OCR and looks them up among the practices' invoices."""

    requests: RequestStore
    originals: Originals
    ocr: Ocr
    invoices: InvoiceStore

    @classmethod
    def from_settings(cls) -> "Reader":
        """With the stores the template names."""
        return cls(
            RequestStore.from_settings(), Originals.from_settings(), Ocr.from_settings(), InvoiceStore.from_settings()
        )

    def read(
        self,
        processing: Processing,
        customer: Customer,
        file: InvoiceFile,
        until: datetime,
        busy: timedelta | None = None,
    ) -> Outcome:
        """What the file leads to; raises what `Ocr.read` and `find` raise.

        The pages of a `NotReadYet` are kept then, so that the next reading goes on from them.
        """
        self.originals.keep(processing, file)
        try:
            reading = self.ocr.read(file, until, self.originals.pages(processing), busy)
        except NotReadYet as fault:
            if fault.pages:
                self.originals.keep_pages(processing, fault.pages)
            raise
        found = find(reading.number, customer, processing.practices, self.invoices, reading)
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
        marks, duplicates = list(outcome.marks), list[Duplicate]()
        while True:
            response = outcome.response(processing.request_id, duplicates)
            try:
                self.requests.complete(processing, response, marks, extra_writes(response))
            except DuplicateError as fault:
                marks.remove(fault.duplicate.mark)
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
