"""The items of a table and of its side table, and the writes of a restore.

It reads the keys of a whole table, to learn which partitions there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from faktura.audit.journal_store import Journal
from faktura.audit.record import Record
from faktura.billing import keys
from faktura.billing.journals.journal_store import place_named
from faktura.core.attributes import Item, plain, size
from faktura.core.aws import client
from faktura.core.clock import now
from faktura.core.dynamo import Table, Write, retry_on_conflict, transact
from faktura.core.parallel import each
from faktura.jobs.ranges.range_store import RangeStore
from faktura.operations.errors import StillRunning
from faktura.operations.restore.books import Books, Items
from faktura.operations.restore.plan import Change, Plan

_MAX_WRITES = 20
_MAX_WRITE_BYTES = 1_500_000
"""Of one transaction, which takes 4 MB; a condition repeats the item it replaces."""

_AT_ONCE = 4

_JOURNALS = ("journal", "journalEnd", "journals")
"""The kinds of items of a journal."""


class ItemStore:
    """Reads one table by tenant, and writes to it."""

    def __init__(self, table: str, books: Books) -> None:
        self._table, self._books = Table(table), books

    def partitions(self) -> Mapping[str, set[str]]:
        """The partitions of each tenant; all under an empty name if the books are of the whole table."""
        kinds, found = self._books.KINDS, defaultdict(set)
        wanted = dict.fromkeys([*kinds.attributes, *(kind.owner for kind in kinds.all if kind.owner)])
        names = {f"#n{place}": name for place, name in enumerate(wanted)}
        terms = {"ProjectionExpression": ", ".join(names), "ExpressionAttributeNames": names, "ConsistentRead": True}
        pages = client("dynamodb").get_paginator("scan").paginate(TableName=self._table.name, **terms)
        for item in (plain(item) for page in pages for item in page["Items"]):
            tenant = "" if self._books.IS_WHOLE else kinds.of(item).tenant
            found[tenant].add(str(item[kinds.key[0]]))
        return found

    def items(self, tenant: str, partitions: Sequence[str]) -> Items:
        """A tenant's items in these partitions, which other tenants may share."""
        kinds = self._books.KINDS
        terms: dict[str, Any] = {"ConsistentRead": True, "ExpressionAttributeNames": {"#partition": kinds.key[0]}}
        found = each(
            lambda one: list(self._table.query("#partition = :partition", {":partition": one}, **terms)),
            partitions,
            at_once=_AT_ONCE,
        )
        return {
            self._books.key_of(item): item
            for items in found
            for item in items
            if self._books.IS_WHOLE or kinds.of(item).tenant == tenant
        }

    def write(self, plan: Plan) -> None:
        """Write the changes. Each is conditional on the item that it was decided on; else `StillRunning`.

        Journals come first: the entries that return, the oldest first, and the end; then one entry after another,
        each in the transaction of the documents that it is about.
        """
        left = {one.key: one for one in plan.changes}
        returning = (_Batch([left.pop(one.key)]) for one in plan.changes if self._kind(one) in _JOURNALS)
        for batch in _batches(returning):
            transact(self._writes(batch))
        restated = [
            _Batch([left.pop(key) for one in group for key in one.keys], [one.record for one in group], group[0].range)
            for group in plan.restatements
        ]
        for batch in _batches(restated):
            self._restate(batch)
        plain_changes = (_Batch([one]) for one in left.values())
        each(lambda batch: transact(self._writes(batch)), _batches(plain_changes), at_once=_AT_ONCE)

    def _restate(self, batch: "_Batch") -> None:
        is_office = batch.range.startswith(keys.RANGES)
        place = place_named(self._table, batch.range) if is_office else RangeStore(self._table).place(batch.range)
        journal = Journal(place)

        def commit() -> None:
            journal.catch_up()
            transact([*self._writes(batch), *journal.appending(batch.records, now()).writes])

        retry_on_conflict(commit)

    def _kind(self, change: Change) -> str:
        return self._books.KINDS.of(change.after or change.before or {}).kind.name

    def _writes(self, batch: "_Batch") -> list[Write]:
        return [self._write(one) for one in batch.changes]

    def _absent(self, change: Change) -> list[str]:
        """The attributes that the item did not have, and that a writer may have given it since."""
        before = change.before or {}
        possible = self._books.KINDS.of(before).kind.keeps | (change.after or {}).keys()
        return sorted(possible - before.keys())

    def _write(self, change: Change) -> Write:
        attributes = self._books.KINDS.attributes
        key = dict(zip(attributes, change.key, strict=True))
        if change.before is None:
            condition, values = "attribute_not_exists(#n0)", {}
            names = {"#n0": attributes[0]}
        else:
            names = {f"#n{place}": name for place, name in enumerate(change.before)}
            values = {f":v{place}": value for place, value in enumerate(change.before.values())}
            unchanged = [f"#n{place} = :v{place}" for place in range(len(names))]
            absent = {f"#a{place}": name for place, name in enumerate(self._absent(change))}
            condition = " AND ".join([*unchanged, *(f"attribute_not_exists({one})" for one in absent)])
            names |= absent
        terms = {"otherwise": _changed, "ExpressionAttributeNames": names}
        if change.after is None:
            return self._table.deleting(key, condition, values, **terms)
        return self._table.putting(change.after, condition, values or None, **terms)


@dataclass
class _Batch:
    """Changes of one transaction, and what the journal of `range` says of them. Without records there is no journal."""

    changes: list[Change]
    records: list[Record] = field(default_factory=list)
    range: str = ""

    @property
    def weight(self) -> int:
        return sum(size(one.before or {}) + size(one.after or {}) for one in self.changes)

    def takes(self, other: "_Batch") -> bool:
        """Whether the other one, of which nothing may be split off, fits in."""
        is_small = len(self.changes) + len(other.changes) <= _MAX_WRITES
        return is_small and self.range == other.range and self.weight + other.weight <= _MAX_WRITE_BYTES


def _batches(parts: Iterable[_Batch]) -> Iterator[_Batch]:
    batch: _Batch | None = None
    for part in parts:
        if batch and batch.takes(part):
            batch = _Batch([*batch.changes, *part.changes], [*batch.records, *part.records], part.range)
        else:
            if batch:
                yield batch
            batch = part
    if batch:
        yield batch


def _changed(_found: Item | None) -> StillRunning:
    return StillRunning("an item has changed since it was read; is the stack stopped? Run the command again")
