"""An office's invoices as they are stored, and as a request sees them.

An allocation is stored on both sides. The payment's side is in `payment.py`; `allocation.py` keeps the two in step.
"""

from decimal import Decimal

from pydantic import Field

from faktura.billing.fields.amount import Amount, PositiveAmount
from faktura.billing.fields.identity import Id
from faktura.billing.schemas.responses import AllocatedPaymentBody, InvoiceBody, InvoiceLine, Status
from faktura.billing.tags import Tags
from faktura.billing.version import Versioned
from faktura.core.exact_numbers import Whole
from faktura.core.model import Model


class AllocatedPayment(Model):
    """The invoice's side of an allocation. `tags` are all that redact the payment, with those of its other invoices."""

    payment_id: Id
    payment_amount: PositiveAmount
    amount: PositiveAmount
    tags: list[str] = Field(default_factory=list)

    def body(self, is_redacted: bool) -> AllocatedPaymentBody:
        """The entry in the invoice's body; without its amounts if redacted."""
        return AllocatedPaymentBody(
            payment_id=self.payment_id,
            payment_amount=None if is_redacted else self.payment_amount,
            amount_towards_invoice=None if is_redacted else self.amount,
        )


class InvoiceHeader(Versioned):
    """An invoice without its lines and note: the part that payments need."""

    invoice_number: str
    invoice_date: str
    total_charged: Amount = Decimal(0)
    bill_to: str | None = None
    status: Status = "draft"
    payments: list[AllocatedPayment] = Field(default_factory=list)
    clients: list[Id] = Field(default_factory=list)
    body_version: Whole = 0

    @property
    def allocations(self) -> dict[int, Decimal]:
        """The amount that each payment gives to the invoice, by the payment's id."""
        return {payment.payment_id: payment.amount for payment in self.payments}

    @property
    def total_paid(self) -> Decimal:
        """The sum of the allocations. Deleted payments have none."""
        return sum((payment.amount for payment in self.payments), Decimal(0)).normalize()

    @property
    def balance(self) -> Decimal:
        """What is still owed; negative when over-paid."""
        return self.total_charged - self.total_paid

    @property
    def is_covered(self) -> bool:
        """Whether the invoice charges something and all of it is paid."""
        return self.total_charged > 0 and self.balance <= 0

    @property
    def is_detached(self) -> bool:
        """Whether the invoice charges something and has no client (docs/apis/billing.md)."""
        return not self.clients and self.total_charged > 0


class Invoice(InvoiceHeader):
    """A whole invoice."""

    line_items: list[InvoiceLine] = Field(default_factory=list)
    client_note: str = ""

    @property
    def subtotal(self) -> Decimal:
        """The sum of the lines. Where `total_charged` is lower the difference is a discount, else a surcharge."""
        return sum((line.amount for line in self.line_items), Decimal(0))

    def redacted_for(self, tags: Tags) -> InvoiceBody:
        """The body for a request that names `tags`. A redacted payment has no amounts in it either."""
        is_redacted = tags.redacts(self.tags)
        return InvoiceBody(
            id=self.id,
            invoice_number=self.invoice_number,
            invoice_date=self.invoice_date,
            line_items=[] if is_redacted else self.line_items,
            client_note=None if is_redacted else self.client_note,
            total_charged=None if is_redacted else self.total_charged,
            total_paid=None if is_redacted else self.total_paid,
            bill_to=self.bill_to,
            status=self.status,
            payments=[payment.body(is_redacted or tags.redacts(payment.tags)) for payment in self.payments],
            clients=self.clients,
            redacted=is_redacted,
            created_by=self.created_by,
            last_updated_by=self.last_updated_by,
        )
