"""An invoice or credit note as it was issued: all that PDF and e-invoice show. It never changes afterwards."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from faktura.core.exact_numbers import Exact
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
from faktura.jobs.invoices.earlier_bill import current

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
    for an e-invoice. A seller without a name is printed as its `tenant`. `payment_days` count from the day of issue.
    `printed_taxes` are those of lines and rows by id, as an earlier bill has them; else they follow from the rates.
    `discrepancy` says why the order's parts do not add up to its totals; there is then no e-invoice.
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
    tenant: str = ""
    payment_days: int | None = None
    printed_taxes: dict[str, Exact] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _current(cls, document: Any) -> Any:
        return current(document)

    @property
    def seller_name(self) -> str:
        """The seller as printed."""
        return self.seller.name or self.tenant

    @property
    def texts(self) -> list[str]:
        """All text that comes from the order or the seller; fonts must be able to show it."""
        words = [self.order_id, self.currency, self.seller_name, *self.seller_lines, *self.billing, *self.shipping]
        words += [self.seller.vat_id, self.seller.tax_number, *self.seller.contact.model_dump().values()]
        words += [self.buyer.vat_id, self.buyer_reference, self.purchase_order]
        words += [self.payment.iban, self.payment.bic, self.payment.terms]
        words += [text for line in self.lines for text in (line.item_number, line.name)]
        words += [one.reason for line in self.lines for one in line.allowances_charges]
        return words + [row.reason for row in self.rows]


class Invoice(Model):
    """A bill with its number, issued by a job, or a credit note for the invoice `credited`.

    `note` is the reason of a credit note (BT-22). `pdf_version` is the version of the bucket's object in which its PDF
    was issued: it is recorded when the PDF is stored, and empty in documents of earlier releases.
    """

    number: str
    kind: Kind = "INVOICE"
    job_id: str = ""
    issued_at: Moment
    credited: InvoiceReference | None = None
    note: str = ""
    bill: Bill
    pdf_version: str = ""

    @property
    def due(self) -> date | None:
        """The last day to pay, `payment_days` after the day of issue (in UTC); `None` if the seller gives no days."""
        days = self.bill.payment_days
        return None if days is None else self.issued_at.date() + timedelta(days=days)
