"""An office's invoices and payments as they are kept, and what of them is seen.

An allocation is kept on both sides: its payment knows the amount (the truth) and of the invoice what its own redaction
and lists need; the invoice mirrors the amount and what it shows of the payment. `allocating.py` keeps the two in step.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Self

from pydantic import Field

from faktura.billing.amount import Amount, PositiveAmount
from faktura.billing.identity import Identity
from faktura.billing.member import Author
from faktura.billing.schemas.responses import (
    InvoiceShape,
    LineItem,
    PaymentOfInvoice,
    PaymentShape,
    PaymentType,
    Share,
    Status,
)
from faktura.billing.tags import Tags
from faktura.billing.text import first_moment
from faktura.core.exact_numbers import Whole
from faktura.core.model import Model

MOST_INVOICES = MOST_PAYMENTS = MOST_CLIENTS = 40
"""Invoices of a payment, payments of an invoice, clients of either: each change stays one transaction."""


class AllocatedPayment(Model):
    """The invoice's side of an allocation. `tags` are all that redact the payment, its other invoices' among them."""

    payment_id: Identity
    payment_amount: PositiveAmount
    amount: PositiveAmount
    tags: list[str] = Field(default_factory=list)

    def seen(self, hidden: bool) -> PaymentOfInvoice:
        """The entry, or only whose it is."""
        return PaymentOfInvoice(
            payment_id=self.payment_id,
            payment_amount=None if hidden else self.payment_amount,
            amount_towards_invoice=None if hidden else self.amount,
        )


class Kept(Model):
    """What is kept of an invoice or a payment alike. `version` counts its changes."""

    id: Identity
    tags: list[str] = Field(default_factory=list)
    created_by: Author
    last_updated_by: Author
    version: Whole = 0

    def revised(self, author: Author | None = None) -> Self:
        """Its next version, by its author; `None` where only a mirror of something else changed."""
        return self.model_copy(
            update={"version": self.version + 1, "last_updated_by": author or self.last_updated_by},
        )


class InvoiceHeader(Kept):
    """All of an invoice but its lines and note: what payments need of it."""

    invoice_number: str
    invoice_date: str
    total_charged: Amount = Decimal(0)
    bill_to: str | None = None
    status: Status = "draft"
    payments: list[AllocatedPayment] = Field(default_factory=list)
    clients: list[Identity] = Field(default_factory=list)
    body_version: Whole = 0

    @property
    def shares(self) -> dict[int, Decimal]:
        """What each payment gives, by its id."""
        return {payment.payment_id: payment.amount for payment in self.payments}

    @property
    def total_paid(self) -> Decimal:
        """Dollars allotted by payments that are not deleted."""
        return sum((payment.amount for payment in self.payments), Decimal(0)).normalize()

    @property
    def balance(self) -> Decimal:
        """Dollars still owed; negative when over-paid."""
        return self.total_charged - self.total_paid

    @property
    def is_covered(self) -> bool:
        """Whether there is a price and it is paid."""
        return self.total_charged > 0 and self.balance <= 0

    @property
    def is_detached(self) -> bool:
        """No client, and something charged (CONTRACT section 2)."""
        return not self.clients and self.total_charged > 0


class Invoice(InvoiceHeader):
    """A whole invoice."""

    line_items: list[LineItem] = Field(default_factory=list)
    client_note: str = ""

    @property
    def subtotal(self) -> Decimal:
        """What the lines come to; the difference to `total_charged` is a discount, or a surcharge."""
        return sum((line.amount for line in self.line_items), Decimal(0))

    def seen_with(self, tags: Tags) -> InvoiceShape:
        """What a request that names `tags` sees. An entry is redacted with its payment, all of it with the invoice."""
        hidden = tags.hide(self.tags)
        return InvoiceShape(
            id=self.id,
            invoice_number=self.invoice_number,
            invoice_date=self.invoice_date,
            line_items=[] if hidden else self.line_items,
            client_note=None if hidden else self.client_note,
            total_charged=None if hidden else self.total_charged,
            total_paid=None if hidden else self.total_paid,
            bill_to=self.bill_to,
            status=self.status,
            payments=[payment.seen(hidden or tags.hide(payment.tags)) for payment in self.payments],
            clients=self.clients,
            redacted=hidden,
            created_by=self.created_by,
            last_updated_by=self.last_updated_by,
        )


class Allocation(Model):
    """The payment's side of an allocation, with the invoice's own tags and whether it has clients."""

    invoice_id: Identity
    amount: PositiveAmount
    tags: list[str] = Field(default_factory=list)
    has_clients: bool = False


class Donation(Model):
    """A part of a payment that is given; it concerns no invoice."""

    id: Identity
    amount: PositiveAmount


class Payment(Kept):
    """A payment; a deleted one keeps what it was and counts for nothing. `payment_date` is a date or a moment."""

    payment_date: str
    payment_amount: PositiveAmount
    payment_type: PaymentType
    payer_name: str | None = None
    payer_client_ids: list[Identity] = Field(default_factory=list)
    allocations: list[Allocation] = Field(default_factory=list)
    donation: Donation | None = None
    deleted_by: Author | None = None

    @property
    def invoices(self) -> Sequence[Allocation]:
        """What it allots to invoices, as long as it is not deleted."""
        return [] if self.deleted_by else self.allocations

    def share_of(self, invoice_id: int) -> Decimal | None:
        """What it gives to an invoice; `None` for nothing."""
        return next((one.amount for one in self.invoices if one.invoice_id == invoice_id), None)

    @property
    def all_tags(self) -> list[str]:
        """What redacts it: its own tags and its invoices', whose amounts it would give away."""
        return sorted({*self.tags, *(tag for allocation in self.invoices for tag in allocation.tags)})

    @property
    def unallotted(self) -> Decimal:
        """Dollars that are for no invoice and no donation; never negative."""
        given = self.donation.amount if self.donation else Decimal(0)
        return self.payment_amount - given - sum((one.amount for one in self.invoices), Decimal(0))

    @property
    def is_detached(self) -> bool:
        """No client pays, and none is reached through its invoices (CONTRACT section 2)."""
        return not (self.deleted_by or self.payer_client_ids or any(one.has_clients for one in self.invoices))

    def seen_with(self, tags: Tags) -> PaymentShape:
        """What a request that names `tags` sees; a donation's fields are there with a donation, or when redacted."""
        hidden = tags.hide(self.all_tags)
        donation: dict[str, Any] = {"donation_id": self.donation.id} if self.donation else {}
        if self.donation or hidden:
            donation["donation_amount"] = None if hidden or not self.donation else self.donation.amount
        return PaymentShape(
            id=self.id,
            payment_date=first_moment(self.payment_date),
            invoices=[Share(invoice_id=one.invoice_id, amount=None if hidden else one.amount) for one in self.invoices],
            payment_amount=None if hidden else self.payment_amount,
            payment_type=self.payment_type,
            payer_client_ids=self.payer_client_ids,
            payer_name=self.payer_name,
            **donation,
            redacted=hidden,
            created_by=self.created_by,
            last_updated_by=self.last_updated_by,
        )
