"""The records of an office's import files: the API's own requests, with the names that an import adds."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from faktura.billing.allocation import MAX_INVOICES_OF_PAYMENT
from faktura.billing.fields.amount import Amount, PositiveAmount
from faktura.billing.fields.text import CalendarDate, InvoiceNumber
from faktura.billing.schemas.requests import InvoiceAllocation, InvoiceChange, NewPayment, PaymentTerms
from faktura.core.attributes import size
from faktura.core.model import ListLength, Model
from faktura.imports.digest import digest

Tag = Literal["immigration"]


class ImportedInvoice(InvoiceChange):
    """An invoice that another system has issued."""

    invoice_number: InvoiceNumber
    invoice_date: CalendarDate
    total_charged: Amount
    tags: list[Tag] = Field(default_factory=list)

    @property
    def name(self) -> str:
        """Its number."""
        return self.invoice_number

    @cached_property
    def digest(self) -> str:
        """What identifies its content."""
        return digest(self.model_dump(exclude_defaults=True))

    @property
    def weight(self) -> int:
        """About how many bytes it takes in a transaction."""
        return size(self.model_dump(exclude_defaults=True))


class NumberedAllocation(Model):
    """The part of a payment that goes to the invoice with a number."""

    invoice_number: InvoiceNumber
    amount: PositiveAmount


def _distinct(allocations: list[NumberedAllocation]) -> list[NumberedAllocation]:
    if len({one.invoice_number for one in allocations}) < len(allocations):
        raise PydanticCustomError("duplicate", "must not contain the same number twice")
    return allocations


class ImportedPayment(PaymentTerms):
    """A payment that another system has recorded, under a reference of its own."""

    payment_reference: InvoiceNumber
    invoices: Annotated[list[NumberedAllocation], ListLength(MAX_INVOICES_OF_PAYMENT), AfterValidator(_distinct)] = (
        Field(default_factory=list)
    )
    tags: list[Tag] = Field(default_factory=list)

    @property
    def name(self) -> str:
        """Its reference."""
        return self.payment_reference

    @cached_property
    def digest(self) -> str:
        """What identifies its content."""
        return digest(self.model_dump(exclude_defaults=True))

    def as_new(self, ids: Mapping[str, int]) -> NewPayment:
        """The payment as the API takes it, with the ids of its invoices by their numbers."""
        terms = {name: getattr(self, name) for name in PaymentTerms.model_fields}
        paid = [InvoiceAllocation(invoice_id=ids[one.invoice_number], amount=one.amount) for one in self.invoices]
        return NewPayment(**terms, invoices=paid)
