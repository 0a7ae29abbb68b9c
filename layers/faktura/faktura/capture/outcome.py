"""The result for a document: the practice's invoice if it is found, else what was read, or no data."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from faktura.capture import read_fields
from faktura.capture.checks import e_invoice_checks, invoice_checks
from faktura.capture.checks.document_checks import of_document
from faktura.capture.checks.duplicate import Duplicate
from faktura.capture.checks.fingerprint import Fingerprint, fingerprints
from faktura.capture.customers.customer import Customer
from faktura.capture.errors import InvalidFile
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
    ReadFrom,
    Source,
)
from faktura.core import json
from faktura.core.response import bytes_in_event

MAX_RESPONSE_BYTES = 350_000
"""Of a response with all that was read. One item, which holds 400 KB, stores it and the attempts of its webhook."""

MAX_BYTES_IN_EVENT = 2_700_000
"""Of a response. An approval shows its data once more, and Lambda carries 6 MB."""


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
    read_from: ReadFrom = "OCR"

    def response(self, request_id: str, duplicates: Sequence[Duplicate]) -> InvoiceResponse:
        """The response of the completed request, once the document has been compared with earlier ones."""
        origin = {"read_from": self.read_from}
        if self.data is None:
            bare = InvoiceResponse.without_data(request_id, [*self.checks, *of_document(self.file, None)])
            return bare.model_copy(update=origin)
        verified = [*self.checks, *of_document(self.file, duplicates)]
        bare = InvoiceResponse.completed(request_id, self.source, self.data, verified)
        return _with(self.reading, bare.model_copy(update=origin))


def outcome(mode: Mode, file: InvoiceFile, reading: Reading, found: Match | None, customer: Customer) -> Outcome:
    """Combine what was read and what was found.

    A lookup that finds nothing returns nothing of its document, so the document gets no fingerprints.
    """
    where, origin = read_fields.from_reading(reading), reading.read_from
    of_data = e_invoice_checks.of_file(file, reading)
    if found:
        data = from_pims(found.invoice, customer.customer_id)
        verified = invoice_checks.of_record(data, found.by, reading)
        verified += [*invoice_checks.of_comparison(reading, found.invoice, data), *of_data]
        return Outcome("PIMS", data, where, verified, file, fingerprints(file.content, reading, data), origin)
    data = from_reading(reading, customer.customer_id)
    verified = [*invoice_checks.of_reading(reading, data, customer), *of_data]
    if mode == "lookup":
        return Outcome("PIMS", None, where, [invoice_checks.not_found(reading), *verified], file, (), origin)
    return Outcome("OCR", data, where, verified, file, fingerprints(file.content, reading, data), origin)


def _with(reading: ReadingBody, bare: InvoiceResponse) -> InvoiceResponse:
    """The response with what was read, or as much of it as leaves the response small enough to be stored.

    `InvalidFile` if it is too large even without, to be stored or to be carried: an e-invoice may have thousands of
    lines, and what repeats itself compresses well.
    """
    for part in (reading, reading.without_lines()):
        response = bare.model_copy(update={"reading": part})
        if len(json.dumps(response)) <= MAX_RESPONSE_BYTES:
            return response
    if bytes_in_event(bare) > MAX_BYTES_IN_EVENT or len(zlib.compress(json.dumps(bare))) > MAX_RESPONSE_BYTES:
        raise InvalidFile("The e-invoice has more lines or text than an answer can hold.")
    return bare
