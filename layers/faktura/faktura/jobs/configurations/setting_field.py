"""The types of the fields of a configuration. Emporix stores every field as a string; numbers and lists work too."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from faktura.core.model import Model
from faktura.jobs.orders.optional_field import is_empty, without_empty

_MAX_HOURS = 24 * 366 * 100
_MAX_INTEGER = 10**18
_MAX_NAMES = 20
_MAX_AFFIX_LENGTH = 64
_MAX_AFFIX_BYTES = 200
"""Percent-encoded: the text becomes part of links and keys."""


class SettingModel(Model):
    """A configuration; its empty fields count as missing, as do the empty fields of a form."""

    @model_validator(mode="before")
    @classmethod
    def _without_empty_fields(cls, value: Any) -> Any:
        return without_empty(value) if isinstance(value, dict) else value


def _number(value: Any) -> Any:
    if isinstance(value, str):
        try:
            value = Decimal(value.strip())
        except InvalidOperation:
            raise PydanticCustomError("number", "must be a number") from None
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        raise PydanticCustomError("number", "must be a number")
    return value


def integer(value: Any) -> int:
    """A whole number, from a number or a text."""
    number = _number(value)
    if not -_MAX_INTEGER <= number <= _MAX_INTEGER or number != int(number):
        raise PydanticCustomError("integer", "must be a whole number")
    return int(number)


def _flag(value: Any) -> Any:
    """From a boolean, or `true` or `false` as a text."""
    flag = {"true": True, "false": False}.get(value.strip().lower()) if isinstance(value, str) else value
    if not isinstance(flag, bool):
        raise PydanticCustomError("flag", "must be true or false")
    return flag


def _hours(value: Any) -> Any:
    number = Decimal(_number(value))
    if not 0 <= number <= _MAX_HOURS:
        raise PydanticCustomError("hours", f"must be a number of hours from 0 to {_MAX_HOURS}")
    return number


def _names(value: Any) -> Any:
    """From `CREATED, SHIPPED`, a list of strings, or one whole number; without surrounding spaces."""
    parts = value.split(",") if isinstance(value, str) else value
    parts = [str(value)] if type(value) is int else parts
    if not _are_texts(parts):
        raise PydanticCustomError("names", "must be a text with names separated by commas, or a list of names")
    return tuple(dict.fromkeys(name for part in parts if part and (name := part.strip())))


def _lines(value: Any) -> Any:
    """From a string with line breaks, a list of lines, or an object whose values are lines."""
    parts = value.splitlines() if isinstance(value, str) else value
    parts = list(parts.values()) if isinstance(parts, dict) else parts
    if not _are_texts(parts):
        raise PydanticCustomError("lines", "must be a text, a list of lines, or an object whose values are lines")
    return tuple(line for part in parts if part and (line := part.strip()))


def _are_texts(parts: Any) -> bool:
    """Whether it is a list of strings; empty values among them do not matter."""
    return isinstance(parts, list | tuple) and all(isinstance(part, str) or is_empty(part) for part in parts)


def _affix(text: str) -> str:
    if not text.isprintable() or len(quote(text, safe="")) > _MAX_AFFIX_BYTES:
        message = f"must have printable characters only, and at most {_MAX_AFFIX_BYTES} bytes when percent-encoded"
        raise PydanticCustomError("affix", message)
    return text


Flag = Annotated[bool, BeforeValidator(_flag)]
Integer = Annotated[int, BeforeValidator(integer), Field(ge=0)]
Hours = Annotated[Decimal, BeforeValidator(_hours)]
Names = Annotated[tuple[str, ...], BeforeValidator(_names), Field(max_length=_MAX_NAMES)]
Lines = BeforeValidator(_lines)
Affix = Annotated[str, Field(max_length=_MAX_AFFIX_LENGTH), AfterValidator(_affix)]
"""The text before or after a number."""
