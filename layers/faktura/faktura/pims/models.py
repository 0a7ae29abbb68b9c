"""A practice's invoice as seed 000 prints it: required and nullable exactly as its tables, unknown fields ignored."""

from datetime import UTC, datetime
from re import ASCII
from re import compile as pattern
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from faktura.core.model import NOT_NULL, Model, at_most
from faktura.core.money import Exact, Whole

MOST_LINES = 10_000
"""An invoice holds at most 350 KB, which no 10,000 lines fit into."""

_LONGEST_NAME = 500
"""Bytes: these become keys of an index, which holds 2,048 even where case-folding trebles them."""

_DATE_TIME = pattern(r"(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?([Zz]|[+-]\d\d:\d\d)?", ASCII)


def instant(text: str) -> str:
    """An RFC 3339 date-time as a UTC text that sorts by time, to the nanosecond; without a zone it is UTC."""
    if not (match := _DATE_TIME.fullmatch(text)):
        raise ValueError(text)
    seconds, fraction, zone = match.groups(default="")
    moment = datetime.fromisoformat(seconds.upper() + zone.upper().replace("Z", "+00:00"))
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}".rjust(19, "0") + f".{fraction:0<9}Z"


def _date_time(text: str) -> str:
    try:
        instant(text)
    except (ValueError, OverflowError) as fault:
        raise PydanticCustomError("date_time", "must be a date-time (RFC 3339)") from fault
    return text


def _short(text: str) -> str:
    if len(text.encode()) > _LONGEST_NAME:
        raise PydanticCustomError("too_long", "must have at most {bytes} bytes", {"bytes": _LONGEST_NAME})
    return text


def _named(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "must not be blank")
    return text


DateTime = Annotated[str, AfterValidator(_date_time), WithJsonSchema({"type": "string", "format": "date-time"})]
ShortText = Annotated[str, AfterValidator(_short)]
Identifier = Annotated[ShortText, AfterValidator(_named)]


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
    invoice_updated_at: DateTime | None = None
    invoice_number: ShortText
    invoice_status: str = ""
    total: Annotated[Exact | None, NOT_NULL] = None
    invoice_items: Annotated[list[InvoiceItem], at_most(MOST_LINES)] = []
    vet_practice: VetPractice
    pet_owner: PetOwner
