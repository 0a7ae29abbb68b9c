"""The result for a document: the practice's invoice if it is found, else what was read, or no data."""

from collections.abc import Sequence
from dataclasses import dataclass

from faktura.capture import read_fields
from faktura.capture.checks import invoice_checks
from faktura.capture.checks.document_checks import of_document
from faktura.capture.checks.duplicate import Duplicate
from faktura.capture.checks.fingerprint import Fingerprint, fingerprints
from faktura.capture.customers.customer import Customer
from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.invoice_data import from_pims, from_reading
from faktura.capture.matching.owner import Match
from faktura.capture.reading.reading import Reading
from faktura.capture.reading.schemas import ReadingBody
from faktura.capture.requests.request import Mode
from faktura.capture.schemas import (
    Check,
    InvoiceData,
    InvoiceResponse,
    Source,
)
from faktura.core import json

MAX_RESPONSE_BYTES = 350_000
"""Of a response with all that was read. One item, which holds 400 KB, stores it and the attempts of its webhook."""


@dataclass(frozen=True)
class Outcome:
    """The result for a document. It does not reveal whether another customer has an invoice with the same number.

    `reading` says where the values are printed. It is returned with the data only.
    """

    source: Source
    data: InvoiceData | None
    reading: ReadingBody
    checks: Sequence[Check]
    file: InvoiceFile
    fingerprints: Sequence[Fingerprint]

    def response(self, request_id: str, duplicates: Sequence[Duplicate]) -> InvoiceResponse:
        """The response of the completed request, once the document has been compared with earlier ones."""
        if self.data is None:
            return InvoiceResponse.without_data(request_id, [*self.checks, *of_document(self.file, None)])
        verified = [*self.checks, *of_document(self.file, duplicates)]
        return _with(self.reading, InvoiceResponse.completed(request_id, self.source, self.data, verified))


def outcome(mode: Mode, file: InvoiceFile, reading: Reading, found: Match | None, customer: Customer) -> Outcome:
    """Combine what was read and what was found.

    A lookup that finds nothing returns nothing of its document, so the document gets no fingerprints.
    """
    where = read_fields.from_reading(reading)
    if found:
        data = from_pims(found.invoice, customer.customer_id)
        verified = invoice_checks.of_record(data, found.by, reading)
        verified += invoice_checks.of_comparison(reading, found.invoice, data)
        return Outcome("PIMS", data, where, verified, file, fingerprints(file.content, reading, data))
    data = from_reading(reading, customer.customer_id)
    verified = invoice_checks.of_reading(reading, data, customer)
    if mode == "lookup":
        return Outcome("PIMS", None, where, [invoice_checks.not_found(reading), *verified], file, ())
    return Outcome("OCR", data, where, verified, file, fingerprints(file.content, reading, data))


def _with(reading: ReadingBody, bare: InvoiceResponse) -> InvoiceResponse:
    """The response with what was read, or as much of it as leaves the response small enough to be stored."""
    for part in (reading, reading.without_lines()):
        response = bare.model_copy(update={"reading": part})
        if len(json.dumps(response)) <= MAX_RESPONSE_BYTES:
            return response
    return bare
