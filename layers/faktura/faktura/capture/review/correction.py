"""The rules of the values that a reviewer may put in the place of what was captured (docs/apis/capture.md, "Review").

A value that could not be shown as plain text is refused: control characters, and marks that turn the direction of text.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from faktura.core.exact_numbers import exact
from faktura.core.text import DATE, PRINTABLE_ID, UNSEEN, TextRule

_MAX_WHOLE_DIGITS, _MAX_DECIMALS = 15, 8
_UNSEEN_IN_ROWS = UNSEEN.replace(r"\u0000-\u001F", r"\u0000-\u0009\u000B-\u001F")


def _amount(value: Any) -> Decimal:
    number = exact(value)
    exponent = number.normalize().as_tuple().exponent
    if number.adjusted() >= _MAX_WHOLE_DIGITS or not isinstance(exponent, int) or exponent < -_MAX_DECIMALS:
        raise PydanticCustomError("amount", "must have at most 15 digits before the point and 8 after it")
    return number


def _day(text: str) -> str:
    try:
        if date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise PydanticCustomError("day", "must be a date such as 2026-11-21")


Amount = Annotated[
    Decimal,
    BeforeValidator(_amount),
    WithJsonSchema({"type": "number", "format": "decimal", "exclusiveMinimum": -1e15, "exclusiveMaximum": 1e15}),
]
Day = Annotated[str, AfterValidator(_day), WithJsonSchema({"type": "string", **DATE})]
DocumentNumber = Annotated[str, PRINTABLE_ID]
CurrencyCode = Annotated[str, TextRule("must be a currency code of three capital letters", "[A-Z]{3}")]

_NAME = f"[^{UNSEEN}]"
Name = Annotated[
    str,
    TextRule(
        "must have 1 to 255 characters, without control characters and marks of direction", _NAME + "{1,255}", 255
    ),
]
OptionalName = Annotated[
    str,
    TextRule("must have at most 255 characters, without control characters and marks of direction", _NAME + "*", 255),
]
LineText = Annotated[
    str,
    TextRule(
        "must have at most 2000 characters, without control characters and marks of direction",
        f"[^{_UNSEEN_IN_ROWS}]*",
        2_000,
    ),
]
"""Text that may have several rows."""
