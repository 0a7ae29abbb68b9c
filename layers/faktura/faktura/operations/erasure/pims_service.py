"""Erases a pet owner at a practice: the copies of the practice's invoices, and the owner's contacts.

The practice's own system keeps the invoices as the law asks. Faktura's copies serve lookups by the owner, so they go,
also from the accepted pushes, which S3 keeps for `DocumentRetentionDays`.
"""

from collections.abc import Iterator
from functools import partial

from faktura.core.countries import region
from faktura.operations.erasure.customer import Customer
from faktura.operations.erasure.pims_store import PimsStore
from faktura.operations.erasure.step import Redaction, Step, Steps, kept
from faktura.operations.stack_store import StackStore
from faktura.pims.contact import email_address, national_digits, phone_number
from faktura.pims.schemas import Invoice

_SHARED = "the practice shows other owners with it, too, so it identifies nobody"


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
        """The pushes first, then each invoice with the owner's contacts."""
        invoices = list(self._found(customer))
        yield from self._of_pushes(customer, {one.id for one in invoices})
        for invoice in invoices:
            for contact, is_shared in self._store.contacts(invoice):
                if is_shared:
                    yield kept("contact", contact, _SHARED)
            yield self._step(invoice)

    def _of_pushes(self, customer: Customer, ids: set[str]) -> Steps:
        """Also those of invoices that are gone, or that named the owner only at first."""

        def is_erased(invoice: Invoice) -> bool:
            if invoice.vet_practice.practice_id != self._practice:
                return False
            return invoice.id in ids or _is_of(invoice, customer)

        for key, invoices in self._store.pushes():
            if any(map(is_erased, invoices)):
                yield Step("accepted push", key, partial(self._store.leave_out, key, is_erased))

    def _step(self, invoice: Invoice) -> Step:
        return Step("invoice", invoice.id, lambda: self._store.delete(self._practice, invoice))

    def _found(self, customer: Customer) -> Iterator[Invoice]:
        if customer.word == "invoice":
            invoice = self._store.invoice(self._practice, customer.value)
            return iter([invoice] if invoice else [])
        return (one for one in self._store.invoices(self._practice) if _is_of(one, customer))


def _is_of(invoice: Invoice, customer: Customer) -> bool:
    """Whether it is this invoice, or its owner has this contact, as lookups compare it."""
    if customer.word == "invoice":
        return invoice.id == customer.value
    if customer.word == "email":
        email = email_address(customer.value)
        return bool(email) and email_address(invoice.pet_owner.email) == email
    country = region(invoice.vet_practice.country)
    digits = national_digits(phone_number(customer.value, country))
    return bool(digits) and national_digits(phone_number(invoice.pet_owner.phone, country)) == digits
