"""The types of the fields of cases and invoices, with their rules and messages."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from faktura.core.exact_numbers import exact
from faktura.core.model import WithMessage
from faktura.core.text import TextRule

MAX_TEXT_LENGTH = 255
_MAX_CURRENCY_LENGTH = 3

MAX_DEPTH = 100
"""Levels of a JSON object. Responses nest it a few levels deeper, and JSON is read to 200 levels."""

GUID = TextRule("must be a valid GUID", "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_WITHOUT_NUL = TextRule("must not contain the character U+0000", r"[^\u0000]*")


def _guid(value: Any) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("string", "must be a string")
    if not GUID.allows(value):
        raise PydanticCustomError("guid", GUID.message)
    return value.lower()


def _name(value: Any) -> str:
    if value == "":
        raise PydanticCustomError("empty", "is not allowed to be empty")
    return _text(value)


def _text(value: Any, max_length: int = MAX_TEXT_LENGTH) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("string", "must be a string")
    if len(value) > max_length:
        message = "length must be less than or equal to {max_length} characters long"
        raise PydanticCustomError("length", message, {"max_length": max_length})
    if not _WITHOUT_NUL.allows(value):
        raise PydanticCustomError("nul", _WITHOUT_NUL.message)
    return value


def _currency(value: Any) -> str:
    return _text(value, max_length=_MAX_CURRENCY_LENGTH)


def _text_schema(max_length: int, **terms: Any) -> WithJsonSchema:
    return WithJsonSchema({**_WITHOUT_NUL.schema, **terms, "maxLength": max_length})


def any_object(value: Any) -> Any:
    """A JSON object of at most `MAX_DEPTH` levels, whose numbers are within the limits of `exact`."""
    if not isinstance(value, dict):
        raise PydanticCustomError("object", "must be an object")
    return _with_exact_numbers(value, level=1)


def _with_exact_numbers(value: Any, level: int) -> Any:
    if level > MAX_DEPTH and isinstance(value, Mapping | list):
        message = "must not be nested deeper than {max_depth} levels"
        raise PydanticCustomError("depth", message, {"max_depth": MAX_DEPTH})
    if isinstance(value, Mapping):
        return {name: _with_exact_numbers(member, level + 1) for name, member in value.items()}
    if isinstance(value, list):
        return [_with_exact_numbers(member, level + 1) for member in value]
    return value if value is None or isinstance(value, str | bool) else exact(value)


Guid = Annotated[str, BeforeValidator(_guid), WithJsonSchema({**GUID.schema, "format": "uuid"})]
"""In lower case, however it is sent."""

Name = Annotated[str, BeforeValidator(_name), _text_schema(MAX_TEXT_LENGTH, minLength=1)]
Text = Annotated[str, BeforeValidator(_text), _text_schema(MAX_TEXT_LENGTH)]
Currency = Annotated[str, BeforeValidator(_currency), _text_schema(_MAX_CURRENCY_LENGTH)]
Flag = Annotated[bool, WithMessage("must be a boolean")]
AnyObject = Annotated[dict[str, Any], BeforeValidator(any_object)]
Kind = Annotated[Literal["invoice", "credit note"], WithMessage("must be one of [invoice, credit note]")]
Moment = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
