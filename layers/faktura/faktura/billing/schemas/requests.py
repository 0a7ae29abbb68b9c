"""The bodies of requests that create or change an invoice or a payment. Each field is checked by itself."""

from typing import Annotated, Any, Self

from pydantic import AfterValidator, AliasChoices, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from faktura.billing.allocation import MAX_INVOICES_OF_PAYMENT, MAX_PAYMENTS_OF_INVOICE
from faktura.billing.fields.amount import Amount, PositiveAmount
from faktura.billing.fields.identity import Id
from faktura.billing.fields.text import (
    Address,
    CalendarDate,
    DateOrDateTime,
    InvoiceNumber,
    Name,
    Note,
)
from faktura.billing.schemas.responses import InvoiceLine, PaymentType, Status
from faktura.core.attributes import size
from faktura.core.model import NOT_NULL, ListLength, Model

MAX_CLIENTS = 40
"""Of an invoice or a payment, so that each change fits into one transaction."""

MAX_LINES = 500
MAX_LINES_BYTES = 350 * 1024
"""The item that holds the lines and the note may have 400 KB."""

_ID_NAMES = ("id", "paymentId")
_AMOUNT_NAMES = ("amount", "amountTowardsInvoice")


def _distinct(values: list[Any]) -> list[Any]:
    if len(set(values)) < len(values):
        raise PydanticCustomError("duplicate", "must not contain the same id twice")
    return values


def _with_either_name(schema: dict[str, Any]) -> None:
    """Describe both names of each field in OpenAPI."""
    names = schema["properties"]
    names |= {"paymentId": names["id"], "amountTowardsInvoice": names["amount"]}
    schema["allOf"] = [{"oneOf": [{"required": [name]} for name in pair]} for pair in (_ID_NAMES, _AMOUNT_NAMES)]
    schema.pop("required")


class PaymentAllocation(Model):
    """The part of one payment that goes to the invoice. The fields may have the names that they have in an invoice."""

    model_config = ConfigDict(json_schema_extra=_with_either_name)

    payment_id: Id = Field(validation_alias=AliasChoices(*_ID_NAMES), description="The payment's id.")
    amount: PositiveAmount = Field(
        validation_alias=AliasChoices(*_AMOUNT_NAMES), description="The part that goes to the invoice, in dollars."
    )

    @model_validator(mode="before")
    @classmethod
    def _with_one_name(cls, value: Any) -> Any:
        for one, other in (_ID_NAMES, _AMOUNT_NAMES):
            if isinstance(value, dict) and one in value and other in value:
                raise PydanticCustomError(
                    "twice", "must have either {one} or {other}, not both", {"one": one, "other": other}
                )
        return value


class InvoiceAllocation(Model):
    """The part of the payment that goes to one invoice."""

    invoice_id: Id = Field(description="The invoice's id.")
    amount: PositiveAmount = Field(description="The part that goes to the invoice, in dollars.")


def _distinct_payments(allocations: list[PaymentAllocation]) -> list[PaymentAllocation]:
    _distinct([one.payment_id for one in allocations])
    return allocations


def _distinct_invoices(allocations: list[InvoiceAllocation]) -> list[InvoiceAllocation]:
    _distinct([one.invoice_id for one in allocations])
    return allocations


def _storable(lines: list[InvoiceLine]) -> list[InvoiceLine]:
    """The lines with every field set, so that this response is the same as that of a later GET."""
    complete = [InvoiceLine(**dict(line)) for line in lines]
    if size([dict(line) for line in complete]) > MAX_LINES_BYTES:
        raise PydanticCustomError("lines_size", "must be smaller than 350 KB in total")
    return complete


ClientIds = Annotated[
    list[Id], ListLength(MAX_CLIENTS), AfterValidator(_distinct), Field(json_schema_extra={"uniqueItems": True})
]
Lines = Annotated[list[InvoiceLine], ListLength(MAX_LINES), AfterValidator(_storable)]
PaymentAllocations = Annotated[
    list[PaymentAllocation], ListLength(MAX_PAYMENTS_OF_INVOICE), AfterValidator(_distinct_payments)
]
InvoiceAllocations = Annotated[
    list[InvoiceAllocation], ListLength(MAX_INVOICES_OF_PAYMENT), AfterValidator(_distinct_invoices)
]


