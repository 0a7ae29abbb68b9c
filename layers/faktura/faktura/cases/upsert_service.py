"""Writes a batch of reported invoices in as few transactions as can hold it (docs/apis/cases.md).

A transaction writes invoices and, for those that are new or change their case, the counts of cases and partners. New
ones get their ids there, from the provider's ledger. A crash between two transactions leaves the first ones written;
the repeated request finds their invoices and writes them once more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from faktura.cases.batch import InvoiceBatch
from faktura.cases.invoice import Document, check_response_size, invoice_body
from faktura.cases.invoice_store import InvoiceStore
from faktura.cases.schemas import ReportedInvoice
from faktura.cases.transaction import Known, Transaction
from faktura.core import json
from faktura.core.dynamo import Write, WriteConflict, retry_on_conflict
from faktura.core.idempotency import Idempotency

MAX_RUN_SECONDS = 30
"""How long an Idempotency-Key is held where one transaction is not enough: as long as the function may run."""

Reply = list[dict[str, Any]]


class UpsertService:
    """Adds and updates providers' invoices."""

    def __init__(self, invoices: InvoiceStore) -> None:
        self._invoices = invoices

    @classmethod
    def from_settings(cls) -> "UpsertService":
        """The service with the table that the template names."""
        return cls(InvoiceStore.from_settings())

    def upsert(self, provider: str, batch: InvoiceBatch, idempotency: Idempotency) -> Reply:
        """Write every invoice of the batch in place of an earlier one, or refuse the batch before anything is written.

        The reply has the invoices in the batch's order. Linked invoices are written before those that link to them.
        """
        known = self._invoices.known(provider, batch.root)
        batch.check_references(
            {guid for guid, case in known.cases.items() if case.provider == provider}, known.invoices
        )
        cases = {guid: case.body() for guid, case in known.cases.items()}
        check_response_size((json.dumps({**one.content(), "case": cases[one.guid]}) for one in batch.root), "")

        def reply(written: Mapping[str, Document]) -> Reply:
            ids = known.ids() | {name: document["id"] for name, document in written.items()}
            documents = [written[invoice.external_id] for invoice in batch.root]
            return [invoice_body(document, cases[document["guid"]], ids) for document in documents]

        return _Upsert(self._invoices, known, batch.in_link_order(), idempotency, reply).run()


class _Upsert:
    """A batch that is being written, transaction after transaction; the last one records the reply."""

    def __init__(
        self,
        invoices: InvoiceStore,
        known: Known,
        waiting: Sequence[ReportedInvoice],
        idempotency: Idempotency,
        reply: Callable[[Mapping[str, Document]], Reply],
    ) -> None:
        self._invoices, self._known, self._waiting = invoices, known, waiting
        self._idempotency, self._reply = idempotency, reply
        self._written: dict[str, Document] = {}
        self._is_held = self._is_stale = False

    def run(self) -> Reply:
        while self._waiting:
            retry_on_conflict(self._write_first)
        return self._reply(self._written)

    def _write_first(self) -> None:
        """Write as many of the waiting invoices as one transaction holds. After a conflict it reads again first."""
        if self._is_stale:
            self._known = self._invoices.known(self._known.provider, self._waiting)
            self._is_stale = False
        transaction = Transaction.of_first(self._waiting, self._known)
        rest = self._waiting[len(transaction.invoices) :]
        if rest:
            self._hold()
        try:
            documents = self._invoices.write(transaction, (lambda _: []) if rest else self._recording)
        except WriteConflict:
            self._is_stale = True
            raise
        self._written |= documents
        self._waiting = rest
        self._known = replace(self._known, made=self._known.made + transaction.new)

    def _hold(self) -> None:
        if not self._is_held:
            self._idempotency.hold(MAX_RUN_SECONDS)
            self._is_held = True

    def _recording(self, documents: Mapping[str, Document]) -> list[Write]:
        return self._idempotency.writes_recording(self._reply({**self._written, **documents}))
