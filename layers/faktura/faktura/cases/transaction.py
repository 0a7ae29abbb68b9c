"""One transaction of an upsert: the waiting invoices that it writes, and the counts that change with them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from faktura.cases.case import StoredCase
from faktura.cases.invoice import Document, StoredInvoice
from faktura.cases.schemas import ReportedInvoice
from faktura.core import json
from faktura.core.clock import timestamp

MAX_WRITES = 98
"""Of DynamoDB's 100: one is the ledger's, one the Idempotency-Key's."""

MAX_BYTES = 2_500_000
"""Of DynamoDB's 4 MB: the invoices, and the cases whose counts change."""


@dataclass(frozen=True)
class Known:
    """The stored state of a request's invoices, of those they link to, and of the cases of all these.

    The invoices are read before the cases. If an invoice's revision is still the one read, it names its case's current
    partner, or a partner from whom a move is under way; that move rewrites it later.

    `number` is the provider's, `made` how many invoices it has made.
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
    invoices: tuple[ReportedInvoice, ...]

    @classmethod
    def of_first(cls, waiting: Sequence[ReportedInvoice], known: Known) -> "Transaction":
        """The first of the waiting invoices, as many as one transaction holds."""
        cases: dict[str, StoredCase] = {}
        taken = size = 0
        for invoice in waiting:
            cases |= {guid: known.cases[guid] for guid in _count_changes(invoice, known)}
            size += len(json.dumps(invoice.content()))
            writes = taken + 1 + len(cases) + len({case.partner for case in cases.values()})
            total_size = size + sum(len(case.document.encode()) for case in cases.values())
            if taken and (writes > MAX_WRITES or total_size > MAX_BYTES):
                break
            taken += 1
        return cls(known, tuple(waiting[:taken]))

    @property
    def new(self) -> int:
        """How many of the invoices are not stored yet."""
        return sum(invoice.external_id not in self.known.invoices for invoice in self.invoices)

    def documents(self, numbers: range, moment: datetime) -> dict[str, Document]:
        """The invoices as they will be stored, by external id; `numbers` are the provider's next ones."""
        ids = (_pair(number, self.known.number) for number in numbers)
        return {invoice.external_id: self._document(invoice, ids, moment) for invoice in self.invoices}

    def count_changes(self) -> tuple[Counter[str], Counter[str]]:
        """The changes in the numbers of invoices: of cases by GUID, and of partners."""
        cases, partners = Counter[str](), Counter[str]()
        for invoice in self.invoices:
            for guid, change in _count_changes(invoice, self.known).items():
                cases[guid] += change
                partners[self.known.cases[guid].partner] += change
        return cases, partners

    def _document(self, invoice: ReportedInvoice, ids: Iterator[int], moment: datetime) -> Document:
        stored = self.known.invoices.get(invoice.external_id)
        if stored is None:
            identity, created, updated = next(ids), timestamp(moment), timestamp(moment)
        else:
            identity, created, updated = stored.id, stored.created_at, _after(stored.updated_at, moment)
        return {"id": identity, **invoice.content(), "createdAt": created, "updatedAt": updated}


def _count_changes(invoice: ReportedInvoice, known: Known) -> dict[str, int]:
    """The changes in the numbers of invoices of cases, by GUID, when the invoice is written."""
    stored = known.invoices.get(invoice.external_id)
    if stored is None:
        return {invoice.guid: 1}
    return {} if stored.guid == invoice.guid else {invoice.guid: 1, stored.guid: -1}


def _after(updated: str, moment: datetime) -> str:
    """The moment, but at least a millisecond after the last update, so that a search for later updates finds it."""
    earliest = datetime.fromisoformat(updated) + timedelta(milliseconds=1)
    return timestamp(max(moment, earliest))


def _pair(number: int, provider: int) -> int:
    """One integer for two (Cantor's pairing): providers share no ids, and an id does not show a provider's volume."""
    return (number + provider) * (number + provider + 1) // 2 + provider
