"""The shapes of seed 001, as invoices and payments are answered; what is redacted is null or empty."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from faktura.billing.amount import Amount
from faktura.billing.identity import Identity
from faktura.billing.member import Author
from faktura.billing.text import Description, Name
from faktura.core.exact_numbers import Exact, whole
from faktura.core.model import Model

Status = Literal["draft", "open", "completed", "closed"]
PaymentType = Literal["cash", "credit", "debit", "check", "other"]

MOST_QUANTITY = 1_000_000


class LineItem(Model):
    """One service on an invoice; `rate` is dollars for one."""

    service_id: Identity
    name: Name
    description: Description | None = None
    quantity: Annotated[int, Field(ge=0, le=MOST_QUANTITY), BeforeValidator(whole)]
    rate: Amount

    @property
    def amount(self) -> Decimal:
        """Dollars for all of them."""
        return self.quantity * self.rate


class PaymentOfInvoice(Model):
    """What one payment gives to an invoice, in dollars."""

    payment_id: int
    payment_amount: Exact | None
    amount_towards_invoice: Exact | None


class InvoiceShape(Model):
    """An invoice as it is answered; `total_paid` counts payments that are not deleted."""

    id: int
    invoice_number: str
    invoice_date: str
    line_items: list[LineItem]
    client_note: str | None
    total_charged: Exact | None
    total_paid: Exact | None
    bill_to: str | None
    status: Status
    payments: list[PaymentOfInvoice]
    clients: list[int]
    redacted: bool
    created_by: Author
    last_updated_by: Author


class Share(Model):
    """What an invoice is given of a payment, in dollars."""

    invoice_id: int
    amount: Exact | None


class PaymentShape(Model):
    """A payment as it is answered."""

    id: int
    payment_date: str
    invoices: list[Share]
    payment_amount: Exact | None
    payment_type: PaymentType
    payer_client_ids: list[int]
    payer_name: str | None
    donation_id: int | None = None
    donation_amount: Exact | None = None
    redacted: bool
    created_by: Author
    last_updated_by: Author
