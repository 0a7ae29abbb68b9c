from faktura.capture.api import api
from faktura.capture.checks import invoice_checks
from faktura.capture.customers.customer import CustomerKey
from faktura.capture.customers.customer_store import CustomerStore
from faktura.capture.errors import NoSuchCustomer, NoSuchInvoice, PimsLookupFailed
from faktura.capture.invoice_data import from_pims
from faktura.capture.matching.lookup import find
from faktura.capture.schemas import InvoiceResponse
from faktura.core.auth import Caller
from faktura.core.errors import InvalidRequest
from faktura.core.request import Request
from faktura.pims.invoice_store import InvoiceStore


@api.get(
    "/api/v1/invoice/{customerId}/lookup/{invoiceNumber}",
    scope="invoice:lookup",
    raises=[InvalidRequest, NoSuchCustomer, NoSuchInvoice, PimsLookupFailed],
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
        raise NoSuchInvoice
    data = from_pims(found.invoice, key.customer_id)
    return InvoiceResponse.completed(request.id, "PIMS", data, invoice_checks.of_record(data, found.by))
