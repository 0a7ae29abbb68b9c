"""The configurations that jobs read: `invoiceSettings`, `invoiceNumbering` and `sellerAddress` (CONTRACT section 4).

Emporix keeps every member of them as a text; numbers and lists are taken too.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

from faktura.core.model import Model, ShortText, validated
from faktura.jobs.optional_field import is_absent, present

INVOICE_SETTINGS = "invoiceSettings"
INVOICE_NUMBERING = "invoiceNumbering"
SELLER_ADDRESS = "sellerAddress"

_LONGEST_HOURS = 24 * 366 * 100
_LARGEST_WHOLE = 10**18
_MOST_NAMES = 20
_MOST_LINES = 12
_LONGEST_AFFIX = 200
"""Bytes, as a part of links and keys."""


def _number(value: Any) -> Any:
    if isinstance(value, str):
        try:
            value = Decimal(value.strip())
        except InvalidOperation:
            raise PydanticCustomError("number", "must be a number") from None
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        raise PydanticCustomError("number", "must be a number")
    return value


def _whole(value: Any) -> Any:
    number = _number(value)
    if not -_LARGEST_WHOLE <= number <= _LARGEST_WHOLE or number != int(number):
        raise PydanticCustomError("whole_number", "must be a whole number")
    return int(number)


def _hours(value: Any) -> Any:
    number = Decimal(_number(value))
    if not 0 <= number <= _LONGEST_HOURS:
        raise PydanticCustomError("hours", "must be hours from 0")
    return number


def _names(value: Any) -> Any:
    """`CREATED, SHIPPED`, a list of texts, or the number that a text would be; without the spaces around."""
    parts = value.split(",") if isinstance(value, str) else value
    parts = [str(value)] if type(value) is int else parts
    if not _are_texts(parts):
        raise PydanticCustomError("names", "must be a text of names with commas between them")
    return tuple(dict.fromkeys(name for part in parts if part and (name := part.strip())))


def _lines(value: Any) -> Any:
    """A text with line breaks, a list of lines, or an object whose members are lines."""
    parts = value.splitlines() if isinstance(value, str) else value
    parts = list(parts.values()) if isinstance(parts, dict) else parts
    if not _are_texts(parts):
        raise PydanticCustomError("lines", "must be a text, perhaps of several lines")
    return tuple(line for part in parts if part and (line := part.strip()))


def _are_texts(parts: Any) -> bool:
    """Whether it is a list of texts, with gaps perhaps."""
    return isinstance(parts, list | tuple) and all(isinstance(part, str) or is_absent(part) for part in parts)


def _affix(text: str) -> str:
    if not text.isprintable() or len(quote(text, safe="")) > _LONGEST_AFFIX:
        raise PydanticCustomError("affix", "must be printable, and short when written in a link")
    return text


Names = Annotated[tuple[str, ...], BeforeValidator(_names), Field(max_length=_MOST_NAMES)]
AffixText = Annotated[str, Field(max_length=64), AfterValidator(_affix)]


class _Form(Model):
    """Members that say nothing count as absent, as the empty fields of a form do."""

    @model_validator(mode="before")
    @classmethod
    def _without_empty_fields(cls, value: Any) -> Any:
        return present(value) if isinstance(value, dict) else value


class InvoiceSettings(_Form):
    """What an AUTOMATIC job selects: orders of a status and an extended status, `threshold` hours after delivery."""

    threshold: Annotated[Decimal, BeforeValidator(_hours)] = Decimal(96)
    status: Names = ("CREATED",)
    extended_order_status: Names = ("70",)

    def delivered_by(self, moment: datetime) -> datetime:
        """The latest delivery that is due at `moment`; exactly the threshold is due."""
        return moment - timedelta(seconds=int(self.threshold * 3600))

    @property
    def statuses(self) -> list[tuple[str, str]]:
        """Every wanted pair of status and extended status; a blank list means the default."""
        return [
            (status, extended)
            for status in self.status or ("CREATED",)
            for extended in self.extended_order_status or ("70",)
        ]


class Numbering(_Form):
    """How invoices are numbered: `ORD-001001-EU`. Each pair of texts counts by itself, from `start_value` + 1."""

    pre_text: AffixText = ""
    post_text: AffixText = ""
    start_value: Annotated[int, BeforeValidator(_whole), Field(ge=0)] = 0
    max_value: Annotated[int, BeforeValidator(_whole), Field(ge=0)] | None = None
    number_of_digits: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=20)] = 0

    def in_year(self, year: int) -> "Numbering":
        """The same, with `__year__` in its texts replaced."""
        return self.model_copy(
            update={
                "pre_text": self.pre_text.replace("__year__", str(year)),
                "post_text": self.post_text.replace("__year__", str(year)),
            }
        )

    def text(self, number: int) -> str:
        """One number as it is printed."""
        return f"{self.pre_text}{number:0{self.number_of_digits}d}{self.post_text}"


class Seller(_Form):
    """Who sells, as the invoice's head shows it."""

    name: ShortText = ""
    address: Annotated[tuple[ShortText, ...], BeforeValidator(_lines), Field(max_length=_MOST_LINES)] = ()
    """Its lines."""

    vat_id: ShortText = ""


_SHAPES: Mapping[str, TypeAdapter[Any]] = {
    INVOICE_SETTINGS: TypeAdapter(InvoiceSettings),
    INVOICE_NUMBERING: TypeAdapter(Numbering),
    SELLER_ADDRESS: TypeAdapter(Seller),
}


def understood(key: str, value: Any) -> Any:
    """`value` as the type its key stands for, `None` where it is null; an `InvalidRequest` where it cannot be that.

    A value under any other key is its own affair and comes back as it is.
    """
    return validated(_SHAPES[key], value) if key in _SHAPES and value is not None else value
