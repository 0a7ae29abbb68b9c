"""Providers' invoices in the table, each by its provider and external id."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from faktura.cases.case import StoredCase
from faktura.cases.case_store import stored_case
from faktura.cases.invoice import Document, StoredInvoice
from faktura.cases.keys import (
    case_key,
    external_id_of,
    index_keys,
    invoice_key,
    ledger_key,
    projection,
    tally_key,
    value_of,
)
from faktura.cases.schemas import ReportedInvoice
from faktura.cases.transaction import Known, Transaction
from faktura.core import json
from faktura.core.attributes import Item
from faktura.core.aws import client
from faktura.core.clock import now
from faktura.core.counter import Counter
from faktura.core.dynamo import Table, Write, WriteConflict, transact
from faktura.core.settings import setting

_STORED_INVOICE = projection("name", "provider", "guid", "id", "created", "updated", "revision")


class InvoiceStore:
    """Providers' invoices. Searches read them through `search.index_store`."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "InvoiceStore":
        """The store with the table that the template names."""
        return cls(Table(setting("CASES_TABLE")))

    def known(self, provider: str, invoices: Sequence[ReportedInvoice]) -> Known:
        """The stored state of the invoices, of those they link to, and of the cases of all these."""
        names = {name for invoice in invoices for name in (invoice.external_id, invoice.link) if name}
        keys = [invoice_key(provider, name) for name in sorted(names)]
        found = map(stored_invoice, self._table.get_many(keys, **_STORED_INVOICE))
        stored = {invoice.external_id: invoice for invoice in found}
        guids = {invoice.guid for invoice in invoices} | {invoice.guid for invoice in stored.values()}
        others = list(self._table.get_many([ledger_key(provider), *map(case_key, sorted(guids))]))
        cases = {item["guid"]: stored_case(item) for item in others if "guid" in item}
        ledger: Mapping[str, Any] = next((item for item in others if "number" in item), {})
        return Known(provider, int(ledger.get("number", 0)), int(ledger.get("last", 0)), stored, cases)

    def write(
        self, transaction: Transaction, extra_writes: Callable[[dict[str, Document]], list[Write]]
    ) -> dict[str, Document]:
        """Write the transaction with `extra_writes(documents)`; returns them. `WriteConflict` if it is out of date."""
        ledger = Counter(self._table, ledger_key(transaction.known.provider), start=transaction.known.made)
        numbers = ledger.next(transaction.new)
        documents = transaction.documents(numbers, now())
        taking = [ledger.taking(numbers)] if numbers else []
        transact([*taking, *self._writes(transaction, documents), *extra_writes(documents)])
        return documents

    def _writes(self, transaction: Transaction, documents: Mapping[str, Document]) -> Iterator[Write]:
        for document in documents.values():
            yield self._putting(transaction.known, document)
        cases, partners = transaction.count_changes()
        for guid, change in cases.items():
            yield self._counting_of_case(transaction.known.cases[guid], change)
        for partner, change in partners.items():
            if change:
                yield self._table.updating(tally_key(partner), "ADD invoices :change", {":change": Decimal(change)})

    def _putting(self, known: Known, document: Document) -> Write:
        stored = known.invoices.get(document["externalId"])
        revision = stored.revision if stored else 0
        item = invoice_item(document, known.cases[document["guid"]], revision + 1)
        if stored is None:
            return self._table.putting(item, "attribute_not_exists(place)", otherwise=_conflict)
        return self._table.putting(item, "revision = :seen", {":seen": Decimal(revision)}, _conflict)

    def _counting_of_case(self, case: StoredCase, change: int) -> Write:
        return self._table.updating(
            case_key(case.guid),
            "SET invoices = invoices + :change, version = version + :one",
            {":change": Decimal(change), ":one": Decimal(1), ":moves": Decimal(case.moves)},
            "moves = :moves",
            _conflict,
        )


def stored_invoice(item: Item) -> StoredInvoice:
    """The stored invoice in an item."""
    created, updated = value_of(item["created"]), value_of(item["updated"])
    name = external_id_of(item["name"])
    return StoredInvoice(name, item["guid"], int(item["id"]), created, updated, int(item["revision"]))


def invoice_item(document: Document, case: StoredCase, revision: int) -> Item:
    """The item of an invoice, under its case's partner.

    `moves` shows which of the case's partners that is, so that a late write of an earlier move does not take it back.
    """
    return invoice_key(case.provider, document["externalId"]) | {
        "provider": case.provider,
        "partner": case.partner,
        "guid": case.guid,
        "moves": Decimal(case.moves),
        "id": Decimal(document["id"]),
        "revision": Decimal(revision),
        "document": json.dumps(document).decode(),
        **index_keys(document),
    }


def _conflict(_: Item | None) -> WriteConflict:
    return WriteConflict()
