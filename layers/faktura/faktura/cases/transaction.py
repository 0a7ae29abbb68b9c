"""One transaction of an upsert: which of the waiting invoices it takes, and what it writes for them. No I/O."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from faktura.cases.keys import (
    StoredCase,
    StoredInvoice,
    case_key,
    invoice_item,
    tally_key,
)
from faktura.cases.schemas import Invoice
from faktura.core import json
from faktura.core.clock import timestamp
from faktura.core.dynamo import Table, Write

MOST_WRITES = 98
"""Of the 100 that a transaction holds: one is the ledger's, one an Idempotency-Key's."""

MOST_BYTES = 2_500_000
"""Of the 4 MB that a transaction holds, invoices and the cases whose counts change together."""

Document = dict[str, Any]


class Changed(Exception):
    """Another writer changed what this transaction relied on."""


@dataclass(frozen=True)
class Known:
    """What the table had of a request's invoices, of those they link to, and of all their cases.

    The invoices were read before the cases. So an invoice of the revision read is put under the partner that its case
    has, or under one from which the case is being moved, which rewrites it afterwards.
    """

    provider: str
    number: int
    made: int
    invoices: Mapping[str, StoredInvoice]
    cases: Mapping[str, StoredCase]

    def ids(self) -> dict[str, int]:
        """Ids by external id."""
        return {name: invoice.id for name, invoice in self.invoices.items()}


@dataclass(frozen=True)
class Transaction:
    """Some invoices, written together or not at all."""

    known: Known
    invoices: tuple[Invoice, ...]

    @classmethod
    def of_first(cls, waiting: Sequence[Invoice], known: Known) -> "Transaction":
        """As many of the waiting invoices, from the first on, as one transaction holds."""
        cases: dict[str, StoredCase] = {}
        taken = size = 0
        for invoice in waiting:
            cases |= {guid: known.cases[guid] for guid in _moved(invoice, known)}
            size += len(json.dumps(invoice.content()))
            writes = taken + 1 + len(cases) + len({case.partner for case in cases.values()})
            touched = size + sum(len(case.document.encode()) for case in cases.values())
            if taken and (writes > MOST_WRITES or touched > MOST_BYTES):
                break
            taken += 1
        return cls(known, tuple(waiting[:taken]))

    @property
    def new(self) -> int:
        """How many invoices are not there yet."""
        return sum(invoice.external_id not in self.known.invoices for invoice in self.invoices)

    def documents(self, numbers: range, moment: datetime) -> dict[str, Document]:
        """The invoices as they will be stored, by external id; `numbers` are the provider's next ones."""
        ids = (_paired(number, self.known.number) for number in numbers)
        return {invoice.external_id: self._document(invoice, ids, moment) for invoice in self.invoices}

    def writes(self, table: Table, documents: Mapping[str, Document]) -> list[Write]:
        """What it writes: invoices as they were read or not there, and counts; else `Changed`."""
        puts = [self._put(table, document) for document in documents.values()]
        return [*puts, *self._counts(table)]

    def _document(self, invoice: Invoice, ids: Iterator[int], moment: datetime) -> Document:
        stored = self.known.invoices.get(invoice.external_id)
        if stored is None:
            identity, created, updated = next(ids), timestamp(moment), timestamp(moment)
        else:
            identity, created, updated = stored.id, stored.created_at, _after(stored.updated_at, moment)
        return {"id": identity, **invoice.content(), "createdAt": created, "updatedAt": updated}

    def _put(self, table: Table, document: Document) -> Write:
        stored = self.known.invoices.get(document["externalId"])
        revision = stored.revision if stored else 0
        item = invoice_item(document, self.known.cases[document["guid"]], revision + 1)
        if stored is None:
            return table.putting(item, "attribute_not_exists(place)", otherwise=lambda _: Changed())
        return table.putting(item, "revision = :seen", {":seen": Decimal(revision)}, lambda _: Changed())

    def _counts(self, table: Table) -> Iterator[Write]:
        cases, partners = Counter[str](), Counter[str]()
        for invoice in self.invoices:
            for guid, change in _moved(invoice, self.known).items():
                cases[guid] += change
                partners[self.known.cases[guid].partner] += change
        for guid, change in cases.items():
            yield table.updating(
                case_key(guid),
                "SET invoices = invoices + :change, version = version + :one",
                {":change": Decimal(change), ":one": Decimal(1), ":moves": Decimal(self.known.cases[guid].moves)},
                "moves = :moves",
                lambda _: Changed(),
            )
        for partner, change in partners.items():
            if change:
                yield table.updating(tally_key(partner), "ADD invoices :change", {":change": Decimal(change)})


def _moved(invoice: Invoice, known: Known) -> dict[str, int]:
    """How writing the invoice changes the number of invoices of cases, by GUID."""
    stored = known.invoices.get(invoice.external_id)
    if stored is None:
        return {invoice.guid: 1}
    return {} if stored.guid == invoice.guid else {invoice.guid: 1, stored.guid: -1}


def _after(updated: str, moment: datetime) -> str:
    """The moment, or if that is not after the last update, a millisecond after it: who asks for updates misses none."""
    least = datetime.fromisoformat(updated) + timedelta(milliseconds=1)
    return timestamp(max(moment, least))


def _paired(number: int, provider: int) -> int:
    """One integer for both (Cantor's pairing): no two providers share an id, and none tells another's volume."""
    return (number + provider) * (number + provider + 1) // 2 + provider
