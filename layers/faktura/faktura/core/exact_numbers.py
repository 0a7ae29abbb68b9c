"""Exact numbers as JSON carries them: no binary float, no text, no booleans in disguise."""

from decimal import Context, Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

_DIGITS = 38
_SMALLEST, _LARGEST = -130, 125
_WIDEST = 10**_DIGITS
_CONTEXT = Context(prec=_DIGITS)


def exact(value: Any) -> Decimal:
    """The number itself, refused when DynamoDB could not hold it (38 significant digits, 1E-130 to 9.9E+125)."""
    if type(value) is Decimal:
        number = value
    elif type(value) is int:
        number = Decimal(value)
    else:
        raise PydanticCustomError("number_type", "must be a number")
    if len(str(number)) <= _DIGITS and -90 < number.adjusted() < 90:
        return number  # as nearly every amount is
    return _settled(number)


def whole(value: Any) -> int:
    """A whole number; `3` and `3.0` are the same JSON number."""
    if type(value) is int and -_WIDEST < value < _WIDEST:
        return value
    number = exact(value)
    if number != number.to_integral_value():
        raise PydanticCustomError("whole_number", "must be a whole number")
    if not -_WIDEST < number < _WIDEST:
        raise PydanticCustomError("whole_range", "must have at most {digits} digits", {"digits": _DIGITS})
    return int(number)


def _between(kind: str, bound: float, **terms: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": kind, **terms, "exclusiveMinimum": -bound, "exclusiveMaximum": bound})


def _settled(number: Decimal) -> Decimal:
    """The same value without zeros at its end, if that makes it fit."""
    if not number:
        return Decimal(0)
    if not _SMALLEST <= number.adjusted() <= _LARGEST or _CONTEXT.plus(number) != number:
        raise PydanticCustomError(
            "number_range", "must have at most 38 significant digits and a magnitude below 1E+126"
        )
    return _CONTEXT.normalize(number)


Exact = Annotated[Decimal, BeforeValidator(exact), _between("number", 10.0 ** (_LARGEST + 1), format="decimal")]
"""JSON Schema cannot say how many digits it has, nor how near to zero it may come."""

Whole = Annotated[int, BeforeValidator(whole), _between("integer", 10.0**_DIGITS)]
