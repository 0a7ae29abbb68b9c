"""Invoices and payments in billing's table. One transaction may write both, so one store holds both.

Every write is conditional on the version that it was decided on. If that has changed, the write raises
`WriteConflict`, and the caller reads and decides again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Any

from faktura.audit.record import Record
from faktura.billing import keys
from faktura.billing.errors import NoSuchInvoice, NoSuchPayment, NumberTaken, TooManyChanges
from faktura.billing.invoice import Invoice, InvoiceHeader
from faktura.billing.journals.journal_record import changed, created
from faktura.billing.journals.journal_store import journal as journal_of
from faktura.billing.payment import Payment
from faktura.core.attributes import Item
from faktura.core.aws import client
from faktura.core.clock import now
from faktura.core.counter import Counter
from faktura.core.dynamo import Table, Write, WriteConflict, retry_on_conflict, transact
from faktura.core.errors import Refusal
from faktura.core.settings import setting

MAX_WRITES = 100
"""Writes that one transaction of DynamoDB may have."""

_BODY_FIELDS = {"line_items", "client_note"}
"""The fields of an invoice that are stored apart from the rest."""


@dataclass(frozen=True)
class Revision:
    """An invoice or a payment before and after a change; `before` is `None` for a new one."""

    before: InvoiceHeader | Payment | None
    after: InvoiceHeader | Payment


class BillingStore:
    """Reads and writes an office's invoices and payments."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "BillingStore":
        """The store that the template names."""
        return cls(Table(setting("BILLING_TABLE")))

    def invoice(self, office: str, invoice_id: int) -> Invoice:
        """The whole invoice as of now, in one read; else `NoSuchInvoice`."""

        def read() -> Invoice:
            found = self._table.query(
                "office = :office AND begins_with(#record, :record)",
                {":office": office, ":record": keys.invoice(invoice_id)},
                ConsistentRead=True,
                ExpressionAttributeNames={"#record": "record"},
            )
            items = {item["record"]: item for item in found}
            if not items:
                raise NoSuchInvoice(invoice_id)
            return _whole(items, invoice_id)

        return retry_on_conflict(read)

    def invoices(self, office: str, ids: Sequence[int]) -> list[Invoice]:
        """The whole invoices with these ids, in this order; absent ones are left out."""

        def read() -> list[Invoice]:
            records = [record for one in ids for record in (keys.invoice(one), keys.body(one))]
            items = self._items(office, records)
            return [_whole(items, invoice_id) for invoice_id in ids if keys.invoice(invoice_id) in items]

        return retry_on_conflict(read)

    def headers(self, office: str, ids: Iterable[int]) -> dict[int, InvoiceHeader]:
        """The invoices with these ids, without lines and notes; absent ones are left out."""
        items = self._items(office, map(keys.invoice, ids))
        return {header.id: header for header in map(InvoiceHeader.model_validate, items.values())}

    def id_with_number(self, office: str, invoice_number: str) -> int | None:
        """The id of the invoice that has this number as of now; `None` if no invoice has it."""
        item = self._table.get({"office": office, "record": keys.number(invoice_number)})
        return int(item["invoiceId"]) if item else None

    def ids_with_numbers(self, office: str, invoice_numbers: Sequence[str]) -> dict[str, int]:
        """The ids of the invoices that have these numbers as of now, by number; free numbers are left out."""
        records = {keys.number(one): one for one in invoice_numbers}
        return {records[record]: int(item["invoiceId"]) for record, item in self._items(office, records).items()}

    def payment(self, office: str, payment_id: int) -> Payment:
        """The payment as of now; else `NoSuchPayment`, also for a deleted one."""
        item = self._table.get({"office": office, "record": keys.payment(payment_id)})
        if item is None or item.get("deletedBy"):
            raise NoSuchPayment(payment_id)
        return Payment.model_validate(item)

    def payments(self, office: str, ids: Iterable[int]) -> dict[int, Payment]:
        """The payments with these ids; absent and deleted ones are left out."""
        items = self._items(office, map(keys.payment, ids))
        payments = map(Payment.model_validate, items.values())
        return {payment.id: payment for payment in payments if not payment.deleted_by}

    def ids_of_client(self, office: str, client_id: int, kind: keys.Kind, after: int = 0) -> Iterator[int]:
        """The ids above `after` of a client's invoices, or of the payments that the client makes; ascending."""
        return self._ids(office, keys.of_client(client_id, kind), after)

    def detached_ids(self, office: str, kind: keys.Kind, after: int = 0) -> Iterator[int]:
        """The ids above `after` of records that have no client, ascending. The index follows writes within seconds."""
        found = self._table.query(
            "detached = :detached AND #record BETWEEN :first AND :last",
            {":detached": keys.detached(office, kind), **keys.above(keys.of_kind(kind), after)},
            index="detached",
            ExpressionAttributeNames={"#record": "record"},
        )
        return (keys.id_of(item["record"]) for item in found)

    def free_position(self, office: str, first: int) -> int:
        """The first position of the number sequence, from `first` on, whose number is free."""
        taken = self._ids(office, keys.NUMBERS, first - 1)
        return next(position for position, found in enumerate(chain(taken, [0]), first) if position != found)

    @contextmanager
    def confirming_refusals(self, office: str, read: InvoiceHeader | Payment) -> Iterator[None]:
        """Let a refusal through only if `read` is still current; else `WriteConflict`: the refusal may be wrong."""
        try:
            yield
        except Refusal:
            record = keys.payment(read.id) if isinstance(read, Payment) else keys.invoice(read.id)
            if [item["version"] for item in self._items(office, [record]).values()] != [read.version]:
                raise WriteConflict from None
            raise

    def commit(
        self,
        office: str,
        revisions: Sequence[Revision],
        extra_writes: Sequence[Write] = (),
        sequence: Sequence[int] = (),
    ) -> None:
        """Store all revisions and the extra writes, or nothing; the journal records them in the same transaction.

        `sequence` are the places of the number sequence that a new invoice takes. `WriteConflict` if something has
        changed meanwhile, `NumberTaken`, or `TooManyChanges` for over 100 writes.
        """
        writes = [*extra_writes, *(write for revision in revisions for write in self._writes(office, revision))]
        records = [record for revision in revisions for record in _records(revision, sequence)]
        journal = journal_of(self._table.name, office)
        appending = journal.appending(records, now()) if records else None
        writes += appending.writes if appending else []
        if len(writes) > MAX_WRITES:
            raise TooManyChanges
        if writes:
            transact(writes)
        if appending:
            journal.appended(appending)

    def counter(self, office: str, name: str) -> Counter:
        """A counter of the office: `invoice`, `number`, `payment` or `donation`."""
        return _counter(self._table.name, office, name)

    def _items(self, office: str, records: Iterable[str]) -> dict[str, dict[str, Any]]:
        items = self._table.get_many([{"office": office, "record": record} for record in records])
        return {item["record"]: item for item in items}

    def _ids(self, office: str, prefix: str, after: int) -> Iterator[int]:
        found = self._table.query(
            "office = :office AND #record BETWEEN :first AND :last",
            {":office": office, **keys.above(prefix, after)},
            ConsistentRead=True,
            ProjectionExpression="#record",
            ExpressionAttributeNames={"#record": "record"},
        )
        return (keys.id_of(item["record"]) for item in found)

    def _writes(self, office: str, revision: Revision) -> Iterator[Write]:
        before, after = revision.before, revision.after
        if isinstance(after, Payment):
            record = keys.payment(after.id)
            yield self._put(office, record, revision)
            yield from self._list(office, record, _payers(before), _payers(after))
        elif not isinstance(before, Payment):
            record = keys.invoice(after.id)
            if isinstance(after, Invoice) and _has_other_body(before, after):
                after = after.model_copy(update={"body_version": after.version})
                body = after.model_dump(by_alias=True, include={*_BODY_FIELDS, "version"})
                yield self._table.putting({"office": office, "record": keys.body(after.id), **body})
            yield self._put(office, record, Revision(before, after))
            yield from self._claim_number(office, before, after)
            yield from self._list(office, record, before.clients if before else [], after.clients)

    def _put(self, office: str, record: str, revision: Revision) -> Write:
        after, version = revision.after, revision.before.version if revision.before else 0
        kind: keys.Kind = "payment" if isinstance(after, Payment) else "invoice"
        detached = {"detached": keys.detached(office, kind)} if after.is_detached else {}
        content = after.model_dump(by_alias=True, exclude=_BODY_FIELDS)
        item = {"office": office, "record": record, **detached, **content}
        if not version:
            return self._table.putting(item, "attribute_not_exists(office)", otherwise=_conflict)
        return self._table.putting(item, "version = :version", {":version": Decimal(version)}, _conflict)

    def _claim_number(self, office: str, before: InvoiceHeader | None, after: InvoiceHeader) -> Iterator[Write]:
        if before and before.invoice_number == after.invoice_number:
            return
        claim = {"office": office, "record": keys.number(after.invoice_number), "invoiceId": Decimal(after.id)}

        def taken(found: Item | None) -> Exception:
            is_own = found and found["invoiceId"] == after.id  # another change of the same invoice was first
            return WriteConflict() if is_own else NumberTaken(after.invoice_number)

        yield self._table.putting(claim, "attribute_not_exists(office)", otherwise=taken)
        if before:
            yield self._table.deleting({"office": office, "record": keys.number(before.invoice_number)})

    def _list(self, office: str, record: str, before: Sequence[int], after: Sequence[int]) -> Iterator[Write]:
        for client_id in set(after) - set(before):
            yield self._table.putting({"office": office, "record": keys.listed(client_id, record)})
        for client_id in set(before) - set(after):
            yield self._table.deleting({"office": office, "record": keys.listed(client_id, record)})


