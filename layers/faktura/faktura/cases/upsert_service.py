"""Invoices written: each by its provider and external id, in transactions of as many as one holds (CONTRACT section 5).

A transaction writes invoices and, for those that are new or change their case, the counts of cases and partners; new
ones get their ids in it from the provider's ledger. A crash between two transactions leaves the first invoices of the
request written; the request again finds them there and writes them once more.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import uniform

from faktura.cases.answer import answered, must_fit
from faktura.cases.batch import ProviderInvoices
from faktura.cases.keys import (
    KNOWN,
    StoredCase,
    StoredInvoice,
    case_key,
    invoice_key,
    ledger_key,
)
from faktura.cases.schemas import Invoice
from faktura.cases.transaction import (
    Changed,
    Document,
    Known,
    Transaction,
)
from faktura.core import json
from faktura.core.aws import client
from faktura.core.clock import now
from faktura.core.counter import Counter
from faktura.core.dynamo import Table, Write, transact
from faktura.core.errors import Unavailable
from faktura.core.idempotency import Idempotency
from faktura.core.response import Response
from faktura.core.settings import setting

LONGEST_RUN = 30
"""Seconds that an Idempotency-Key is held where one transaction is not enough: as long as the function may run."""

_CONFLICTS = 100


class InvoiceStore:
    """Providers' invoices, for writing."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "InvoiceStore":
        """The store the template names."""
        return cls(Table(setting("CASES_TABLE")))

    def upsert(self, provider: str, batch: ProviderInvoices, idempotency: Idempotency) -> Response:
        """Write every invoice of the batch in place of what it was, or refuse the batch before anything is written.

        The answer has the invoices in the batch's order. What is linked to is written before what links to it.
        """
        known = self._known(provider, batch.root)
        batch.must_be_of({guid for guid, case in known.cases.items() if case.provider == provider}, known.invoices)
        cases = {guid: case.answer() for guid, case in known.cases.items()}
        must_fit((json.dumps({**invoice.content(), "case": cases[invoice.guid]}) for invoice in batch.root), "")

        def answer(written: Mapping[str, Document]) -> Response:
            ids = known.ids() | {name: document["id"] for name, document in written.items()}
            documents = [written[invoice.external_id] for invoice in batch.root]
            return Response(200, [answered(document, cases[document["guid"]], ids) for document in documents])

        return answer(self._write(known, batch.by_links(), idempotency, answer))

    def _write(
        self,
        known: Known,
        waiting: Sequence[Invoice],
        idempotency: Idempotency,
        answer: Callable[[Mapping[str, Document]], Response],
    ) -> dict[str, Document]:
        """Write transaction after transaction, and with the last one the answer's record; what was written."""
        written: dict[str, Document] = {}
        conflicts, held = 0, False
        while waiting:
            transaction = Transaction.of_first(waiting, known)
            rest = waiting[len(transaction.invoices) :]
            if rest and not held:
                idempotency.hold(LONGEST_RUN)
                held = True
            last = (
                None
                if rest
                else (lambda documents, before=written: idempotency.writes_recording(answer(before | documents)))
            )
            try:
                written |= self._commit(transaction, last)
            except Changed:
                conflicts += 1
                if conflicts > _CONFLICTS:
                    raise Unavailable from None
                time.sleep(uniform(0, min(0.25, 0.005 * 2 ** min(conflicts, 10))))
                known = self._known(known.provider, waiting)
            else:
                waiting, known = rest, replace(known, made=known.made + transaction.new)
        return written

    def _commit(
        self, transaction: Transaction, extra_writes: Callable[[dict[str, Document]], list[Write]] | None
    ) -> dict[str, Document]:
        """Write one transaction; its documents, as the last attempt at their numbers made them."""
        moment, documents = now(), dict[str, Document]()

        def writes(numbers: range) -> list[Write]:
            documents.update(transaction.documents(numbers, moment))
            return [*transaction.writes(self._table, documents), *(extra_writes(documents) if extra_writes else [])]

        if transaction.new:
            ledger = Counter(self._table, ledger_key(transaction.known.provider), start=transaction.known.made)
            ledger.number(writes, transaction.new)
        else:
            transact(writes(range(0)))
        return documents

    def _known(self, provider: str, invoices: Sequence[Invoice]) -> Known:
        names = {name for invoice in invoices for name in (invoice.external_id, invoice.link) if name}
        keys = [invoice_key(provider, name) for name in sorted(names)]
        found = map(StoredInvoice.of, self._table.get_many(keys, **KNOWN))
        stored = {invoice.external_id: invoice for invoice in found}
        guids = {invoice.guid for invoice in invoices} | {invoice.guid for invoice in stored.values()}
        others = list(self._table.get_many([ledger_key(provider), *map(case_key, sorted(guids))]))
        cases = {item["guid"]: StoredCase.of(item) for item in others if "guid" in item}
        ledger = next((item for item in others if "number" in item), {})
        return Known(provider, int(ledger.get("number", 0)), int(ledger.get("last", 0)), stored, cases)
