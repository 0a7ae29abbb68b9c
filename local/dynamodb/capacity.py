"""Capacity units by DynamoDB's rules. moto's own figures are constants.

Source: developer guide, "Read and write operations" and "Secondary indexes: provisioned throughput considerations".
A transaction's writes to an index count once, because the index follows the committed item.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import SecondaryIndex

from local.dynamodb.attributes import item_bytes, members_bytes
from local.dynamodb.operations import Operation, Snapshot
from local.dynamodb.pages import PageRead

BYTES_PER_READ_UNIT = 4096
BYTES_PER_WRITE_UNIT = 1024

Entry = dict[str, DynamoType]
"""What an index holds of an item."""


@dataclass(frozen=True)
class Share:
    """What an operation consumed of one partition: of the table (`index` is empty) or of an index."""

    index: str
    partition: str
    read: float = 0.0
    write: float = 0.0


@dataclass(frozen=True)
class Consumed:
    """The read and write units that one operation consumed. The write units include the indexes."""

    action: str
    table: str
    read: float
    write: float
    shares: tuple[Share, ...] = field(default=(), compare=False, repr=False)

    @classmethod
    def of(cls, action: str, table: str, shares: Iterable[Share]) -> "Consumed":
        """The sum of the shares."""
        parts = tuple(shares)
        return cls(action, table, sum(one.read for one in parts), sum(one.write for one in parts), parts)


@contextmanager
def metered(note: Callable[[Consumed], None]) -> Iterator[None]:
    """Call `note` with the consumption of every operation inside the block."""
    _meters.append(note)
    try:
        yield
    finally:
        _meters.remove(note)


def is_metered() -> bool:
    """Whether anything inside a `metered` block asks for the consumption."""
    return bool(_meters)


def meter(consumed: Iterable[Consumed]) -> None:
    """Report what a call consumed to the meters. A call that failed its condition consumes units too."""
    for one in consumed:
        for note in _meters:
            note(one)


def consumption(action: str, operations: list[Operation], snapshot: Snapshot, page: PageRead) -> list[Consumed]:
    """What each operation of a call consumes; `page` is what a Query read."""
    before = iter(snapshot.before)
    return [
        Consumed.of(
            action,
            operation.table.name,
            _written(action, operation, next(before)) if operation.writes else [_read(action, operation, page)],
        )
        for operation in operations
    ]


def _read(action: str, operation: Operation, page: PageRead) -> Share:
    is_query = operation.kind == "Query"
    units = _units(page.size if is_query else item_bytes(operation.stored()), BYTES_PER_READ_UNIT)
    partition = page.partition if is_query else operation.partition
    index = str(operation.parameters.get("IndexName", "")) if is_query else ""
    if action == "transact_get_items":
        return Share(index, partition, read=2.0 * units)
    return Share(index, partition, read=float(units) if operation.parameters.get("ConsistentRead") else units / 2)


def _written(action: str, operation: Operation, before: Item | None) -> Iterator[Share]:
    after = operation.stored()
    own = _units(max(item_bytes(before), item_bytes(after)), BYTES_PER_WRITE_UNIT)
    doubled = 2 if action == "transact_write_items" else 1
    yield Share("", operation.partition, write=float(doubled * own))
    for index in operation.table.all_indexes():
        yield from _written_to_index(index, before, after)


def _written_to_index(index: SecondaryIndex, before: Item | None, after: Item | None) -> Iterator[Share]:
    old, new = _entry(index, before), _entry(index, after)
    if old == new:
        return
    if old and new and all(old[key] == new[key] for key in index.schema_key_attrs):
        yield _share_of(index, new, max(members_bytes(old.items()), members_bytes(new.items())))
    else:
        for entry in (old, new):
            if entry:
                yield _share_of(index, entry, members_bytes(entry.items()))


def _share_of(index: SecondaryIndex, entry: Entry, size: int) -> Share:
    [hash_key] = [key["AttributeName"] for key in index.schema if key["KeyType"] == "HASH"]
    return Share(index.name, str(entry[hash_key].value), write=float(_units(size, BYTES_PER_WRITE_UNIT)))


def _entry(index: SecondaryIndex, item: Item | None) -> Entry | None:
    """What the index holds of the item. (moto's own projection takes milliseconds.)"""
    if item is None or not all(key in item.attrs for key in index.schema_key_attrs):
        return None
    if index.projection["ProjectionType"] == "ALL":
        return dict(item.attrs)
    names = {*index.table_key_attrs, *index.schema_key_attrs, *index.projection.get("NonKeyAttributes", [])}
    return {name: value for name, value in item.attrs.items() if name in names}


def _units(size: int, unit: int) -> int:
    return max(1, -(-size // unit))


_meters: list[Callable[[Consumed], None]] = []
