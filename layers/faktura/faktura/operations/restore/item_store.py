"""The items of a table and of its side table, and the writes of a restore.

It reads the keys of a whole table, to learn which partitions there are.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from faktura.core.attributes import Item, plain, size
from faktura.core.aws import client
from faktura.core.dynamo import Table, Write, transact
from faktura.core.parallel import each
from faktura.operations.errors import StillRunning
from faktura.operations.restore.books import Books, Items
from faktura.operations.restore.plan import Change

_MAX_WRITES = 20
_MAX_WRITE_BYTES = 1_500_000
"""Of one transaction, which takes 4 MB; a condition repeats the item it replaces."""

_AT_ONCE = 4


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

    def write(self, changes: Sequence[Change]) -> None:
        """Write the changes. Each is conditional on the item that it was decided on; else `StillRunning`."""
        each(transact, ([self._write(one) for one in batch] for batch in _batches(changes)), at_once=_AT_ONCE)

    def _write(self, change: Change) -> Write:
        attributes = self._books.KINDS.attributes
        key = dict(zip(attributes, change.key, strict=True))
        if change.before is None:
            condition, values = "attribute_not_exists(#n0)", {}
            names = {"#n0": attributes[0]}
        else:
            names = {f"#n{place}": name for place, name in enumerate(change.before)}
            values = {f":v{place}": value for place, value in enumerate(change.before.values())}
            condition = " AND ".join(f"#n{place} = :v{place}" for place in range(len(names)))
        terms = {"otherwise": _changed, "ExpressionAttributeNames": names}
        if change.after is None:
            return self._table.deleting(key, condition, values, **terms)
        return self._table.putting(change.after, condition, values or None, **terms)


def _batches(changes: Sequence[Change]) -> Iterator[list[Change]]:
    batch: list[Change] = []
    weight = 0
    for change in changes:
        own = size(change.before or {}) + size(change.after or {})
        if batch and (len(batch) == _MAX_WRITES or weight + own > _MAX_WRITE_BYTES):
            yield batch
            batch, weight = [], 0
        batch.append(change)
        weight += own
    if batch:
        yield batch


def _changed(_found: Item | None) -> StillRunning:
    return StillRunning("an item has changed since it was read; is the stack stopped? Run the command again")
