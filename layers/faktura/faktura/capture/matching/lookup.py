"""Finding a customer's invoice by its number among those of the practices the caller may see."""

from collections.abc import Sequence

from botocore.exceptions import BotoCoreError, ClientError

from faktura.capture.customers.customer import CustomerDetails
from faktura.capture.errors import PimsLookupFailed
from faktura.capture.matching.owner import Match, contacts_in_doubt, owned
from faktura.capture.reading.reading import Reading
from faktura.core.auth import Practices
from faktura.pims.errors import TooManyInvoices
from faktura.pims.invoice_store import InvoiceStore
from faktura.pims.schemas import Invoice

_MAX_NUMBER_LENGTH = 255
"""Characters: no practice's invoice has a longer one."""


def find(
    number: str | None,
    customer: CustomerDetails,
    practices: Practices,
    invoices: InvoiceStore,
    reading: Reading | None = None,
) -> Match[Invoice] | None:
    """The customer's invoice with this number at one of the `practices`, `None` where there is none.

    `PimsLookupFailed` where AWS fails, or more invoices match than can be looked at. A name is looked for only where
    no contact leads to an invoice, and counts only beside a reading.
    """
    if number is None or len(number.strip()) > _MAX_NUMBER_LENGTH:
        return None
    try:
        matches = _owned(invoices.with_contact(number, customer, practices), customer, invoices, reading)
        if not matches and reading:
            matches = _owned(invoices.with_name(number, customer, practices), customer, invoices, reading)
    except (ClientError, BotoCoreError, TooManyInvoices) as fault:
        raise PimsLookupFailed from fault
    return next(iter(matches), None)


def _owned(
    candidates: Sequence[Invoice], customer: CustomerDetails, invoices: InvoiceStore, reading: Reading | None
) -> list[Match[Invoice]]:
    shared = invoices.contacts.shared(contacts_in_doubt(candidates, customer))
    return owned(candidates, customer, reading, shared)
