"""Exact numbers from JSON: binary floats, strings and booleans are refused."""

from contextlib import AbstractContextManager
from decimal import Context, Decimal, localcontext
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

_DIGITS = 38
_MIN_EXPONENT, _MAX_EXPONENT = -130, 125
_WHOLE_BOUND = 10**_DIGITS
_CONTEXT = Context(prec=_DIGITS)
_CALCULATED_DIGITS = 100
"""More than products and sums of amounts have."""


def exact(value: Any) -> Decimal:
    """Return the number if DynamoDB can hold it (38 significant digits, 1E-130 to 9.9E+125), else refuse it.

    A zero has no sign: `-0.00` is `0.00`.
    """
    if type(value) is Decimal:
        number = value
    elif type(value) is int:
        number = Decimal(value)
    else:
        raise PydanticCustomError("number_type", "must be a number")
    if len(str(number)) <= _DIGITS and -90 < number.adjusted() < 90:
        return number if number else number.copy_abs()  # nearly every amount is so short
    return _normalized(number)


def whole(value: Any) -> int:
    """A whole number; `3` and `3.0` are the same JSON number."""
    if type(value) is int and -_WHOLE_BOUND < value < _WHOLE_BOUND:
        return value
    number = exact(value)
    if number != number.to_integral_value():
        raise PydanticCustomError("whole_number", "must be a whole number")
    if not -_WHOLE_BOUND < number < _WHOLE_BOUND:
        raise PydanticCustomError("whole_range", "must have at most {digits} digits", {"digits": _DIGITS})
    return int(number)


def calculating() -> AbstractContextManager[Context]:
    """A block that calculates with enough digits for products and sums of amounts to be exact."""
    return localcontext(prec=_CALCULATED_DIGITS)


def _between(kind: str, bound: float, **terms: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": kind, **terms, "exclusiveMinimum": -bound, "exclusiveMaximum": bound})


def _normalized(number: Decimal) -> Decimal:
    """The same value without trailing zeros, if DynamoDB can hold that."""
    if not number:
        return Decimal(0)
    if not _MIN_EXPONENT <= number.adjusted() <= _MAX_EXPONENT or _CONTEXT.plus(number) != number:
        raise PydanticCustomError(
            "number_range", "must have at most 38 significant digits and a magnitude below 1E+126"
        )
    return _CONTEXT.normalize(number)


Exact = Annotated[Decimal, BeforeValidator(exact), _between("number", 10.0 ** (_MAX_EXPONENT + 1), format="decimal")]
"""JSON Schema cannot express the number of digits, nor the smallest magnitude."""

Whole = Annotated[int, BeforeValidator(whole), _between("integer", 10.0**_DIGITS)]
