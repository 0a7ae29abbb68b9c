"""What a request may say of an invoice or a payment, each field checked by itself (CONTRACT section 2)."""

from typing import Annotated, Any, Self

from pydantic import AfterValidator, AliasChoices, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from faktura.billing.amount import Amount, PositiveAmount
from faktura.billing.identity import Identity
from faktura.billing.invoice import MOST_CLIENTS, MOST_INVOICES, MOST_PAYMENTS
from faktura.billing.schemas.responses import LineItem, PaymentType, Status
from faktura.billing.text import (
    Address,
    CalendarDate,
    Moment,
    Name,
    Note,
    Number,
)
from faktura.core.attributes import size
from faktura.core.model import NOT_NULL, ListLength, Model

MOST_LINES = 500
LARGEST_BODY = 350 * 1024
"""Bytes that the lines may take; the item that holds them beside the note has 400 KB."""

_ID_NAMES = ("id", "paymentId")
_AMOUNT_NAMES = ("amount", "amountTowardsInvoice")


def _distinct(values: list[Any]) -> list[Any]:
    if len(set(values)) < len(values):
        raise PydanticCustomError("duplicate", "must not have the same id twice")
    return values


def _under_either_name(schema: dict[str, Any]) -> None:
    """Both pairs of names, in the OpenAPI description."""
    names = schema["properties"]
    names |= {"paymentId": names["id"], "amountTowardsInvoice": names["amount"]}
    schema["allOf"] = [{"oneOf": [{"required": [name]} for name in pair]} for pair in (_ID_NAMES, _AMOUNT_NAMES)]
    schema.pop("required")


class InvoiceShare(Model):
    """`{id, amount}`, or the names that an invoice is answered with."""

    model_config = ConfigDict(json_schema_extra=_under_either_name)

    payment_id: Identity = Field(validation_alias=AliasChoices(*_ID_NAMES))
    amount: PositiveAmount = Field(validation_alias=AliasChoices(*_AMOUNT_NAMES))

    @model_validator(mode="before")
    @classmethod
    def _under_one_name(cls, value: Any) -> Any:
        for one, other in (_ID_NAMES, _AMOUNT_NAMES):
            if isinstance(value, dict) and one in value and other in value:
                raise PydanticCustomError(
                    "twice", "must have one of {one} and {other}, not both", {"one": one, "other": other}
                )
        return value


class PaymentShare(Model):
    """What a payment gives to one invoice."""

    invoice_id: Identity
    amount: PositiveAmount


def _one_each(shares: list[Any]) -> list[Any]:
    _distinct([getattr(share, "invoice_id", None) or share.payment_id for share in shares])
    return shares


def _fitting(lines: list[LineItem]) -> list[LineItem]:
    """With every field set, so that what is answered now is what a GET answers."""
    whole = [LineItem(**dict(line)) for line in lines]
    if size([dict(line) for line in whole]) > LARGEST_BODY:
        raise PydanticCustomError("lines_size", "must be smaller than 350 KB")
    return whole


Clients = Annotated[
    list[Identity], ListLength(MOST_CLIENTS), AfterValidator(_distinct), Field(json_schema_extra={"uniqueItems": True})
]
Lines = Annotated[list[LineItem], ListLength(MOST_LINES), AfterValidator(_fitting)]


def _says_one_of_its_properties(schema: dict[str, Any]) -> None:
    """In the OpenAPI description; a property that nobody knows says nothing."""
    schema["anyOf"] = [{"required": [name]} for name in schema["properties"]]


class _Partial(Model):
    """A change says at least one thing; what it does not say stays."""

    model_config = ConfigDict(json_schema_extra=_says_one_of_its_properties)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise PydanticCustomError("empty", "At least one property must be given")
        return self


class InvoiceChange(_Partial):
    """`PATCH /api/invoices/{invoiceId}`; an array replaces the whole array."""

    invoice_number: Annotated[Number | None, NOT_NULL] = None
    invoice_date: Annotated[CalendarDate | None, NOT_NULL] = None
    line_items: Annotated[Lines | None, NOT_NULL] = None
    client_note: Annotated[Note | None, NOT_NULL] = None
    total_charged: Annotated[Amount | None, NOT_NULL] = None
    bill_to: Address | None = None
    status: Annotated[Status | None, NOT_NULL] = None
    payments: Annotated[
        Annotated[list[InvoiceShare], ListLength(MOST_PAYMENTS), AfterValidator(_one_each)] | None, NOT_NULL
    ] = None
    clients: Annotated[Clients | None, NOT_NULL] = None


Shares = Annotated[list[PaymentShare], ListLength(MOST_INVOICES), AfterValidator(_one_each)]


class NewPayment(Model):
    """`POST /api/payments`."""

    payment_date: Moment
    payment_amount: PositiveAmount
    payment_type: PaymentType
    invoices: Shares = Field(default_factory=list)
    donation_amount: Amount | None = None
    payer_client_ids: Clients = Field(default_factory=list)
    payer_name: Name | None = None


class PaymentChange(_Partial):
    """`PATCH /api/payments/{paymentId}`; a donation of 0 or null ends the donation."""

    payment_date: Annotated[Moment | None, NOT_NULL] = None
    payment_amount: Annotated[PositiveAmount | None, NOT_NULL] = None
    payment_type: Annotated[PaymentType | None, NOT_NULL] = None
    invoices: Annotated[Shares | None, NOT_NULL] = None
    donation_amount: Amount | None = None
    payer_client_ids: Annotated[Clients | None, NOT_NULL] = None
    payer_name: Name | None = None
