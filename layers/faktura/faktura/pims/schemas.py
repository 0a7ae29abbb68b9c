"""The body of a push: a practice's invoice (docs/apis/pims.md). Unknown fields are ignored.

A field may be null only where its type says so; `NOT_NULL` marks those that may be absent but not null.
"""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from faktura.core.exact_numbers import Exact, Whole
from faktura.core.model import NOT_NULL, ListLength, Model, ShortText, WithMessage
from faktura.core.text import DATE_TIME
from faktura.pims.date import in_calendar, instant

MAX_LINES = 10_000
"""An invoice holds at most 350 KB of JSON, which is less than 10,000 lines."""

MAX_AHEAD = timedelta(days=2)
"""How far an update time may lie in the future, for a practice's clock and time zone.

A later one would win over every correct update time that follows.
"""

_RFC_3339 = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})?$"

DateTime = Annotated[
    str,
    Field(pattern=_RFC_3339),
    AfterValidator(in_calendar),
    WithMessage("must be a date-time (RFC 3339)"),
    WithJsonSchema({"type": "string", **DATE_TIME}),
]


def _not_far_ahead(text: str, info: ValidationInfo) -> str:
    accepted_at: datetime | None = (info.context or {}).get("accepted_at")
    if accepted_at and instant(text) > instant((accepted_at + MAX_AHEAD).isoformat()):
        raise PydanticCustomError("far_ahead", "must not be more than two days in the future")
    return text


UpdateTime = Annotated[DateTime, AfterValidator(_not_far_ahead)]
"""Compared with `accepted_at` of the validation's context, and not at all without one."""

Identifier = Annotated[ShortText, Field(pattern=r"\S"), WithMessage("must be a text of 1 to 255 characters, not blank")]


class Pet(Model):
    """The animal that a line is about."""

    name: str = Field("", description="The animal's name.", examples=["Barksalot"])
    species: str = Field("", description="The animal's species.", examples=["dog"])
    breed: str = Field("", description="The animal's breed.", examples=["Beagle"])
    age: Whole | None = Field(None, description="The animal's age in years.", examples=[4])
    weight: Exact | None = Field(None, description="The animal's weight.", examples=[12.5])


class InvoiceItem(Model):
    """One line of an invoice."""

    invoice_item_id: str = Field("", description="The line's id in the practice's system.")
    description: str | None = Field(None, description="What was done or sold.", examples=["Emergency Exam"])
    loss_date: DateTime = Field("", description="When the treatment took place; without a time zone it is UTC.")
    quantity: Exact | None = Field(None, description="How many units; it may have decimals.", examples=[0.19])
    amount_charged: Annotated[Exact | None, NOT_NULL] = Field(
        None,
        description="The line's total, for all its units. Negative for a discount or a credit.",
        examples=[101.59],
    )
    code_name: str | None = Field(None, description="The practice's code for the item.", examples=["EMER01"])
    comments: str | None = Field(None, description="Anything the practice notes about the line.")
    is_payment: bool = Field(False, description="Whether the line is a payment by the owner and not a charge.")
    pet: Annotated[Pet | None, NOT_NULL] = Field(None, description="The animal that the line is about.")


class VetPractice(Model):
    """The practice that issued the invoice."""

    practice_id: Identifier = Field(
        description="The practice's id. The token must be for this practice.", examples=["petwell"]
    )
    location_id: str = Field("", description="The id of the practice's location.")
    name: str = Field("", description="The practice's name.", examples=["PetWell Clinic"])
    address: str = Field("", description="Street and number.")
    city: str = Field("", description="Town or city.")
    state: str | None = Field(None, description="State or province.")
    zip_code: str = Field("", description="Postal code.", examples=["33027"])
    country: str = Field("", description="Country, by name or code.", examples=["USA"])


class PetOwner(Model):
    """The person whom the invoice is for."""

    first_name: str = Field("", description="First name.", examples=["Ana"])
    last_name: str = Field("", description="Last name.", examples=["Ortiz"])
    email: str = Field("", description="E-mail address.", examples=["ana@example.com"])
    phone: str = Field(
        "",
        description="Telephone number; without a country code it is read as one of the practice's country.",
        examples=["+1 305 555 0100"],
    )
    address: str = Field("", description="Street and number.")
    city: str = Field("", description="Town or city.")
    state: str | None = Field(None, description="State or province.")
    zip_code: str = Field("", description="Postal code.")
    country: str = Field("", description="Country, by name or code.")


class Invoice(Model):
    """One invoice of one practice, identified by the practice's id and its own."""

    id: Identifier = Field(
        description="The invoice's id in the practice's system; a push with the same id updates the invoice.",
        examples=["57b367cd"],
    )
    date: DateTime = Field(description="When the invoice was issued; without a time zone it is UTC.")
    invoice_created_at: DateTime = Field("", description="When the invoice was entered in the practice's system.")
    invoice_updated_at: UpdateTime | None = Field(
        None,
        description="When the invoice last changed in the practice's system, at most two days in the future. "
        "The push with the latest time wins, in whatever order they arrive; without a time, the moment we accept the "
        "push counts.",
    )
    invoice_number: ShortText = Field(description="The number printed on the invoice.", examples=["1234567"])
    invoice_status: str = Field("", description="The invoice's status in the practice's system.")
    total: Annotated[Exact | None, NOT_NULL] = Field(
        None, description="The invoice's total. It need not equal the sum of the lines.", examples=[732.39]
    )
    invoice_items: Annotated[list[InvoiceItem], ListLength(MAX_LINES)] = Field(
        default_factory=list, description="The invoice's lines."
    )
    vet_practice: VetPractice = Field(description="The practice that issued the invoice.")
    pet_owner: PetOwner = Field(description="The person whom the invoice is for.")
