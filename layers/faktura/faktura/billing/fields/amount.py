"""Amounts in dollars: exact, with at most two decimal places (docs/apis/billing.md)."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from faktura.core.exact_numbers import exact

MAX_AMOUNT = Decimal("999999999.99")
"""A thousand amounts of this size still add up exactly."""

_CENT = Decimal("0.01")


def amount_from(value: Any) -> Decimal:
    """An amount from 0 to `MAX_AMOUNT`: 19.99 is one, but 1.005 and "40" are not."""
    amount = exact(value)
    if not 0 <= amount <= MAX_AMOUNT:
        raise PydanticCustomError("amount_range", "must be an amount from 0 to {maximum}", {"maximum": str(MAX_AMOUNT)})
    if amount != amount.quantize(_CENT):
        raise PydanticCustomError("decimals", "must have at most 2 decimal places")
    return amount.normalize() if amount else Decimal(0)


def _positive(amount: Decimal) -> Decimal:
    if not amount:
        raise PydanticCustomError("amount_zero", "must be greater than 0")
    return amount


_SCHEMA = {"type": "number", "format": "decimal", "multipleOf": float(_CENT), "maximum": float(MAX_AMOUNT)}

Amount = Annotated[Decimal, BeforeValidator(amount_from), WithJsonSchema({**_SCHEMA, "minimum": 0})]
PositiveAmount = Annotated[
    Decimal,
    BeforeValidator(amount_from),
    AfterValidator(_positive),
    WithJsonSchema({**_SCHEMA, "exclusiveMinimum": 0}),
]


def dollars(amount: Decimal) -> str:
    """An amount as it is printed: `$1,234.50`, in parentheses when negative."""
    return f"${amount:,.2f}" if amount >= 0 else f"(${-amount:,.2f})"