def _whole(items: Mapping[str, Item], invoice_id: int) -> Invoice:
    """An invoice from its two items; `WriteConflict` if a write came between the reads of the two."""
    header, body = items[keys.invoice(invoice_id)], items.get(keys.body(invoice_id), {})
    if header["bodyVersion"] != body.get("version", 0):
        raise WriteConflict
    return Invoice.model_validate({**body, **header})


def _has_other_body(before: InvoiceHeader | None, after: Invoice) -> bool:
    earlier = (before.line_items, before.client_note) if isinstance(before, Invoice) else ([], "")
    return earlier != (after.line_items, after.client_note)


def _payers(payment: InvoiceHeader | Payment | None) -> Sequence[int]:
    return payment.payer_client_ids if isinstance(payment, Payment) and not payment.deleted_by else []


def _conflict(_found: Item | None) -> WriteConflict:
    return WriteConflict()


def _records(revision: Revision, sequence: Sequence[int]) -> Iterable[Record]:
    before, after = revision.before, revision.after
    if isinstance(before, Payment) or isinstance(after, Payment):
        return []
    if before is None:
        return created(after, sequence) if isinstance(after, Invoice) else []
    return changed(before, after)


@lru_cache(maxsize=1_000)
def _counter(table: str, office: str, name: str) -> Counter:
    return Counter(Table(table), {"office": office, "record": keys.counter(name)})
