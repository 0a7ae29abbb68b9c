"""Which invoices are outstanding, what they add up to, and who owes it (docs/apis/billing.md).

A redacted invoice counts by its status, which everybody sees. Its amounts are in no sum: a period of one day would
reveal them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from faktura.billing.reports.schemas import (
    ClientWhoOwes,
    OutstandingInvoice,
    OutstandingResults,
    OwingClient,
    ReportSummary,
)
from faktura.billing.schemas.responses import Status

REPORTED = ("open", "completed")
"""Drafts charge nobody yet, and closed invoices are void."""

Owing = TypeVar("Owing", ClientWhoOwes, OutstandingInvoice)


@dataclass(frozen=True)
class ReportedInvoice:
    """An invoice as the report needs it. `status` is open or completed."""

    id: int
    invoice_number: str
    invoice_date: str
    bill_to: str | None
    status: Status
    clients: tuple[int, ...]
    total_charged: Decimal
    total_paid: Decimal
    is_redacted: bool

    @property
    def balance(self) -> Decimal:
        """What is still owed; negative when over-paid."""
        return self.total_charged - self.total_paid

    @property
    def is_outstanding(self) -> bool:
        """Whether something is still owed. Whether that is so for a redacted invoice is told by its status alone."""
        return self.status == "open" if self.is_redacted else self.balance > 0

    def body(self) -> OutstandingInvoice:
        """The invoice in the report; without its amounts if redacted."""
        return OutstandingInvoice(
            id=self.id,
            invoice_number=self.invoice_number,
            invoice_date=self.invoice_date,
            bill_to=self.bill_to,
            status=self.status,
            total_charged=None if self.is_redacted else self.total_charged,
            total_paid=None if self.is_redacted else self.total_paid,
            balance=None if self.is_redacted else self.balance,
            redacted=self.is_redacted,
            clients_who_owe=[OwingClient(client_id=client_id) for client_id in self.clients],
        )


def outstanding(invoices: Sequence[ReportedInvoice]) -> OutstandingResults:
    """The results for the open and completed invoices of a period."""
    owed = [invoice for invoice in invoices if invoice.is_outstanding]
    return OutstandingResults(
        outstanding_summary=_summary(owed),
        completed_summary=_summary([invoice for invoice in invoices if not invoice.is_outstanding]),
        clients_who_owe=sorted(_clients(owed), key=lambda client: (*_rank(client), client.client_id)),
        outstanding_invoices=sorted((one.body() for one in owed), key=lambda invoice: (*_rank(invoice), invoice.id)),
    )


def _summary(invoices: Sequence[ReportedInvoice]) -> ReportSummary:
    shown = [invoice for invoice in invoices if not invoice.is_redacted]
    return ReportSummary(
        invoices=len(invoices),
        redacted_invoices=len(invoices) - len(shown),
        total_charged=sum((one.total_charged for one in shown), Decimal(0)),
        total_paid=sum((one.total_paid for one in shown), Decimal(0)),
    )


def _clients(owed: Iterable[ReportedInvoice]) -> list[ClientWhoOwes]:
    balances: dict[int, Decimal | None] = {}
    for invoice in owed:
        for client_id in invoice.clients:
            earlier = balances.get(client_id, Decimal(0))
            is_known = earlier is not None and not invoice.is_redacted
            balances[client_id] = earlier + invoice.balance if is_known and earlier is not None else None
    return [
        ClientWhoOwes(client_id=client_id, balance=balance, redacted=balance is None)
        for client_id, balance in balances.items()
    ]


def _rank(owing: Owing) -> tuple[bool, Decimal]:
    """The highest balance first, unknown ones last: their place must not tell the balance."""
    return owing.balance is None, -(owing.balance or Decimal(0))
