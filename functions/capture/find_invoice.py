from faktura.capture import checks
from faktura.capture.api import api
from faktura.capture.customer_store import CustomerStore
from faktura.capture.customers import CustomerKey
from faktura.capture.errors import CustomerNotFound, InvoiceNotFound, PimsLookupFailed
from faktura.capture.invoice_data import from_pims
from faktura.capture.lookup import find
from faktura.capture.responses import InvoiceResponse
from faktura.core.auth import Caller
from faktura.core.errors import InvalidRequest
from faktura.core.request import Request
from faktura.pims.store import InvoiceStore


@api.get(
    "/api/v1/invoice/{customerId}/lookup/{invoiceNumber}",
    allow="invoice:lookup",
    raises=[InvalidRequest, CustomerNotFound, InvoiceNotFound, PimsLookupFailed],
)
def handler(
    key: CustomerKey,
    invoice_number: str,
    caller: Caller,
    request: Request,
    customers: CustomerStore,
    invoices: InvoiceStore,
) -> InvoiceResponse:
    """Find a customer's invoice by its number, as the practice has it.

    Follows writes within seconds: an invoice that its practice has just pushed may not be found yet. Ask again before
    you take a 404 for final.
    """
    found = find(invoice_number, customers.get(key), caller.practices, invoices)
    if found is None:
        raise InvoiceNotFound
    data = from_pims(found.invoice, key.customer_id)
    return InvoiceResponse.completed(request.id, "PIMS", data, checks.of_record(data, found.by))
