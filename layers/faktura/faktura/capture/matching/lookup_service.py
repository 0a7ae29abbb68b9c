"""Finds a customer's invoice by its number among the invoices of the practices that the caller may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from faktura.capture.customers.customer import CustomerDetails
from faktura.capture.errors import PimsLookupFailed
from faktura.capture.matching.owner import Match, contacts_in_doubt, find_matches
from faktura.capture.reading.reading import Reading
from faktura.core.auth import Practices
from faktura.pims.errors import TooManyInvoices
from faktura.pims.invoice_store import InvoiceStore
from faktura.pims.schemas import Invoice

_MAX_NUMBER_LENGTH = 255
"""Characters. No practice's invoice has a longer number."""


@dataclass(frozen=True)
class LookupService:
    """Looks up invoices that practices have pushed."""

    invoices: InvoiceStore

    @classmethod
    def from_settings(cls) -> "LookupService":
        """With the store that the template names."""
        return cls(InvoiceStore.from_settings())

    def find(
        self, number: str | None, customer: CustomerDetails, practices: Practices, reading: Reading | None = None
    ) -> Match | None:
        """The customer's invoice with this number at one of the `practices`; `None` if there is none.

        Names are searched only with a `reading`, and only if no contact leads to an invoice. `PimsLookupFailed` if AWS
        fails, or if too many invoices match.
        """
        if number is None or len(number.strip()) > _MAX_NUMBER_LENGTH:
            return None
        try:
            found = self._matches(self.invoices.with_contact(number, customer, practices), customer, reading)
            if not found and reading:
                found = self._matches(self.invoices.with_name(number, customer, practices), customer, reading)
        except (ClientError, BotoCoreError, TooManyInvoices) as fault:
            raise PimsLookupFailed from fault
        return next(iter(found), None)

    def _matches(
        self, candidates: Sequence[Invoice], customer: CustomerDetails, reading: Reading | None
    ) -> list[Match]:
        shared = self.invoices.contacts.shared(contacts_in_doubt(candidates, customer))
        return find_matches(candidates, customer, reading, shared)
