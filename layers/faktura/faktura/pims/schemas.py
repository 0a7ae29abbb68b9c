"""A practice's invoice as seed 000 prints it: required and nullable exactly as its tables, unknown fields ignored."""

from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from faktura.core.exact_numbers import Exact, Whole
from faktura.core.model import NOT_NULL, ListLength, Model, ShortText, WithMessage
from faktura.core.text import DATE_TIME

MOST_LINES = 10_000
"""An invoice holds at most 350 KB, which no 10,000 lines fit into."""

_RFC_3339 = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})?$"


def instant(text: str) -> str:
    """An RFC 3339 date-time as a UTC text that sorts by time, to the nanosecond; without a zone it is UTC."""
    moment = _utc(datetime.fromisoformat(text.upper()))
    fraction = text[19:].lstrip(".").rstrip("Zz").partition("+")[0].partition("-")[0][:9]
    return f"{moment:%Y-%m-%dT%H:%M:%S}".rjust(19, "0") + f".{fraction:0<9}Z"


def _calendar(text: str) -> str:
    moment = datetime.fromisoformat(text.upper())
    if moment.year in (MINYEAR, MAXYEAR):
        _utc(moment)
    return text


def _utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment
    except OverflowError as fault:
        raise ValueError("its zone leads out of the calendar") from fault


DateTime = Annotated[
    str,
    Field(pattern=_RFC_3339),
    AfterValidator(_calendar),
    WithMessage("must be a date-time (RFC 3339)"),
    WithJsonSchema({"type": "string", **DATE_TIME}),
]
MAX_AHEAD = timedelta(days=2)
"""By so much a practice's clock and zone may be ahead of ours. A later update time would outlast every true one."""


def _not_far_ahead(text: str, info: ValidationInfo) -> str:
    accepted_at: datetime | None = (info.context or {}).get("accepted_at")
    if accepted_at and instant(text) > instant((accepted_at + MAX_AHEAD).isoformat()):
        raise PydanticCustomError("far_ahead", "must not be more than two days in the future")
    return text


UpdateTime = Annotated[DateTime, AfterValidator(_not_far_ahead)]
"""Judged only while a push is accepted, by the moment that the validation's context names."""

Identifier = Annotated[ShortText, Field(pattern=r"\S"), WithMessage("must be a text of 1 to 255 characters, not blank")]


class Pet(Model):
    """The animal a line is about."""

    name: str = ""
    species: str = ""
    breed: str = ""
    age: Whole | None = None
    weight: Exact | None = None


class InvoiceItem(Model):
    """One line: `amount_charged` is the line's total, negative for discounts and credits (CONTRACT section 1)."""

    invoice_item_id: str = ""
    description: str | None = None
    loss_date: DateTime = ""
    quantity: Exact | None = None
    amount_charged: Annotated[Exact | None, NOT_NULL] = None
    code_name: str | None = None
    comments: str | None = None
    is_payment: bool = False
    pet: Annotated[Pet | None, NOT_NULL] = None


class VetPractice(Model):
    """The practice that wrote the invoice."""

    practice_id: Identifier
    location_id: str = ""
    name: str = ""
    address: str = ""
    city: str = ""
    state: str | None = None
    zip_code: str = ""
    country: str = ""


class PetOwner(Model):
    """Whom the invoice is for."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    city: str = ""
    state: str | None = None
    zip_code: str = ""
    country: str = ""


class Invoice(Model):
    """One invoice of one practice."""

    id: Identifier
    date: DateTime
    invoice_created_at: DateTime = ""
    invoice_updated_at: UpdateTime | None = None
    invoice_number: ShortText
    invoice_status: str = ""
    total: Annotated[Exact | None, NOT_NULL] = None
    invoice_items: Annotated[list[InvoiceItem], ListLength(MOST_LINES)] = Field(default_factory=list)
    vet_practice: VetPractice
    pet_owner: PetOwner
