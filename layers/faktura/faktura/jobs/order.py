"""A sales order in Emporix's v2 shape, as far as an invoice needs it.

Orders come from many shops and versions of carts. What an invoice cannot do without is `Required`, and `pricing.py`
names what is missing of it; all else is read where it can be, and never fails an order.
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
from faktura.jobs.optional_field import (
    IfReadable,
    Localized,
    Required,
    Text,
)

_LONGEST_STATUS = 128
"""Characters of both; they become a key."""

_LARGEST_AMOUNT = 10**15

_DECIMALS = 18
"""Further ones are cut off, which rounds nothing up or down, so that a sum of amounts has 38 digits at most."""

_FINEST = Decimal(1).scaleb(-_DECIMALS)
_CONTEXT = Context(prec=38, rounding=ROUND_DOWN)


def _amount(value: Any) -> Decimal:
    if type(value) in (int, Decimal) and not -_LARGEST_AMOUNT < value < _LARGEST_AMOUNT:
        raise PydanticCustomError("amount", "must be less than a million billions")
    is_finer = type(value) is Decimal and int(value.as_tuple().exponent) < -_DECIMALS
    return exact(value.quantize(_FINEST, context=_CONTEXT) if is_finer else value)


Amount = Annotated[Exact, BeforeValidator(_amount)]
"""Of money, goods or percent."""


class Price(Model):
    """An amount of the order's currency; `tax_rate` in percent."""

    net_value: IfReadable[Amount] = None
    tax_value: IfReadable[Amount] = None
    gross_value: IfReadable[Amount] = None
    tax_rate: IfReadable[Amount] = None


class TaxAggregate(Model):
    """What each tax rate comes to; a rate may have several lines."""

    lines: IfReadable[list[IfReadable[Price]]] = None


class ChargedPrice(Price):
    """What an entry comes to."""

    net_value: Required[Amount] = None
    tax_value: Required[Amount] = None


class FinalPrice(ChargedPrice):
    """What an order comes to."""

    gross_value: Required[Amount] = None
    tax_aggregate: IfReadable[TaxAggregate] = None


class Fee(Model):
    """A fee of the order, such as that of a payment method."""

    name: Localized = None
    price: IfReadable[Price] = None


class OrderPrice(Model):
    """The order's calculated price. `total_fee` is of the payment's fees and of the entries' own."""

    payment_fees: IfReadable[list[IfReadable[Fee]]] = None
    total_fee: IfReadable[Price] = None
    total_shipping: IfReadable[Price] = None
    final_price: Required[FinalPrice] = None


class EntryPrice(Model):
    """An entry's calculated price: before discounts, its own fees, and final."""

    price: IfReadable[Price] = None
    total_fee: IfReadable[Price] = None
    final_price: Required[ChargedPrice] = None


class Product(Model):
    """What was bought."""

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
    """Where to send the bill or the goods."""

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
    """The order."""

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
        """The order in what was stored; `OrderIncomplete` where something that is required has another shape."""
        delivered = delivered_at(content)
        try:
            document = {**content, "deliveryDate": delivered.isoformat() if delivered else None}
            return validated(_ORDER, document)
        except InvalidRequest as fault:
            raise OrderIncomplete(f"The order cannot be read: {fault.message}"[:500]) from None

    @property
    def goods(self) -> Iterator[tuple[int, Entry]]:
        """The entries that there are, each with its position in the order."""
        return ((position, entry) for position, entry in enumerate(self.entries or ()) if entry)

    @property
    def country(self) -> str:
        """Whose language the invoice speaks: the order's country, else that of its billing address."""
        billing = self.billing_address.country if self.billing_address else None
        return (self.country_code or billing or "").upper()


def waiting_status(content: Mapping[str, Any]) -> tuple[str, str] | None:
    """Status and extended status by which an AUTOMATIC job finds the order; `None` where one is missing."""
    status = content.get("status")
    extended = _member(content, "mixins", "generalAttributes", "extendedOrderStatus")
    extended = str(extended) if type(extended) is int else extended
    if not isinstance(status, str) or not isinstance(extended, str) or len(status) + len(extended) > _LONGEST_STATUS:
        return None
    return status.strip(), extended.strip()


def delivered_at(content: Mapping[str, Any]) -> datetime | None:
    """When the order was or is to be delivered, in UTC; a date alone is its first moment."""
    for path in (("mixins", "deliveryTime", "deliveryDate"), ("deliveryWindow", "deliveryDate")):
        if (found := moment(_member(content, *path))) is not None:
            return found
    return None


def moment(text: Any) -> datetime | None:
    """A date or date-time as a moment in UTC, which it is in where it names no zone; `None` where it is neither."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text.strip().upper())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _member(content: Any, *path: str) -> Any:
    for name in path:
        content = content.get(name) if isinstance(content, Mapping) else None
    return content


_ORDER = TypeAdapter(SalesOrder)
