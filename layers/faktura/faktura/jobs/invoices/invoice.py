"""An invoice as it was issued: everything the PDF shows. It never changes afterwards."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from faktura.core.exact_numbers import Exact
from faktura.core.model import Model

Moment = Annotated[datetime, Field(strict=False)]
"""A text in JSON."""

LineKind = Literal["goods", "fee", "shipping", "difference"]
"""`difference` is the part of the total that no other line has, for example a discount on the whole order."""


class Line(Model):
    """One line. Amounts in the invoice's currency, `tax_rate` in percent."""

    kind: LineKind
    quantity: Exact | None = None
    item_number: str = ""
    description: str = ""
    unit_price: Exact | None = None
    tax_rate: Exact | None = None
    net: Exact
    tax: Exact


class VatLine(Model):
    """One tax rate of the VAT summary."""

    rate: Exact | None = None
    base: Exact
    tax: Exact


class Party(Model):
    """The seller, with the lines of its address."""

    name: str = ""
    lines: list[str] = Field(default_factory=list)
    vat_id: str = ""


class Bill(Model):
    """An invoice before it has a number; all amounts are rounded to the currency's minor unit."""

    order_id: str
    language: str
    currency: str
    seller: Party
    billing: list[str]
    shipping: list[str]
    ordered_at: Moment | None = None
    delivered_at: Moment | None = None
    lines: list[Line]
    vat: list[VatLine]
    net: Exact
    tax: Exact
    gross: Exact

    @property
    def texts(self) -> list[str]:
        """All text that comes from the order or the seller; fonts must be able to show it."""
        words = [self.order_id, self.currency, self.seller.name, *self.seller.lines, self.seller.vat_id]
        words += [*self.billing, *self.shipping]
        return words + [text for line in self.lines for text in (line.item_number, line.description)]


class Invoice(Model):
    """A bill with its number, issued by a job."""

    number: str
    job_id: str
    issued_at: Moment
    bill: Bill
