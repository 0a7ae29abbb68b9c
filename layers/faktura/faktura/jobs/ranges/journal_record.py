"""What the journal of a number range says of an invoice or credit note (docs/apis/audit.md)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from faktura.audit.entry import Change
from faktura.audit.record import Record
from faktura.core.clock import timestamp
from faktura.jobs.invoices.invoice import Bill


def shown_of(bill: Bill) -> Mapping[str, str]:
    """The amounts that the journal shows, with the currency's decimals."""
    totals = {"net": bill.totals.net, "tax": bill.totals.tax, "gross": bill.totals.gross}
    return {"currency": bill.currency, **{name: f"{one:f}" for name, one in totals.items() if one is not None}}


def issued(
    number: str, ordinal: int, shown: Mapping[str, str], issued_at: datetime, document: bytes, credits: str = ""
) -> Record:
    """The record of a document that gets its number; `document` is its bill as it is stored.

    `credits` is the invoice that a credit note is for.
    """
    content = {"issuedAt": timestamp(issued_at), **shown, **({"credits": credits} if credits else {})}
    return Record(Change(kind="ISSUED", number=number, ordinal=ordinal, content=content), document)


def restored(record: Record) -> Record:
    """The record that a restore has put this document back."""
    return replace(record, change=record.change.model_copy(update={"kind": "CHANGED", "ordinal": None}))


def taken(ordinal: int) -> Record:
    """The record of a number that the range leaves out, because a document of another range has its text."""
    return Record(Change(kind="SKIPPED", first=ordinal, last=ordinal, reason="TAKEN"))
