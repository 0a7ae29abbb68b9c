"""Erases a pet owner at a practice: the copies of the practice's invoices, and the owner's contacts.

The practice's own system keeps the invoices as the law asks. Faktura's copies serve lookups by the owner, so they go.
Accepted pushes stay for `DocumentRetentionDays`.
"""

from collections.abc import Iterator

from faktura.core.countries import region
from faktura.operations.erasure.customer import Customer
from faktura.operations.erasure.pims_store import PimsStore
from faktura.operations.erasure.step import Redaction, Step, Steps, kept
from faktura.operations.stack_store import StackStore
from faktura.pims.contact import email_address, national_digits, phone_number
from faktura.pims.schemas import Invoice

_SHARED = "the practice shows other owners with it, too, so it identifies nobody"
_PUSHES = "S3 deletes them after DocumentRetentionDays"


class PimsErasureService:
    """Erases pet owners of one practice."""

    def __init__(self, stack: StackStore, practice: str) -> None:
        self._practice, self._store = practice, PimsStore(stack)

    def registered(self) -> list[Customer]:
        """The invoices whose owners were erased before."""
        return [Customer("invoice", one) for one in self._store.erased(self._practice)]

    def note(self, customer: Customer) -> None:
        """Note the invoices of an owner who is erased."""
        for invoice in self._found(customer):
            self._store.note(self._practice, invoice.id)

    def redaction(self, _customer: Customer) -> Redaction:
        """Recorded answers to pushes say nothing of an owner."""
        return lambda answer: answer

    def steps(self, customer: Customer) -> Steps:
        """Each invoice with the owner's contacts."""
        for invoice in self._found(customer):
            for contact, is_shared in self._store.contacts(invoice):
                if is_shared:
                    yield kept("contact", contact, _SHARED)
            yield kept("accepted pushes", invoice.id, _PUSHES)
            yield self._step(invoice)

    def _step(self, invoice: Invoice) -> Step:
        return Step("invoice", invoice.id, lambda: self._store.delete(self._practice, invoice))

    def _found(self, customer: Customer) -> Iterator[Invoice]:
        if customer.word == "invoice":
            invoice = self._store.invoice(self._practice, customer.value)
            return iter([invoice] if invoice else [])
        return (one for one in self._store.invoices(self._practice) if _is_of(one, customer))


def _is_of(invoice: Invoice, customer: Customer) -> bool:
    """Whether an invoice's owner has this contact, as lookups compare it."""
    if customer.word == "email":
        email = email_address(customer.value)
        return bool(email) and email_address(invoice.pet_owner.email) == email
    country = region(invoice.vet_practice.country)
    digits = national_digits(phone_number(customer.value, country))
    return bool(digits) and national_digits(phone_number(invoice.pet_owner.phone, country)) == digits
