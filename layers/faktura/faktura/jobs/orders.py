"""A sales order in Emporix's v2 shape, as far as an invoice needs it.

Orders come from many shops and versions of carts, so everything may be missing and what is not needed is not looked at;
`pricing.py` says what an invoice cannot do without.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, TypeAdapter
from pydantic_core import PydanticCustomError

from faktura.core.errors import InvalidRequest
from faktura.core.model import Model, validated
from faktura.core.money import Exact, exact
from faktura.jobs.errors import OrderIncomplete

_LONGEST_STATUS = 128
"""Characters of both; they become a key."""

_LARGEST_AMOUNT = 10**15


def _amount(value: Any) -> Decimal:
    number = exact(value)
    if not -_LARGEST_AMOUNT < number < _LARGEST_AMOUNT:
        raise PydanticCustomError("amount", "must be less than a million billions")
    return number


Amount = Annotated[Exact, BeforeValidator(_amount)]
"""Of money, goods or percent."""

Localized = str | dict[str, str]
"""A text, or one for each language."""


class Price(Model):
    """An amount of the order's currency; `tax_rate` in percent."""

    net_value: Amount | None = None
    tax_value: Amount | None = None
    gross_value: Amount | None = None
    tax_rate: Amount | None = None


class TaxAggregate(Model):
    """What each tax rate comes to; a rate may have several lines."""

    lines: tuple[Price, ...] = Field(default=(), strict=False)


class FinalPrice(Price):
    """What an order comes to."""

    tax_aggregate: TaxAggregate | None = None


class Fee(Model):
    """A fee of the order, such as that of a payment method."""

    name: Localized | None = None
    price: Price | None = None


class OrderPrice(Model):
    """The order's calculated price."""

    payment_fees: list[Fee] | None = None
    total_fee: Price | None = None
    total_shipping: Price | None = None
    final_price: FinalPrice | None = None


class EntryPrice(Model):
    """An entry's calculated price: before discounts, and final."""

    price: Price | None = None
    final_price: Price | None = None


class Product(Model):
    """What was bought."""

    id: str | None = None
    sku: str | None = None
    name: Localized | None = None
    localized_name: dict[str, str] | None = None


class Entry(Model):
    """One line of the order."""

    id: str | None = None
    amount: Amount | None = None
    ordered_amount: Amount | None = None
    effective_quantity: Amount | None = None
    unit_price: Amount | None = None
    calculated_unit_price: Price | None = None
    calculated_price: EntryPrice | None = None
    product: Product | None = None


class Address(Model):
    """Where to send the bill or the goods."""

    contact_name: str | None = None
    company_name: str | None = None
    street: str | None = None
    street_number: str | None = None
    street_appendix: str | None = None
    extra_line1: str | None = None
    zip_code: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None


class SalesOrder(Model):
    """The order."""

    id: str
    currency: str | None = None
    country_code: str | None = None
    created: str | None = None
    entries: tuple[Entry, ...] = Field(default=(), strict=False)
    billing_address: Address | None = None
    shipping_address: Address | None = None
    calculated_price: OrderPrice | None = None
    delivery_date: str | None = None

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "SalesOrder":
        """The order in what was stored; `OrderIncomplete` where a field that matters has another shape."""
        delivered = delivered_at(content)
        try:
            document = {**content, "deliveryDate": delivered.isoformat() if delivered else None}
            return validated(_ORDER, document)
        except InvalidRequest as fault:
            raise OrderIncomplete(f"The order cannot be read: {fault.message}"[:500]) from None

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
        moment = datetime.fromisoformat(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _member(content: Any, *path: str) -> Any:
    for name in path:
        content = content.get(name) if isinstance(content, Mapping) else None
    return content


_ORDER = TypeAdapter(SalesOrder)
