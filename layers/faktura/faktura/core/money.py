"""Exact numbers as JSON carries them: no binary float, no text, no booleans in disguise."""

from decimal import Context, Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

_DIGITS = 38
_SMALLEST, _LARGEST = -130, 125
_CONTEXT = Context(prec=_DIGITS)


def exact(value: Any) -> Decimal:
    """The number itself, refused when DynamoDB could not hold it (38 significant digits, 1E-130 to 9.9E+125)."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("number_type", "must be a number")
    number = Decimal(value)
    digits = "".join(map(str, number.as_tuple().digits)).strip("0")
    if number and (len(digits) > _DIGITS or not _SMALLEST <= number.adjusted() <= _LARGEST):
        raise PydanticCustomError("number_range", "must have at most 38 significant digits and a magnitude below 1E+126")
    return _CONTEXT.normalize(number) if len(number.as_tuple().digits) > _DIGITS else number


def whole(value: Any) -> int:
    """A whole number; `3` and `3.0` are the same JSON number."""
    number = exact(value)
    if number != number.to_integral_value():
        raise PydanticCustomError("whole_number", "must be a whole number")
    return int(number)


Exact = Annotated[Decimal, BeforeValidator(exact), WithJsonSchema({"type": "number", "format": "decimal"})]
Whole = Annotated[int, BeforeValidator(whole)]
