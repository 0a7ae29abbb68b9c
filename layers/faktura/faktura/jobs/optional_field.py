"""Members that may be missing: a null, an empty text, list or object says no more than no member at all.

`Required` keeps what is there strictly to its type, and leaves it to whoever needs it to name what is missing.
`IfReadable` never refuses: what is not of its type is as good as missing.
"""

from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, ValidationError, WrapValidator
from pydantic_core.core_schema import ValidatorFunctionWrapHandler

T = TypeVar("T")


def is_absent(value: Any) -> bool:
    """Whether a JSON value says nothing: null, an empty text, list or object."""
    return value in (None, "", [], {})


def present(members: dict[str, Any]) -> dict[str, Any]:
    """An object's members that say something."""
    return {name: value for name, value in members.items() if not is_absent(value)}


def _or_none(value: Any) -> Any:
    said = value.strip() if isinstance(value, str) else value
    return None if is_absent(said) else said


def _if_readable(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(_or_none(value))
    except ValidationError:
        return None


def _text(value: Any) -> str | None:
    """Itself without the spaces around; a number as it is written."""
    if type(value) in (int, Decimal):
        return format(value, "f") if type(value) is Decimal else str(value)
    return value.strip() or None if isinstance(value, str) else None


def _localized(value: Any) -> str | dict[str, str] | None:
    if not isinstance(value, dict):
        return _text(value)
    return {language: text for language, said in value.items() if (text := _text(said))} or None


Required = Annotated[T | None, BeforeValidator(_or_none)]
IfReadable = Annotated[T | None, WrapValidator(_if_readable)]
Text = Annotated[str | None, BeforeValidator(_text)]
Localized = Annotated[str | dict[str, str] | None, BeforeValidator(_localized)]
"""A text, or one for each language."""
