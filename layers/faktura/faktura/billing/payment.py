"""An office's payments as they are stored, and as a request sees them.

An allocation is stored on both sides, and the payment's side decides. The invoice's side is in `invoice.py`;
`allocation.py` keeps the two in step.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pydantic import Field

from faktura.billing.fields.amount import PositiveAmount
from faktura.billing.fields.identity import Id
from faktura.billing.fields.text import as_date_time
from faktura.billing.fields.time_zone import payment_day
from faktura.billing.member import Author
from faktura.billing.schemas.responses import AllocatedInvoiceBody, PaymentBody, PaymentType
from faktura.billing.tags import Tags
from faktura.billing.version import Versioned
from faktura.core.model import Model


class Allocation(Model):
    """The payment's side of an allocation, with a copy of the invoice's own tags and of whether it has clients."""

    invoice_id: Id
    amount: PositiveAmount
    tags: list[str] = Field(default_factory=list)
    has_clients: bool = False


class Donation(Model):
    """The part of a payment that is a donation. It belongs to no invoice."""

    id: Id
    amount: PositiveAmount


class Payment(Versioned):
    """A payment. A deleted one is kept, but counts for nothing. `payment_date` is a date or a date-time."""

    payment_date: str
    payment_amount: PositiveAmount
    payment_type: PaymentType
    payer_name: str | None = None
    payer_client_ids: list[Id] = Field(default_factory=list)
    allocations: list[Allocation] = Field(default_factory=list)
    donation: Donation | None = None
    deleted_by: Author | None = None

    @property
    def current_allocations(self) -> Sequence[Allocation]:
        """Its allocations; none once it is deleted."""
        return [] if self.deleted_by else self.allocations

    def amount_for(self, invoice_id: int) -> Decimal | None:
        """The amount that it gives to an invoice; `None` for nothing."""
        return next((one.amount for one in self.current_allocations if one.invoice_id == invoice_id), None)

    @property
    def all_tags(self) -> list[str]:
        """The tags that redact it: its own and those of its invoices, whose amounts it would reveal."""
        return sorted({*self.tags, *(tag for one in self.current_allocations for tag in one.tags)})

    @property
    def unallocated(self) -> Decimal:
        """What is left after its invoices and its donation; never negative in a stored payment."""
        donated = self.donation.amount if self.donation else Decimal(0)
        return self.payment_amount - donated - sum((one.amount for one in self.current_allocations), Decimal(0))

    @property
    def is_detached(self) -> bool:
        """Whether it has no payer among the clients and none of its invoices has clients (docs/apis/billing.md)."""
        has_clients = self.payer_client_ids or any(one.has_clients for one in self.current_allocations)
        return not (self.deleted_by or has_clients)

    def redacted_for(self, tags: Tags, time_zone: str) -> PaymentBody:
        """The body for a request that names `tags`, with the day in the office's time zone.

        A redacted payment always has a `donation_amount`: null.
        """
        is_redacted = tags.redacts(self.all_tags)
        donation: dict[str, Any] = {"donation_id": self.donation.id} if self.donation else {}
        if self.donation or is_redacted:
            donation["donation_amount"] = None if is_redacted or not self.donation else self.donation.amount
        return PaymentBody(
            id=self.id,
            payment_date=as_date_time(self.payment_date),
            payment_day=payment_day(self.payment_date, time_zone),
            invoices=[
                AllocatedInvoiceBody(invoice_id=one.invoice_id, amount=None if is_redacted else one.amount)
                for one in self.current_allocations
            ],
            payment_amount=None if is_redacted else self.payment_amount,
            payment_type=self.payment_type,
            payer_client_ids=self.payer_client_ids,
            payer_name=self.payer_name,
            **donation,
            redacted=is_redacted,
            created_by=self.created_by,
            last_updated_by=self.last_updated_by,
        )
