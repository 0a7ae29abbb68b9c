"""Capacity units by DynamoDB's rules. moto's own figures are constants.

Source: developer guide, "Read and write operations" and "Secondary indexes: provisioned throughput considerations".
A transaction's writes to an index count once, because the index follows the committed item.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import SecondaryIndex, Table

from local.dynamodb.attributes import item_bytes
from local.dynamodb.operations import Operation, Snapshot

BYTES_PER_READ_UNIT = 4096
BYTES_PER_WRITE_UNIT = 1024


@dataclass(frozen=True)
class Consumed:
    """The read and write units that one operation consumed. The write units include the indexes."""

    action: str
    table: str
    read: float
    write: float


@contextmanager
def metered(note: Callable[[Consumed], None]) -> Iterator[None]:
    """Call `note` with the consumption of every operation inside the block."""
    _meters.append(note)
    try:
        yield
    finally:
        _meters.remove(note)


def meter(action: str, operations: list[Operation], snapshot: Snapshot, query_bytes: int) -> None:
    """Report a call to the meters. A call that failed its condition consumes units too."""
    if not _meters:
        return
    before = iter(snapshot.before)
    for operation in operations:
        if operation.writes:
            read, write = 0.0, _write_units(action, operation.table, next(before), operation.stored())
        else:
            read, write = _read_units(action, operation, query_bytes), 0.0
        for note in _meters:
            note(Consumed(action, operation.table.name, read, write))


def _read_units(action: str, operation: Operation, query_bytes: int) -> float:
    size = query_bytes if operation.kind == "Query" else item_bytes(operation.stored())
    units = _units(size, BYTES_PER_READ_UNIT)
    if action == "transact_get_items":
        return 2.0 * units
    return float(units) if operation.parameters.get("ConsistentRead") else units / 2


def _write_units(action: str, table: Table, before: Item | None, after: Item | None) -> float:
    own = _units(max(item_bytes(before), item_bytes(after)), BYTES_PER_WRITE_UNIT)
    doubled = 2 if action == "transact_write_items" else 1
    return float(doubled * own + sum(_index_units(index, before, after) for index in table.all_indexes()))


def _index_units(index: SecondaryIndex, before: Item | None, after: Item | None) -> int:
    old, new = _entry(index, before), _entry(index, after)
    if old is not None and new is not None and old.attrs == new.attrs:
        return 0
    if old is None or new is None or any(old.attrs[key] != new.attrs[key] for key in index.schema_key_attrs):
        return sum(_units(item_bytes(entry), BYTES_PER_WRITE_UNIT) for entry in (old, new) if entry is not None)
    return _units(max(item_bytes(old), item_bytes(new)), BYTES_PER_WRITE_UNIT)


def _entry(index: SecondaryIndex, item: Item | None) -> Item | None:
    if item is None or not all(key in item.attrs for key in index.schema_key_attrs):
        return None
    return index.project(item)


def _units(size: int, unit: int) -> int:
    return max(1, -(-size // unit))


_meters: list[Callable[[Consumed], None]] = []
