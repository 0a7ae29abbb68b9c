"""A sales order of Emporix (v2), as far as an invoice needs it (docs/apis/jobs.md).

Orders come from many shops and cart versions. What an invoice needs is `Required`, and `requirement.py` names what
is missing. All other fields are read if they can be, and never make an order fail.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from faktura.core.errors import InvalidRequest
from faktura.core.model import Model, validated
from faktura.jobs.errors import OrderIncomplete
from faktura.jobs.orders.optional_field import (
    IfReadable,
    Localized,
    Required,
    Text,
)
from faktura.jobs.orders.price import Amount, EntryPrice, OrderPrice, Price

MAX_ORDER_BYTES = 400 * 1024
"""Bytes of an order as JSON."""

_GERMAN_SPEAKING = {"DE", "AT", "CH", "LI"}

_MAX_STATUS_LENGTH = 128
"""Characters of status and extended status together; they become a key."""


class MeasurementUnit(Model):
    """The unit of a quantity."""

    unit_code: Text = None
    unit: Text = None


class Product(Model):
    """The product that was bought."""

    id: Text = None
    sku: Text = None
    name: Localized = None
    localized_name: Localized = None
    unit: Text = None
    measurement_unit: IfReadable[MeasurementUnit] = None


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
    unit: Text = None
    unit_code: Text = None
    measurement_unit: IfReadable[MeasurementUnit] = None

    @property
    def quantity(self) -> Decimal | None:
        """How much was ordered."""
        quantities = (self.ordered_amount, self.effective_quantity, self.amount)
        return next((one for one in quantities if one is not None), None)

    @property
    def unit_text(self) -> str:
        """The unit of the quantity as the shop writes it; empty if the order does not say."""
        product, none = self.product or Product(), MeasurementUnit()
        own, of_product = self.measurement_unit or none, product.measurement_unit or none
        named = (own.unit_code, own.unit, self.unit_code, self.unit, of_product.unit_code, of_product.unit)
        return next((one for one in (*named, product.unit) if one), "")


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


class ElectronicAddress(Model):
    """Where the buyer receives e-invoices."""

    scheme: Text = None
    id: Text = None


class EInvoiceData(Model):
    """What the buyer asks for on an e-invoice."""

    buyer_reference: Text = None
    buyer_vat_id: Text = None
    purchase_order: Text = None
    electronic_address: IfReadable[ElectronicAddress] = None


class Mixins(Model):
    """The parts of the order that a shop adds."""

    e_invoice: IfReadable[EInvoiceData] = None


class OrderDiscount(Model):
    """A discount of the whole order, net or gross; the prices say which."""

    code: Text = None
    name: Localized = None
    amount: IfReadable[Amount] = None


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
    discounts: IfReadable[list[IfReadable[OrderDiscount]]] = None
    mixins: IfReadable[Mixins] = None

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
    def language(self) -> str:
        """The invoice's language, by the country of the order, else by that of the billing address."""
        billing = self.billing_address.country if self.billing_address else None
        return "de" if (self.country_code or billing or "").upper() in _GERMAN_SPEAKING else "en"


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
