"""An invoice as a row of a table. The amounts of a redacted one are empty; the rest is as in lists."""

from datetime import date

from faktura.billing.invoice import InvoiceHeader
from faktura.billing.tags import Tags
from faktura.exports.cell import Cell, Row

COLUMNS = (
    *("id", "invoiceNumber", "invoiceDate", "status", "billTo", "clients"),
    *("totalCharged", "totalPaid", "balance", "redacted"),
)


def row_of(invoice: InvoiceHeader, tags: Tags) -> Row:
    """The row of an invoice for a request that names `tags`."""
    is_redacted = tags.redacts(invoice.tags)
    amounts: tuple[Cell, ...] = (invoice.total_charged, invoice.total_paid, invoice.balance)
    return (
        *(str(invoice.id), invoice.invoice_number, date.fromisoformat(invoice.invoice_date), invoice.status),
        *(invoice.bill_to, ", ".join(map(str, invoice.clients))),
        *((None, None, None) if is_redacted else amounts),
        "true" if is_redacted else "false",
    )
