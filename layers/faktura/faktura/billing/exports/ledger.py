"""What is booked of an office: open and completed invoices as revenue, and payments as money received.

Drafts charge nobody yet, and closed invoices are void. What is redacted for the request would be left out, and a batch
with bookings left out would look complete, so it fails the export.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from faktura.billing.exports.accounts import OfficeAccounts
from faktura.billing.invoice import InvoiceHeader
from faktura.billing.numbering import receipt_number
from faktura.billing.payment import Payment
from faktura.billing.reports.outstanding_invoices import REPORTED
from faktura.billing.tags import Tags
from faktura.exports.datev_file import Booking
from faktura.exports.errors import ExportRefused

REDACTED = "{} has a tag that the request does not name, so it cannot be booked."


@dataclass(frozen=True)
class Ledger:
    """Makes the bookings of a request that names `tags`."""

    accounts: OfficeAccounts
    tags: Tags

    def of_invoice(self, invoice: InvoiceHeader) -> list[Booking]:
        """The booking of an invoice with what it charges; none for one that charges nothing."""
        if invoice.status not in REPORTED:
            return []
        if self.tags.redacts(invoice.tags):
            raise ExportRefused(REDACTED.format(f"Invoice {invoice.invoice_number}"))
        if not invoice.total_charged:
            return []
        booking = Booking(
            amount=invoice.total_charged,
            currency=self.accounts.currency,
            account=self.accounts.debtor_account,
            contra_account=self.accounts.only_revenue.account,
            tax_key=self.accounts.only_revenue.tax_key,
            day=date.fromisoformat(invoice.invoice_date),
            number=invoice.invoice_number,
            text=f"{invoice.invoice_number} {invoice.bill_to or _joined(invoice.clients)}",
        )
        return [booking]

    def of_payment(self, payment: Payment, day: str, numbers: Mapping[int, str]) -> list[Booking]:
        """The bookings of a payment: one for each invoice, one for its donation, and one for what is left.

        Together they are the payment. `numbers` are those of its invoices, which DATEV settles by them.
        """
        receipt = f"Receipt {receipt_number(payment.id)}"
        if self.tags.redacts(payment.all_tags):
            raise ExportRefused(REDACTED.format(f"The payment of {receipt}"))
        debtor = self.accounts.debtor_account
        parts = [(one.amount, debtor, numbers.get(one.invoice_id)) for one in payment.current_allocations]
        if payment.donation:
            parts.append((payment.donation.amount, self.accounts.donations(receipt), None))
        if payment.unallocated:
            parts.append((payment.unallocated, debtor, None))
        return [
            Booking(
                amount=amount,
                currency=self.accounts.currency,
                account=self.accounts.payment_account or "",
                contra_account=account,
                tax_key="",
                day=date.fromisoformat(day),
                number=number or receipt,
                kind="" if number else "receipt",
                text=f"{receipt} {payment.payer_name or _joined(payment.payer_client_ids)}",
            )
            for amount, account, number in parts
        ]


def _joined(clients: Sequence[int]) -> str:
    return ", ".join(map(str, clients))
