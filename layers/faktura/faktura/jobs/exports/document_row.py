"""An invoice or credit note as rows of a table, one for each tax rate, and as bookings.

Amounts of a credit note are negative. The sum of a column is the sum of all documents: what is payable is on the first
row of a document only.
"""

from collections.abc import Iterator
from decimal import Decimal

from faktura.core.model import Model
from faktura.einvoices.invoice import VatBreakdown
from faktura.exports.accounts import Accounts
from faktura.exports.cell import Row
from faktura.exports.datev_file import Booking
from faktura.exports.errors import ExportRefused
from faktura.jobs.invoices.invoice import Invoice

COLUMNS = (
    *("number", "kind", "date", "dueDate", "orderId", "creditedInvoice", "buyer", "buyerVatId", "currency"),
    *("taxCategory", "taxRate", "net", "tax", "gross", "payable"),
)

_ZERO = Decimal()


class _Part(Model):
    """What a document has at one rate, with its sign."""

    category: str
    rate: Decimal | None
    net: Decimal
    tax: Decimal


def rows_of(document: Invoice) -> Iterator[Row]:
    """The rows of a document, one for each rate."""
    bill = document.bill
    sign = sign_of(document)
    head = (
        *(document.number, document.kind, document.issued_at.date(), document.due, bill.order_id),
        *(document.credited.number if document.credited else "", buyer_of(document), bill.buyer.vat_id, bill.currency),
    )
    payable: Decimal | None = sign * (bill.totals.payable or _ZERO)
    for part in _parts(document):
        yield (*head, part.category, part.rate, part.net, part.tax, part.net + part.tax, payable)
        payable = None


def bookings_of(document: Invoice, accounts: Accounts) -> Iterator[Booking]:
    """The bookings of a document, one for each rate; `ExportRefused` if an account is missing."""
    parts = _parts(document)
    gross = sign_of(document) * (document.bill.totals.gross or _ZERO)
    if sum((part.net + part.tax for part in parts), _ZERO) != gross:
        raise ExportRefused(f"The amounts by rate of {document.number} do not add up to its total.")
    for part in parts:
        revenue = accounts.revenue(part.category, part.rate)
        yield Booking(
            amount=part.net + part.tax,
            currency=document.bill.currency,
            account=accounts.debtor_account,
            contra_account=revenue.account,
            tax_key=revenue.tax_key,
            day=document.issued_at.date(),
            number=document.number,
            text=f"{document.number} {buyer_of(document)}",
        )


def sign_of(document: Invoice) -> int:
    """1 for an invoice, -1 for a credit note."""
    return 1 if document.kind == "INVOICE" else -1


def buyer_of(document: Invoice) -> str:
    """The name of the buyer, or the first line of the address."""
    bill = document.bill
    return bill.buyer.name or next(iter(bill.billing), "")


def _parts(document: Invoice) -> list[_Part]:
    """What the document has at each rate; a document without rates has its totals."""
    sign, totals = sign_of(document), document.bill.totals
    whole = VatBreakdown(base=totals.net, tax=totals.tax)
    return [
        _Part(
            category=one.vat.category,
            rate=one.vat.rate,
            net=sign * (one.base or _ZERO),
            tax=sign * (one.tax or _ZERO),
        )
        for one in document.bill.vat or [whole]
    ]
