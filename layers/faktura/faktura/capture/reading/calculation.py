"""Exact sums of amounts, and quotients."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

_EXACT = Context(prec=300)
"""Enough digits for any sum of amounts: each has a magnitude of 1E-130 to 1E+126."""


def exact_sum(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of the amounts, not rounded."""
    with localcontext(_EXACT):
        return sum(amounts, Decimal(0))


def divided(total: Decimal, by: Decimal) -> Decimal:
    """The quotient, rounded half up to 4 decimals, without trailing zeros."""
    with localcontext(_EXACT):
        quotient = (total / by).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        return quotient.normalize()
