"""Issues credit notes: reads, decides, and writes everything in one transaction.

The transaction advances the counter, so the numbers have no gaps. It is conditional on what is left of the invoice, so
credit notes at the same time never credit more than there is.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from faktura.audit.record import Record
from faktura.core import json
from faktura.core.clock import now
from faktura.core.dynamo import Write, retry_on_conflict, transact
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.observability import log
from faktura.documents.coverage import unprintable
from faktura.einvoices.invoice import InvoiceReference
from faktura.jobs.configurations.configuration import CREDIT_NOTE_NUMBERING
from faktura.jobs.configurations.configuration_store import ConfigurationStore
from faktura.jobs.credit_notes.credit import Part, credited
from faktura.jobs.credit_notes.credit_store import CreditStore
from faktura.jobs.credit_notes.stored_invoice import StoredInvoice
from faktura.jobs.errors import NotCreditable, NotNumberable, NumberTaken
from faktura.jobs.invoices.invoice import Invoice
from faktura.jobs.invoices.invoice_store import InvoiceStore
from faktura.jobs.numbering import Numbering
from faktura.jobs.ranges.journal_record import issued, shown_of
from faktura.jobs.ranges.range_store import RangeStore

MAX_CREDIT_NOTES = 200
"""Of one invoice; the one after that must credit all that is left."""

Recording = Callable[[Invoice], Sequence[Write]]
"""The writes that record a response, for the transaction that issues the credit note of it."""


class CreditService:
    """Issues a tenant's credit notes."""

    def __init__(
        self, credits: CreditStore, invoices: InvoiceStore, ranges: RangeStore, configurations: ConfigurationStore
    ) -> None:
        self._credits, self._invoices, self._ranges, self._configurations = credits, invoices, ranges, configurations

    @classmethod
    def from_settings(cls) -> "CreditService":
        """On the table that the template names."""
        return cls(
            CreditStore.from_settings(),
            InvoiceStore.from_settings(),
            RangeStore.from_settings(),
            ConfigurationStore.from_settings(),
        )

    def credit(
        self, tenant: str, number: str, parts: Sequence[Part] | None, reason: str, recording: Recording
    ) -> Invoice:
        """Credit these parts of an invoice, or with `None` all that is left of it; returns the credit note.

        `NoSuchInvoice`, `NotCreditable`, `NotNumberable` or `InvalidRequest`. Nothing is written then.
        """
        issued_at = now()
        numbering = self._numbering(tenant, number, issued_at)
        if characters := unprintable(reason):
            raise InvalidRequest(Fault("reason", f"has characters that no font has: {characters[:20]}"))
        numbers = self._ranges.of(tenant, numbering)

        def issue() -> Invoice:
            while True:
                stored, [ordinal] = self._credits.get(tenant, number), numbers.next()
                text = _text(numbering, ordinal)
                credit_note, writes = self._issuing(tenant, stored, parts, reason, text, issued_at)
                taking = numbers.taking(range(ordinal, ordinal + 1), [_record(credit_note, ordinal)], issued_at)
                try:
                    transact([*recording(credit_note), *taking.writes, *writes])
                    return credit_note
                except NumberTaken:
                    self._ranges.skip_taken(tenant, numbers, numbering, issued_at)

        credit_note = retry_on_conflict(issue)
        log.info("invoice credited", tenant=tenant, number=number, credit_note=credit_note.number)
        return credit_note

    def _numbering(self, tenant: str, number: str, issued_at: datetime) -> Numbering:
        """The numbering of credit notes in this year; an invoice that does not exist is the more important error."""
        numbering: Numbering | None = self._configurations.parsed(tenant, CREDIT_NOTE_NUMBERING)
        if numbering is None:
            self._credits.get(tenant, number)
            raise NotNumberable
        if characters := unprintable(numbering.text(0)):
            raise NotNumberable(f"No font has these characters of creditNoteNumbering: {characters[:20]}")
        return numbering.in_year(issued_at.year)

    def _issuing(
        self,
        tenant: str,
        stored: StoredInvoice,
        parts: Sequence[Part] | None,
        reason: str,
        number: str,
        issued_at: datetime,
    ) -> tuple[Invoice, list[Write]]:
        """The credit note under this number, and the writes that issue it."""
        invoice = stored.invoice
        if invoice.kind == "CREDIT_NOTE":
            raise NotCreditable("A credit note cannot be credited.")
        bill, left = credited(invoice.bill, stored.left, parts)
        if stored.version >= MAX_CREDIT_NOTES and any(left.values()):
            raise NotCreditable(f"The invoice has {MAX_CREDIT_NOTES} credit notes: credit all that is left of it.")
        credit_note = Invoice(
            number=number,
            kind="CREDIT_NOTE",
            issued_at=issued_at,
            credited=InvoiceReference(number=invoice.number, issued=invoice.issued_at.date()),
            note=reason,
            bill=bill,
        )
        issuing = self._invoices.write_crediting(tenant, credit_note)
        return credit_note, [issuing, *self._credits.writes_crediting(tenant, stored, credit_note, left)]


def _text(numbering: Numbering, number: int) -> str:
    if numbering.max_value is not None and number > numbering.max_value:
        raise NotNumberable(f"All credit note numbers up to {numbering.max_value} (maxValue) are used.")
    return numbering.text(number)


def _record(credit_note: Invoice, ordinal: int) -> Record:
    credited = credit_note.credited.number if credit_note.credited else ""
    document, shown = json.dumps(credit_note.bill), shown_of(credit_note.bill)
    return issued(credit_note.number, ordinal, shown, credit_note.issued_at, document, credited)
