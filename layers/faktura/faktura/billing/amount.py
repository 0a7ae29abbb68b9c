"""Dollars and cents: exact, of at most two decimals."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from faktura.core.exact_numbers import exact

LARGEST = Decimal("999999999.99")
"""The largest amount; a thousand of them still add up exactly."""

_CENT = Decimal("0.01")


def cents(value: Any) -> Decimal:
    """An amount of at most two decimals from 0 to `LARGEST` (CONTRACT section 2: 19.99, but not 1.005 or "40")."""
    amount = exact(value)
    if not 0 <= amount <= LARGEST:
        raise PydanticCustomError("amount_range", "must be an amount from 0 to {largest}", {"largest": str(LARGEST)})
    if amount != amount.quantize(_CENT):
        raise PydanticCustomError("decimals", "must have at most 2 decimals")
    return amount.normalize() if amount else Decimal(0)


def _positive(amount: Decimal) -> Decimal:
    if not amount:
        raise PydanticCustomError("amount_zero", "must be greater than 0")
    return amount


_SCHEMA = {"type": "number", "format": "decimal", "multipleOf": float(_CENT), "maximum": float(LARGEST)}

Amount = Annotated[Decimal, BeforeValidator(cents), WithJsonSchema({**_SCHEMA, "minimum": 0})]
PositiveAmount = Annotated[
    Decimal,
    BeforeValidator(cents),
    AfterValidator(_positive),
    WithJsonSchema({**_SCHEMA, "exclusiveMinimum": 0}),
]


def dollars(amount: Decimal) -> str:
    """As it is printed: `$1,234.50`, in parentheses when negative."""
    return f"${amount:,.2f}" if amount >= 0 else f"(${-amount:,.2f})"
