"""Processes a document, whether its sender waits or not: reads it, looks up its invoice, completes its request."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from botocore.exceptions import BotoCoreError, ClientError

from faktura.capture.checks.duplicate import Duplicate
from faktura.capture.customers.customer import Customer
from faktura.capture.errors import InvalidFile, NotReadYet, OcrFailed, Unreadable
from faktura.capture.files.file_store import FileStore
from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.matching.lookup_service import LookupService
from faktura.capture.outcome import Outcome, outcome
from faktura.capture.reading.e_invoices import e_invoice
from faktura.capture.reading.e_invoices.comparison import compared, compared_by_ocr
from faktura.capture.reading.geometry import PageWords
from faktura.capture.reading.reading import Comparison, Reading
from faktura.capture.reading.textract_client import TextractClient
from faktura.capture.requests.end_service import EndService
from faktura.capture.requests.errors import DuplicateFound
from faktura.capture.requests.request import Processing
from faktura.capture.schemas import InvoiceResponse
from faktura.core.clock import DeadlinePassed
from faktura.core.dynamo import Write
from faktura.core.observability import log, reason_of
from faktura.einvoices.invoice import Invoice

_MAX_COMPARISONS = 3
"""How often the pages of an e-invoice are to be read by OCR before its data is given without them."""


@dataclass(frozen=True)
class DocumentService:
    """Reads documents, from their data or by OCR, and looks their invoices up at the practices."""

    files: FileStore
    textract: TextractClient
    lookup: LookupService
    ends: EndService

    @classmethod
    def from_settings(cls) -> "DocumentService":
        """With the stores that the template names."""
        return cls(
            FileStore.from_settings(),
            TextractClient.from_settings(),
            LookupService.from_settings(),
            EndService.from_settings(),
        )

    def read(
        self,
        processing: Processing,
        customer: Customer,
        file: InvoiceFile,
        until: datetime,
        busy: timedelta | None = None,
    ) -> Outcome:
        """The outcome for the file; raises what `TextractClient.read` and `LookupService.find` raise.

        The pages of a `NotReadYet` are stored, so that the next reading continues with them.
        """
        self.files.put(processing, file)
        if file.e_invoice:
            reading = self._read_data(processing, file, file.e_invoice, until, busy)
        else:
            reading, _ = self._read_pages(processing, file, until, busy)
        found = self.lookup.find(reading.number, customer, processing.practices, reading)
        return outcome(processing.mode, file, reading, found, customer)

    def complete(
        self,
        processing: Processing,
        outcome: Outcome,
        extra_writes: Callable[[InvoiceResponse], Sequence[Write]] = lambda _response: (),
    ) -> InvoiceResponse:
        """Complete the request with the outcome, in one transaction with the `extra_writes` of the response.

        Duplicates are not searched for beforehand: the transaction fails on one and names the earlier request. Raises
        whatever else `EndService.complete` raises.
        """
        fingerprints, duplicates = list(outcome.fingerprints), list[Duplicate]()
        while True:
            response = outcome.response(processing.request_id, duplicates)
            try:
                self.ends.complete(processing, response, fingerprints, extra_writes(response), outcome.file.page_count)
            except DuplicateFound as fault:
                fingerprints.remove(fault.duplicate.fingerprint)
                duplicates.append(fault.duplicate)
            else:
                return response

    def _read_data(
        self, processing: Processing, file: InvoiceFile, invoice: Invoice, until: datetime, busy: timedelta | None
    ) -> Reading:
        """The e-invoice of a file. OCR reads its pages only if their visible text does not settle the comparison."""
        if not file.page_count:
            found = e_invoice.reading(invoice)
        else:
            comparison = compared(invoice, file.visible_pages())
            if not comparison.is_final:
                comparison = self._compared_by_ocr(processing, file, invoice, until, busy)
            found = e_invoice.reading(invoice, comparison)
        if found.is_unreadable:
            raise Unreadable
        return found

    def _compared_by_ocr(
        self, processing: Processing, file: InvoiceFile, invoice: Invoice, until: datetime, busy: timedelta | None
    ) -> Comparison:
        """The comparison with what OCR sees. If it can see nothing, the comparison has failed."""
        try:
            reading, words = self._read_pages(processing, file, until, busy)
        except NotReadYet:
            if processing.readings < _MAX_COMPARISONS:
                raise
            return Comparison(fault="its pages could not be read in time")
        except (OcrFailed, InvalidFile):
            return Comparison(fault="its pages show nothing that can be read")
        total = reading.fields.get("totalAmount")
        return compared_by_ocr(invoice, words, reading.total if total and total.is_vouched else None)

    def _read_pages(
        self, processing: Processing, file: InvoiceFile, until: datetime, busy: timedelta | None
    ) -> tuple[Reading, Sequence[PageWords]]:
        """What OCR reads on the pages, and their words, which are stored."""
        try:
            reading, words = self.textract.read(file, until, self.files.get_pages(processing), busy)
        except NotReadYet as fault:
            if fault.pages:
                self.files.put_pages(processing, fault.pages)
            raise
        self._put_words(processing, words)
        return reading, words

    def _put_words(self, processing: Processing, words: Sequence[PageWords]) -> None:
        """Store the words of the pages. If S3 does not take them, the answer is given without them."""
        try:
            self.files.put_words(processing, words)
        except (ClientError, BotoCoreError, DeadlinePassed) as fault:
            log.error("words not stored", reason=reason_of(fault))
