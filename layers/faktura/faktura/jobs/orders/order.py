"""A sales order of Emporix (v2), as far as an invoice needs it (docs/apis/jobs.md).

Orders come from many shops and cart versions. What an invoice needs is `Required`, and `pricing.py` names what is
missing. All other fields are read if they can be, and never make an order fail.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import ROUND_DOWN, Context, Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, TypeAdapter
from pydantic_core import PydanticCustomError

from faktura.core.errors import InvalidRequest
from faktura.core.exact_numbers import Exact, exact
from faktura.core.model import Model, validated
from faktura.jobs.errors import OrderIncomplete
from faktura.jobs.orders.optional_field import (
    IfReadable,
    Localized,
    Required,
    Text,
)

MAX_ORDER_BYTES = 400 * 1024
"""Bytes of an order as JSON."""

_MAX_STATUS_LENGTH = 128
"""Characters of status and extended status together; they become a key."""

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


class Fee(Model):
    """A fee of the order, for example of its payment method."""

    name: Localized = None
    price: IfReadable[Price] = None


class OrderPrice(Model):
    """The calculated price of the order. `total_fee` is the sum of the payment fees and the fees of the entries."""

    payment_fees: IfReadable[list[IfReadable[Fee]]] = None
    total_fee: IfReadable[Price] = None
    total_shipping: IfReadable[Price] = None
    final_price: Required[FinalPrice] = None


class EntryPrice(Model):
    """The calculated price of an entry: before discounts, its fees, and the final price."""

    price: IfReadable[Price] = None
    total_fee: IfReadable[Price] = None
    final_price: Required[ChargedPrice] = None


class Product(Model):
    """The product that was bought."""

    id: Text = None
    sku: Text = None
    name: Localized = None
    localized_name: Localized = None


class Entry(Model):
    """One line of the order."""

    id: Text = None
    amount: IfReadable[Amount] = None
    ordered_amount: IfReadable[Amount] = None
    effective_quantity: IfReadable[Amount] = None
    unit_price: IfReadable[Amount] = None
    calculated_unit_price: IfReadable[Price] = None
    calculated_price: Required[EntryPrice] = None
    product: IfReadable[Product] = None


class Address(Model):
    """The billing or shipping address."""

    contact_name: Text = None
    company_name: Text = None
    street: Text = None
    street_number: Text = None
    street_appendix: Text = None
    extra_line1: Text = None
    zip_code: Text = None
    city: Text = None
    state: Text = None
    country: Text = None


class SalesOrder(Model):
    """The sales order."""

    id: str
    currency: Required[str] = None
    country_code: Text = None
    created: Text = None
    entries: Required[list[Required[Entry]]] = None
    billing_address: Required[Address] = None
    shipping_address: IfReadable[Address] = None
    calculated_price: Required[OrderPrice] = None
    delivery_date: Text = None

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "SalesOrder":
        """The order from its stored JSON; `OrderIncomplete` if a required field has the wrong type."""
        delivered = delivered_at(content)
        try:
            document = {**content, "deliveryDate": delivered.isoformat() if delivered else None}
            return validated(_ORDER, document)
        except InvalidRequest as fault:
            raise OrderIncomplete(f"The order cannot be read: {fault.message}"[:500]) from None

    @property
    def goods(self) -> Iterator[tuple[int, Entry]]:
        """The entries that are not null, each with its position in the order."""
        return ((position, entry) for position, entry in enumerate(self.entries or ()) if entry)

    @property
    def country(self) -> str:
        """The country that decides the language: the order's, else that of the billing address."""
        billing = self.billing_address.country if self.billing_address else None
        return (self.country_code or billing or "").upper()


def waiting_status(content: Mapping[str, Any]) -> tuple[str, str] | None:
    """Status and extended status, by which an AUTOMATIC job selects the order; `None` if one is missing."""
    status = content.get("status")
    extended = _field(content, "mixins", "generalAttributes", "extendedOrderStatus")
    extended = str(extended) if type(extended) is int else extended
    if not isinstance(status, str) or not isinstance(extended, str) or len(status) + len(extended) > _MAX_STATUS_LENGTH:
        return None
    return status.strip(), extended.strip()


def delivered_at(content: Mapping[str, Any]) -> datetime | None:
    """When the order was or will be delivered, in UTC; a date without a time is its first moment."""
    for path in (("mixins", "deliveryTime", "deliveryDate"), ("deliveryWindow", "deliveryDate")):
        if (found := moment(_field(content, *path))) is not None:
            return found
    return None


def moment(text: Any) -> datetime | None:
    """A date or date-time in UTC, `None` if the text is neither. Without a time zone it is UTC."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text.strip().upper())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _field(content: Any, *path: str) -> Any:
    for name in path:
        content = content.get(name) if isinstance(content, Mapping) else None
    return content


_ORDER = TypeAdapter(SalesOrder)
