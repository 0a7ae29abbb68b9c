"""An invoice as it was settled when its number was given: everything the PDF shows, and nothing of it changes again."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from faktura.core.exact_numbers import Exact
from faktura.core.model import Model

Moment = Annotated[datetime, Field(strict=False)]
"""Written as text in JSON."""


LineKind = Literal["goods", "fee", "shipping", "difference"]
"""`difference` is what the order as a whole comes to beyond its lines, such as a reduction."""


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


class Vat(Model):
    """The summary of one tax rate."""

    rate: Exact | None = None
    base: Exact
    tax: Exact


class Party(Model):
    """Somebody with an address."""

    name: str = ""
    lines: list[str] = Field(default_factory=list)
    vat_id: str = ""


class Bill(Model):
    """What an order comes to, before it has a number; all amounts are rounded to the currency's minor unit."""

    order_id: str
    language: str
    currency: str
    seller: Party
    billing: list[str]
    shipping: list[str]
    ordered_at: Moment | None = None
    delivered_at: Moment | None = None
    lines: list[Line]
    vat: list[Vat]
    net: Exact
    tax: Exact
    gross: Exact

    @property
    def texts(self) -> list[str]:
        """Everything in it that somebody else wrote, and that a font must be able to show."""
        words = [self.order_id, self.currency, self.seller.name, *self.seller.lines, self.seller.vat_id]
        words += [*self.billing, *self.shipping]
        return words + [text for line in self.lines for text in (line.item_number, line.description)]


class Invoice(Model):
    """A bill with its number, issued at a moment by a job."""

    number: str
    job_id: str
    issued_at: Moment
    bill: Bill
