"""What a picture leads to: the practice's own invoice where it is found, else what was read."""

from faktura.capture import checks
from faktura.capture.customers import Customer
from faktura.capture.invoice_data import from_pims, from_reading
from faktura.capture.matching import Match
from faktura.capture.reading import Reading
from faktura.capture.responses import InvoiceResponse
from faktura.pims.models import Invoice


def outcome(request_id: str, reading: Reading, found: Match[Invoice] | None, customer: Customer) -> InvoiceResponse:
    """The completed request. Whether another customer has an invoice of that number cannot be told from it."""
    if found is None:
        data = from_reading(reading, customer.customer_id)
        return InvoiceResponse.completed(request_id, "OCR", data, checks.of_reading(reading, data, customer))
    data = from_pims(found.invoice, customer.customer_id)
    verified = checks.of_record(data, found.by, reading) + checks.of_comparison(reading, found.invoice, data)
    return InvoiceResponse.completed(request_id, "PIMS", data, verified)
