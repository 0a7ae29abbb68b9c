"""Imports an office's invoices, several in one transaction, under the numbers that they have.

The sequence steps over these numbers as over those that were set by hand: the same records keep them unique.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from pydantic import TypeAdapter

from faktura.billing.billing_store import BillingStore, Revision
from faktura.billing.errors import NumberTaken
from faktura.billing.imports.columns import INVOICES
from faktura.billing.imports.import_store import AlreadyImported, ImportStore
from faktura.billing.imports.schemas import ImportedInvoice
from faktura.billing.invoice_service import imported_invoice
from faktura.billing.member import Member, Office
from faktura.core.dynamo import WriteConflict, retry_on_conflict
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.model import validated
from faktura.core.parallel import in_batches
from faktura.imports.digest import ERASED
from faktura.imports.import_service import Outcome

MAX_PART = 10
"""Invoices of one transaction; fewer where they have many clients (`MAX_PART_WRITES`)."""

MAX_PART_WRITES = 70
"""Writes for the invoices of one transaction, which may have 100 in all."""

MAX_PART_BYTES = 3_000_000
"""A transaction has at most 4 MB."""

_WRITES_OF_INVOICE = 4
"""Its two items, its number and the record of its import; each client takes one more."""

_INVOICE = TypeAdapter(ImportedInvoice)


class InvoiceImportService:
    """Imports the invoices of one office."""

    file_format = INVOICES

    def __init__(self, office: str, store: BillingStore, imports: ImportStore) -> None:
        self._office, self._store, self._imports = office, store, imports
        self._author = importer_of(office).as_author()

    @classmethod
    def from_settings(cls, office: str) -> "InvoiceImportService":
        """On the stores that the template names."""
        return cls(office, BillingStore.from_settings(), ImportStore.from_settings())

    def item(self, document: Any) -> ImportedInvoice:
        """The invoice; an `InvalidRequest` if it breaks a rule of the API."""
        return validated(_INVOICE, document)

    def check(self, items: Sequence[ImportedInvoice]) -> list[Outcome]:
        """Which invoices are new, which were imported before, and which numbers another invoice has."""
        names = [one.name for one in items]
        taken = self._store.ids_with_numbers(self._office, names)
        digests = self._imports.digests(self._office, "invoice", names)  # after the numbers: another run may take them
        return [_outcome(one, digest, one.name in taken) for one, digest in zip(items, digests, strict=True)]

    def write(self, items: Sequence[ImportedInvoice]) -> list[Outcome]:
        """Store the new ones of these invoices."""
        parts = [retry_on_conflict(partial(self._write, part)) for part in _parts(items)]
        return [outcome for part in parts for outcome in part]

    def _write(self, items: Sequence[ImportedInvoice]) -> list[Outcome]:
        outcomes = self.check(items)
        new = [one for one, outcome in zip(items, outcomes, strict=True) if outcome == "created"]
        if not new:
            return outcomes
        counter = self._store.counter(self._office, "invoice")
        ids = counter.next(len(new))
        pairs = list(zip(new, ids, strict=True))
        invoices = [imported_invoice(invoice_id, one, one.tags, self._author) for one, invoice_id in pairs]
        records = [
            self._imports.recording(self._office, "invoice", one.name, one.digest, invoice_id)
            for one, invoice_id in pairs
        ]
        revisions = [Revision(None, invoice) for invoice in invoices]
        try:
            self._store.commit(self._office, revisions, [counter.taking(ids), *records])
        except (NumberTaken, AlreadyImported) as error:  # since the check, so the next one sees it
            raise WriteConflict from error
        counter.taken(ids)
        return outcomes


def importer_of(office: str) -> Member:
    """The author of what is imported: no member of the office."""
    return Member(Office(office), user_id=0, first_name="Import", last_name="")


def _outcome(invoice: ImportedInvoice, digest: str | None, is_taken: bool) -> Outcome:
    if digest in (ERASED, invoice.digest):
        return "unchanged"
    if digest is not None:
        return InvalidRequest(Fault("invoiceNumber", "was imported before with other content"))
    return NumberTaken(invoice.name) if is_taken else "created"


def _parts(items: Sequence[ImportedInvoice]) -> Iterator[list[ImportedInvoice]]:
    """The invoices in parts, each of which fits into one transaction."""
    for batch in in_batches(items, MAX_PART):
        part: list[ImportedInvoice] = []
        writes = weight = 0
        for one in batch:
            own = _WRITES_OF_INVOICE + len(one.clients or ())
            if part and (writes + own > MAX_PART_WRITES or weight + one.weight > MAX_PART_BYTES):
                yield part
                part, writes, weight = [], 0, 0
            part.append(one)
            writes, weight = writes + own, weight + one.weight
        yield part
