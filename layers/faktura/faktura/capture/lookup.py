"""Finding a customer's invoice by its number among those of the practices the caller may see."""

from collections.abc import Iterator

from botocore.exceptions import BotoCoreError, ClientError

from faktura.capture.customers import CustomerDetails
from faktura.capture.errors import PimsLookupFailed
from faktura.capture.matching import Match, owned
from faktura.capture.reading import Reading
from faktura.core.auth import Practices
from faktura.core.observability import log
from faktura.pims.models import Invoice
from faktura.pims.store import InvoiceStore, NumberedInvoice

_LONGEST_NUMBER = 255
"""Characters: no practice's invoice has a longer one."""


def find(
    number: str | None,
    customer: CustomerDetails,
    practices: Practices,
    invoices: InvoiceStore,
    reading: Reading | None = None,
) -> Match[Invoice] | None:
    """The customer's invoice with this number at one of the `practices`, `None` where there is none.

    `PimsLookupFailed` where AWS fails. The index may lag behind the invoices it leads to, so what is read in the end is
    judged again.
    """
    if number is None or len(number.strip()) > _LONGEST_NUMBER:
        return None
    try:
        numbered = [one for one in invoices.numbered(number) if one.vet_practice.practice_id in practices]
        return next(_current(owned(numbered, customer, reading), number, customer, invoices, reading), None)
    except (ClientError, BotoCoreError) as fault:
        log.error("lookup failed", reason=f"{type(fault).__name__}: {fault}")
        raise PimsLookupFailed from fault


def _current(
    matches: list[Match[NumberedInvoice]],
    number: str,
    customer: CustomerDetails,
    invoices: InvoiceStore,
    reading: Reading | None,
) -> Iterator[Match[Invoice]]:
    for match in matches:
        invoice = invoices.get(match.invoice.vet_practice.practice_id, match.invoice.id)
        if invoice and _folded(invoice.invoice_number) == _folded(number):
            yield from owned([invoice], customer, reading)


def _folded(number: str) -> str:
    return number.strip().casefold()
