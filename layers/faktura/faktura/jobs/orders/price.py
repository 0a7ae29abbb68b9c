"""The prices of a sales order: before and after discounts, with fees and tax (docs/apis/jobs.md)."""

from decimal import ROUND_DOWN, Context, Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from faktura.core.exact_numbers import Exact, exact
from faktura.core.model import Model
from faktura.jobs.orders.optional_field import IfReadable, Localized, Required, Text

_MAX_AMOUNT = 10**15

_MAX_DECIMALS = 18
"""Further decimals are cut off, so that a sum of amounts has at most 38 digits."""

_UNIT = Decimal(1).scaleb(-_MAX_DECIMALS)
_CONTEXT = Context(prec=38, rounding=ROUND_DOWN)


def _amount(value: Any) -> Decimal:
    if type(value) in (int, Decimal) and not -_MAX_AMOUNT < value < _MAX_AMOUNT:
        raise PydanticCustomError("amount", f"must be greater than -{_MAX_AMOUNT} and less than {_MAX_AMOUNT}")
    has_more_decimals = type(value) is Decimal and int(value.as_tuple().exponent) < -_MAX_DECIMALS
    return exact(value.quantize(_UNIT, context=_CONTEXT) if has_more_decimals else value)


Amount = Annotated[Exact, BeforeValidator(_amount)]
"""An amount of money, a quantity or a percentage."""


class Price(Model):
    """An amount in the order's currency; `tax_rate` in percent."""

    net_value: IfReadable[Amount] = None
    tax_value: IfReadable[Amount] = None
    gross_value: IfReadable[Amount] = None
    tax_rate: IfReadable[Amount] = None


class TaxAggregate(Model):
    """The amounts for each tax rate; a rate may have several lines."""

    lines: IfReadable[list[IfReadable[Price]]] = None


class ChargedPrice(Price):
    """The final price of an entry."""

    net_value: Required[Amount] = None
    tax_value: Required[Amount] = None


class FinalPrice(ChargedPrice):
    """The final price of the order."""

    gross_value: Required[Amount] = None
    tax_aggregate: IfReadable[TaxAggregate] = None


class Discount(Model):
    """A discount; it lowers the price that it belongs to by `price`."""

    id: Text = None
    code: Text = None
    name: Localized = None
    price: IfReadable[Price] = None


class DiscountedPrice(Price):
    """A price after its discounts."""

    applied_discounts: IfReadable[list[IfReadable[Discount]]] = None


class Fee(Model):
    """A fee of the order or of an entry; `price` is the one before discounts."""

    name: Localized = None
    price: IfReadable[Price] = None
    discounted_price: IfReadable[DiscountedPrice] = None


class TotalDiscount(DiscountedPrice):
    """All discounts of the order, those of its entries included; the amount is in `price` or in the object itself."""

    price: IfReadable[Price] = None


class OrderPrice(Model):
    """The calculated price of the order. `total_fee` is the sum of the payment fees and the fees of the entries.

    `total_fee` and `total_shipping` are after discounts, and `shipping` is before them.
    """

    discounted_price: IfReadable[DiscountedPrice] = None
    payment_fees: IfReadable[list[IfReadable[Fee]]] = None
    total_fee: IfReadable[DiscountedPrice] = None
    shipping: IfReadable[Price] = None
    total_shipping: IfReadable[DiscountedPrice] = None
    total_discount: IfReadable[TotalDiscount] = None
    final_price: Required[FinalPrice] = None


class EntryPrice(Model):
    """The calculated price of an entry: before discounts, after them, its fees, and the final price."""

    price: IfReadable[Price] = None
    discounted_price: IfReadable[DiscountedPrice] = None
    fees: IfReadable[list[IfReadable[Fee]]] = None
    total_fee: IfReadable[DiscountedPrice] = None
    final_price: Required[ChargedPrice] = None
