"""The bodies of invoices and payments in responses. What is redacted is null or empty."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from faktura.billing.fields.amount import Amount
from faktura.billing.fields.identity import Id
from faktura.billing.fields.text import Description, Name
from faktura.billing.member import Author
from faktura.core.exact_numbers import Exact, whole
from faktura.core.model import Model

Status = Literal["draft", "open", "completed", "closed"]
PaymentType = Literal["cash", "credit", "debit", "check", "other"]

MAX_QUANTITY = 1_000_000


class InvoiceLine(Model):
    """One service on an invoice."""

    service_id: Id = Field(description="The id of the service in your system.")
    name: Name = Field(description="The name of the service.", examples=["DACA"])
    description: Description | None = Field(
        default=None, description="What was done; up to 50 lines of text.", examples=["Prepared the documents"]
    )
    quantity: Annotated[int, Field(ge=0, le=MAX_QUANTITY), BeforeValidator(whole)] = Field(
        description="How many, as a whole number.", examples=[1]
    )
    rate: Amount = Field(description="The price of one, in dollars.", examples=[40])

    @property
    def amount(self) -> Decimal:
        """The price of all of them, in dollars."""
        return self.quantity * self.rate


class AllocatedPaymentBody(Model):
    """The part of one payment that goes to an invoice."""

    payment_id: int = Field(description="The payment's id.")
    payment_amount: Exact | None = Field(
        description="The whole amount of the payment, in dollars; null if the payment is redacted."
    )
    amount_towards_invoice: Exact | None = Field(
        description="The part that goes to this invoice, in dollars; null if the payment is redacted."
    )


class InvoiceBody(Model):
    """An invoice."""

    id: int = Field(description="The invoice's id, unique in the office.")
    invoice_number: str = Field(description="The invoice's number, unique in the office.", examples=["0001"])
    invoice_date: str = Field(description="The date of the invoice.", examples=["2020-10-01"])
    line_items: list[InvoiceLine] = Field(description="The services; empty if the invoice is redacted.")
    client_note: str | None = Field(description="A note to the client; null if the invoice is redacted.")
    total_charged: Exact | None = Field(
        description="What the invoice charges, in dollars. A difference from the sum of the lines is a discount or "
        "a surcharge. Null if the invoice is redacted."
    )
    total_paid: Exact | None = Field(
        description="What payments give to the invoice, in dollars; deleted payments do not count. "
        "Null if the invoice is redacted."
    )
    bill_to: str | None = Field(description="The name or address that the invoice is made out to.")
    status: Status = Field(description="The state of the invoice. A closed invoice is void.")
    payments: list[AllocatedPaymentBody] = Field(description="The payments that give something to the invoice.")
    clients: list[int] = Field(description="The ids of the clients that the invoice is for.")
    redacted: bool = Field(description="Whether the invoice has a tag that the request does not name.")
    created_by: Author = Field(description="Who created the invoice.")
    last_updated_by: Author = Field(description="Who changed the invoice last.")


class AllocatedInvoiceBody(Model):
    """The part of a payment that goes to one invoice."""

    invoice_id: int = Field(description="The invoice's id.")
    amount: Exact | None = Field(
        description="The part that goes to the invoice, in dollars; null if the payment is redacted."
    )


class PaymentBody(Model):
    """A payment."""

    id: int = Field(description="The payment's id, unique in the office.")
    payment_date: str = Field(description="When the payment was made, in UTC.", examples=["2020-10-01T00:00:00Z"])
    payment_day: str = Field(
        description="The day of the payment in the office's time zone, as the receipt shows it.",
        examples=["2020-10-01"],
    )
    invoices: list[AllocatedInvoiceBody] = Field(description="The invoices that the payment pays.")
    payment_amount: Exact | None = Field(
        description="The whole amount, in dollars, with the donation; null if the payment is redacted."
    )
    payment_type: PaymentType = Field(description="How the payment was made.")
    payer_client_ids: list[int] = Field(description="The ids of the clients that pay.")
    payer_name: str | None = Field(description="The name of the payer, as it is printed on the receipt.")
    donation_id: int | None = Field(
        default=None, description="The donation's id, unique in the office; left out without a donation."
    )
    donation_amount: Exact | None = Field(
        default=None,
        description="The part that is a donation, in dollars; left out without a donation, null if the payment is "
        "redacted.",
    )
    redacted: bool = Field(
        description="Whether the payment, or an invoice that it pays, has a tag that the request does not name."
    )
    created_by: Author = Field(description="Who recorded the payment.")
    last_updated_by: Author = Field(description="Who changed the payment last.")
