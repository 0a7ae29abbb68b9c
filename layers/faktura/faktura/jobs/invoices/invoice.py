"""An invoice or credit note as it was issued: everything the PDF and the e-invoice show. It never changes afterwards."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from faktura.core.model import Model
from faktura.einvoices.invoice import (
    AllowanceCharge,
    InvoiceReference,
    Line,
    Party,
    Payment,
    Totals,
    VatBreakdown,
)

Moment = Annotated[datetime, Field(strict=False)]
"""A text in JSON."""

Kind = Literal["INVOICE", "CREDIT_NOTE"]


class Row(AllowanceCharge):
    """A fee, the shipping, a discount of the whole order, or an adjustment: each is printed as a row.

    `id` continues the ids of the lines. A fee of an entry has the id of its line in `line_id` and is printed below it.
    """

    id: str
    line_id: str = ""


class Bill(Model):
    """An invoice before it has a number; all amounts are rounded to the currency's minor unit.

    `billing`, `shipping` and `seller_lines` are addresses as printed; `seller`, `buyer` and `ship_to` are the same data
    for an e-invoice. `discrepancy` says why the order's parts do not add up to its totals; there is then no e-invoice.
    """

    order_id: str
    language: str
    currency: str
    seller: Party
    seller_lines: list[str] = Field(default_factory=list)
    buyer: Party = Party()
    ship_to: Party | None = None
    billing: list[str]
    shipping: list[str]
    ordered_at: Moment | None = None
    delivered_at: Moment | None = None
    buyer_reference: str = ""
    purchase_order: str = ""
    payment: Payment = Payment()
    lines: list[Line]
    rows: list[Row]
    vat: list[VatBreakdown]
    totals: Totals
    discrepancy: str = ""


class Invoice(Model):
    """A bill with its number, issued by a job, or a credit note for the invoice `credited`.

    `note` is the reason of a credit note (BT-22).
    """

    number: str
    kind: Kind = "INVOICE"
    job_id: str = ""
    issued_at: Moment
    credited: InvoiceReference | None = None
    note: str = ""
    bill: Bill
