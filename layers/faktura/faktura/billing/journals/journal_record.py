"""What an office's journal says of its invoices (docs/apis/audit.md).

Payments are not part of it: a completed invoice is an open one here. Who pays, and the lines, are only committed to.
"""

from collections.abc import Iterator, Mapping, Sequence

from faktura.audit.entry import Change
from faktura.audit.record import Record
from faktura.billing.fields.identity import MAX_ID
from faktura.billing.invoice import Invoice, InvoiceHeader
from faktura.billing.keys import is_id
from faktura.core import json

_MAX_ID_DIGITS = len(str(MAX_ID))


def shown_of(invoice: InvoiceHeader) -> Mapping[str, str]:
    """What the journal shows of an invoice; its total in dollars."""
    return {
        "invoiceId": str(invoice.id),
        "invoiceDate": invoice.invoice_date,
        "totalCharged": f"{invoice.total_charged:f}",
        "status": "open" if invoice.status == "completed" else invoice.status,
    }


def invoice_id_of(change: Change) -> int:
    """The id of the invoice that a change is about; 0 for numbers that are left out, and for a text that is no id."""
    text = (change.content or {}).get("invoiceId", "")
    found = int(text) if text.isascii() and text.isdecimal() and len(text) <= _MAX_ID_DIGITS else 0
    return found if is_id(found) else 0


def hidden_of(invoice: Invoice) -> bytes:
    """What the journal only commits to."""
    return json.dumps(invoice.model_dump(by_alias=True, include={"bill_to", "clients", "line_items", "client_note"}))


def created(invoice: Invoice, sequence: Sequence[int]) -> list[Record]:
    """The records of a new invoice that takes these numbers of the sequence; all but the last were given by hand."""
    change = Change(
        kind="ISSUED",
        number=invoice.invoice_number,
        ordinal=sequence[-1] if sequence else None,
        content=dict(shown_of(invoice)),
    )
    skipped = [Change(kind="SKIPPED", first=one, last=one, reason="TAKEN") for one in sequence[:-1]]
    return [*map(Record, skipped), Record(change, hidden_of(invoice))]


def changed(before: InvoiceHeader, after: InvoiceHeader) -> Iterator[Record]:
    """The record of a change; none if it changes nothing that the journal shows or commits to."""
    has_other_number = before.invoice_number != after.invoice_number
    hidden = _hidden_change(before, after)
    if not (has_other_number or hidden or shown_of(before) != shown_of(after)):
        return
    yield restated(after, before.invoice_number, before.status, hidden)


def restated(invoice: InvoiceHeader, former_number: str | None, former_status: str | None, hidden: bytes) -> Record:
    """The record of what an invoice is now; `hidden` is what to commit to."""
    change = Change(
        kind="VOIDED" if invoice.status == "closed" != former_status else "CHANGED",
        number=invoice.invoice_number,
        former_number=former_number if former_number != invoice.invoice_number else None,
        content=dict(shown_of(invoice)),
    )
    return Record(change, hidden)


def _hidden_change(before: InvoiceHeader, after: InvoiceHeader) -> bytes:
    """What to commit to; empty if it has not changed. Headers never change it: payments do not touch it."""
    if not (isinstance(before, Invoice) and isinstance(after, Invoice)):
        return b""
    hidden = hidden_of(after)
    return b"" if hidden == hidden_of(before) else hidden