def _with_any_property(schema: dict[str, Any]) -> None:
    """Require one of the properties in OpenAPI; unknown ones do not count."""
    schema["anyOf"] = [{"required": [name]} for name in schema["properties"]]


class _Change(Model):
    """The properties to change, at least one; the others stay as they are."""

    model_config = ConfigDict(json_schema_extra=_with_any_property)

    @model_validator(mode="after")
    def _is_not_empty(self) -> Self:
        if not self.model_fields_set:
            raise PydanticCustomError("empty", "At least one property must be given")
        return self


class InvoiceChange(_Change):
    """The properties of an invoice to change, at least one. An array replaces the whole array."""

    invoice_number: Annotated[InvoiceNumber | None, NOT_NULL] = Field(
        default=None, description="A number that no other invoice of the office has.", examples=["1003"]
    )
    invoice_date: Annotated[CalendarDate | None, NOT_NULL] = Field(
        default=None, description="The date of the invoice.", examples=["2020-10-01"]
    )
    line_items: Annotated[Lines | None, NOT_NULL] = Field(
        default=None, description="The services. An empty draft that gets its first lines becomes open."
    )
    client_note: Annotated[Note | None, NOT_NULL] = Field(
        default=None, description="A note to the client; may be empty, up to 200 lines of text."
    )
    total_charged: Annotated[Amount | None, NOT_NULL] = Field(
        default=None, description="What the invoice charges, in dollars. It need not be the sum of the lines."
    )
    bill_to: Address | None = Field(
        default=None, description="The name or address that the invoice is made out to; up to 20 lines of text."
    )
    status: Annotated[Status | None, NOT_NULL] = Field(
        default=None,
        description="The new status, in place of the one that would follow from lines, price and payments.",
    )
    payments: Annotated[PaymentAllocations | None, NOT_NULL] = Field(
        default=None, description="The payments that pay this invoice, each at most once."
    )
    clients: Annotated[ClientIds | None, NOT_NULL] = Field(
        default=None, description="The ids of the clients that the invoice is for, each at most once."
    )


class PaymentTerms(Model):
    """What a payment says of itself, without the invoices that it pays."""

    payment_date: DateOrDateTime = Field(
        description="When the payment was made: a date or a date-time. Without a zone it is UTC.",
        examples=["2020-10-01T00:00:00Z"],
    )
    payment_amount: PositiveAmount = Field(description="The whole amount, in dollars, with the donation.")
    payment_type: PaymentType = Field(description="How the payment was made.")
    donation_amount: Amount | None = Field(default=None, description="The part that is a donation, in dollars.")
    payer_client_ids: ClientIds = Field(
        default_factory=list, description="The ids of the clients that pay, each at most once."
    )
    payer_name: Name | None = Field(default=None, description="The name of the payer, for the receipt.")


class NewPayment(PaymentTerms):
    """A payment to record."""

    invoices: InvoiceAllocations = Field(
        default_factory=list, description="The invoices that the payment pays, each at most once."
    )


class PaymentChange(_Change):
    """The properties of a payment to change, at least one. An array replaces the whole array."""

    payment_date: Annotated[DateOrDateTime | None, NOT_NULL] = Field(
        default=None,
        description="When the payment was made: a date or a date-time. Without a zone it is UTC.",
        examples=["2020-10-01T00:00:00Z"],
    )
    payment_amount: Annotated[PositiveAmount | None, NOT_NULL] = Field(
        default=None, description="The whole amount, in dollars, with the donation."
    )
    payment_type: Annotated[PaymentType | None, NOT_NULL] = Field(default=None, description="How the payment was made.")
    invoices: Annotated[InvoiceAllocations | None, NOT_NULL] = Field(
        default=None, description="The invoices that the payment pays, each at most once."
    )
    donation_amount: Amount | None = Field(
        default=None, description="The part that is a donation, in dollars. 0 or null removes the donation."
    )
    payer_client_ids: Annotated[ClientIds | None, NOT_NULL] = Field(
        default=None, description="The ids of the clients that pay, each at most once."
    )
    payer_name: Name | None = Field(default=None, description="The name of the payer, for the receipt.")
