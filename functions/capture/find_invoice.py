from faktura.capture.api import api
from faktura.capture.checks import invoice_checks
from faktura.capture.customers.customer import CustomerKey
from faktura.capture.customers.customer_store import CustomerStore
from faktura.capture.errors import NoSuchCustomer, NoSuchInvoice, PimsLookupFailed
from faktura.capture.invoice_data import from_pims
from faktura.capture.matching.lookup_service import LookupService
from faktura.capture.schemas import InvoiceResponse
from faktura.core.auth import Caller
from faktura.core.errors import InvalidRequest
from faktura.core.request import Request


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
    lookup: LookupService,
) -> InvoiceResponse:
    """Find a customer's invoice by its number and return the practice's data.

    Follows writes within seconds: an invoice that its practice has just sent may not be found yet. After a 404, ask
    again before you conclude that there is no such invoice.
    """
    found = lookup.find(invoice_number, customers.get(key), caller.practices)
    if found is None:
        raise NoSuchInvoice
    data = from_pims(found.invoice, key.customer_id)
    return InvoiceResponse.completed(request.id, "PIMS", data, invoice_checks.of_record(data, found.by))
