"""Optional fields of orders and configurations: null and an empty string, list or object count as missing.

`Required` keeps the strict type; `pricing.py` names it if it is missing. `IfReadable` never refuses: a value
of another type counts as missing.
"""

from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, ValidationError, WrapValidator
from pydantic_core.core_schema import ValidatorFunctionWrapHandler

T = TypeVar("T")


def is_empty(value: Any) -> bool:
    """Whether a JSON value counts as missing: null, or an empty string, list or object."""
    return value in (None, "", [], {})


def without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of an object that do not count as missing."""
    return {name: value for name, value in fields.items() if not is_empty(value)}


def _none_if_empty(value: Any) -> Any:
    stripped = value.strip() if isinstance(value, str) else value
    return None if is_empty(stripped) else stripped


def _none_if_unreadable(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(_none_if_empty(value))
    except ValidationError:
        return None


def _text(value: Any) -> str | None:
    """A string without surrounding spaces, or the digits of a number."""
    if type(value) in (int, Decimal):
        return format(value, "f") if type(value) is Decimal else str(value)
    return value.strip() or None if isinstance(value, str) else None


def _localized(value: Any) -> str | dict[str, str] | None:
    if not isinstance(value, dict):
        return _text(value)
    return {language: text for language, sent in value.items() if (text := _text(sent))} or None


Required = Annotated[T | None, BeforeValidator(_none_if_empty)]
IfReadable = Annotated[T | None, WrapValidator(_none_if_unreadable)]
Text = Annotated[str | None, BeforeValidator(_text)]
Localized = Annotated[str | dict[str, str] | None, BeforeValidator(_localized)]
"""One text, or one for each language."""
