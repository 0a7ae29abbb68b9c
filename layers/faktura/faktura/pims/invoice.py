"""The parts of an invoice that the keys of the tables need: its number, its practice and its owner."""

from typing import Protocol

from faktura.pims.contact import Person


class Practice(Protocol):
    """The practice that issued an invoice."""

    @property
    def practice_id(self) -> str: ...  # noqa: D102 -- the names say it
    @property
    def country(self) -> str: ...  # noqa: D102


class Owner(Person, Protocol):
    """The person whom an invoice is for."""

    @property
    def address(self) -> str: ...  # noqa: D102
    @property
    def zip_code(self) -> str: ...  # noqa: D102


class OwnedInvoice(Protocol):
    """An invoice of a practice for an owner."""

    @property
    def vet_practice(self) -> Practice: ...  # noqa: D102
    @property
    def pet_owner(self) -> Owner: ...  # noqa: D102


class NumberedInvoice(OwnedInvoice, Protocol):
    """An invoice with its number."""

    @property
    def invoice_number(self) -> str: ...  # noqa: D102
