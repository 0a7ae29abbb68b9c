"""The journals in a table: one item for each entry, and one for the head of each chain.

An entry is written in the transaction of what it describes, and that transaction advances the head. Competing writers
meet the condition on the head, as they do on a counter.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from faktura.audit.commitment import commitment, new_salt
from faktura.audit.entry import Change, Entry, Reason, ordinals, skipped
from faktura.audit.errors import Broken
from faktura.audit.journal import DamagedEntry, Head, StoredEntry
from faktura.audit.record import Record
from faktura.core.attributes import Item
from faktura.core.clock import timestamp
from faktura.core.dynamo import Table, Write, WriteConflict

_DIGITS = 12
NO_HASH = "0" * 64
"""The hash of an end that cannot be read. No entry has it."""

MAX_POSITION = 10**_DIGITS - 1


@dataclass(frozen=True)
class Place:
    """Where the journal of a range lies: `partition` is its partition key, `prefix` begins its sort keys `record`.

    `register` is the key of the item that lists the range among all of its table.
    """

    table: Table
    range: str
    partition: Item
    prefix: str
    register: Item

    @property
    def head(self) -> Item:
        """The key of the head."""
        return {**self.partition, "record": f"{self.prefix}head"}

    def entry(self, position: int) -> Item:
        """The key of an entry."""
        return {**self.partition, "record": f"{self.prefix}{position:0{_DIGITS}d}"}


@dataclass(frozen=True)
class Appending:
    """The writes that append an entry, and the head after them."""

    writes: list[Write]
    after: Head


class Journal:
    """Appends to the journal of one range.

    The head is guessed from the last one seen, so a single writer needs no read. A wrong guess fails the transaction
    with `WriteConflict`, and the next one knows the head.
    """

    def __init__(self, place: Place) -> None:
        self._place, self._head = place, Head.of(place.range, None)

    def catch_up(self) -> None:
        """Read the head: with other writers around, one read is cheaper than a transaction that fails."""
        self._head = Head.of(self._place.range, self._place.table.get(self._place.head))

    def appending(self, records: Sequence[Record], at: datetime) -> Appending:
        """One entry with these records, for the transaction that it describes."""
        head = self._head
        records = [*_left_out(head, records), *records]
        salts = {str(n): record.salt or new_salt() for n, record in enumerate(records) if record.hidden}
        entry = Entry(
            range=self._place.range,
            position=head.position + 1,
            previous=head.hash,
            at=timestamp(at),
            changes=[_committed(record, salts.get(str(n), b"")) for n, record in enumerate(records)],
        )
        ordinal = max((places[-1] for places in ordinals(entry.changes)), default=head.ordinal)
        after = Head(entry.position, entry.hash, ordinal)
        writes = [self._advancing(head, after), self._putting(entry, salts)]
        return Appending(writes if head.position else [*writes, self._registering()], after)

    def appended(self, appending: Appending) -> None:
        """Remember the entry that a transaction has appended."""
        self._head = appending.after

    def _advancing(self, head: Head, after: Head) -> Write:
        item = {**self._place.head, "position": after.position, "hash": after.hash, "ordinal": after.ordinal}
        if not head.position:
            return self._place.table.putting(item, "attribute_not_exists(#hash)", None, self._conflict, **_HASH)
        return self._place.table.putting(item, "#hash = :hash", {":hash": head.hash}, self._conflict, **_HASH)

    def _putting(self, entry: Entry, salts: Item) -> Write:
        """The write of a new entry. One that is there already, without the head, is evidence: it stays."""
        item = {**self._place.entry(entry.position), "entry": zlib.compress(entry.canonical), "salts": salts}
        fault = Broken(f"The head of {entry.range} was removed or put back: entry {entry.position} is there already.")
        return self._place.table.putting(item, "attribute_not_exists(#record)", None, lambda _: fault, **_RECORD)

    def _registering(self) -> Write:
        return self._place.table.putting({**self._place.register, "range": self._place.range})

    def _conflict(self, found: Item | None) -> WriteConflict:
        self._head = Head.of(self._place.range, found)
        return WriteConflict()


_HASH = {"ExpressionAttributeNames": {"#hash": "hash"}}
_RECORD = {"ExpressionAttributeNames": {"#record": "record"}}


def _committed(record: Record, salt: bytes) -> Change:
    if not salt:
        return record.change
    return record.change.model_copy(update={"commitment": commitment(salt, record.hidden)})


def _left_out(head: Head, records: Sequence[Record]) -> list[Record]:
    """The numbers between the last one accounted for and the first of the records, if they leave any out."""
    accounted = ordinals([record.change for record in records])
    if not accounted:
        return []
    reason: Reason = "START_VALUE" if head.position else "BEFORE_JOURNAL"
    return [Record(one) for one in skipped(head.ordinal + 1, accounted[0][0] - 1, reason)]


class JournalStore:
    """Reads the journal of one range."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def head(self) -> Head:
        """The end of the journal as of now."""
        return Head.of(self._place.range, self._place.table.get(self._place.head))

    def readable_head(self) -> Head:
        """The end of the journal as of now, as far as it can be read."""
        return readable_head(self._place, self._place.table.get(self._place.head))

    def signed_head(self) -> Any:
        """The last signed head as the register has it; `None` until the first is signed."""
        registered = self._place.table.get(self._place.register) or {}
        return registered.get("signedHead")

    def record_signed(self, head: str, position: int, at: str) -> None:
        """Let the register show a signed head, unless it shows a later one."""
        self._place.table.update(
            self._place.register,
            "SET signedHead = :head, signedPosition = :position, signedAt = :at",
            {":head": head, ":position": position, ":at": at},
            "attribute_exists(#range) AND (attribute_not_exists(signedAt) OR signedAt < :at)",
            ExpressionAttributeNames={"#range": "range"},
        )

    def entries(self, after: int, count: int) -> list[StoredEntry]:
        """At most `count` entries past the position `after`, the oldest first; `Broken` if one cannot be read."""
        return [StoredEntry.of(item) for item in self._items(after + 1, after + count)]

    def found(self, after: int, count: int) -> list[StoredEntry | DamagedEntry]:
        """The same with the damaged ones, which `entries` refuses."""
        return [self._found(item) for item in self._items(after + 1, after + count)]

    def readable(self) -> Iterator[StoredEntry]:
        """All entries that can be read, the oldest first."""
        after = 0
        while items := self._items(after + 1, MAX_POSITION):
            yield from (one for one in map(self._found, items) if isinstance(one, StoredEntry))
            after = self._position(items[-1])

    def last_position(self) -> int:
        """The position of the last entry that is stored, whatever the head says; 0 if there is none."""
        items = self._items(1, MAX_POSITION, ScanIndexForward=False, Limit=1)
        return next(map(self._position, items), 0)

    def _items(self, first: int, last: int, **terms: Any) -> list[dict[str, Any]]:
        [(partition, value)] = self._place.partition.items()
        bounds = {":first": self._place.entry(first)["record"], ":last": self._place.entry(last)["record"]}
        page = self._place.table.page(
            f"{partition} = :partition AND #record BETWEEN :first AND :last",
            {":partition": value, **bounds},
            ConsistentRead=True,
            ExpressionAttributeNames={"#record": "record"},
            **terms,
        )
        return page.items

    def _found(self, item: Item) -> StoredEntry | DamagedEntry:
        try:
            return StoredEntry.of(item)
        except Broken:
            stored = item.get("entry")
            return DamagedEntry(self._position(item), stored if isinstance(stored, bytes) else str(stored).encode())

    def _position(self, item: Item) -> int:
        return int(str(item["record"]).removeprefix(self._place.prefix))

    def keep_salts(self, stored: StoredEntry, kept: Mapping[str, bytes]) -> None:
        """Delete the other salts of an entry, whose commitments nobody can verify any more. The chain stays intact.

        Repeating it changes nothing; `WriteConflict` if the salts are others meanwhile.
        """
        key = self._place.entry(stored.entry.position)
        names = {"ExpressionAttributeNames": {"#salts": "salts"}}
        values = {":kept": kept, ":seen": stored.salts}
        if self._place.table.update(key, "SET #salts = :kept", values, "#salts = :seen", **names) is None:
            raise WriteConflict


def readable_head(place: Place, item: Item | None) -> Head:
    """The head from its item. If that is damaged, or missing although there are entries, the last entry without a hash.

    A journal without entries has none.
    """
    try:
        head = Head.of(place.range, item)
    except Broken:
        return Head(JournalStore(place).last_position(), NO_HASH)
    if head.position or not (last := JournalStore(place).last_position()):
        return head
    return Head(last, NO_HASH)


@dataclass(frozen=True)
class Registered:
    """A range that has a journal, with its last signed head and that one's time; both empty until one is signed."""

    place: Place
    signed_at: str
    signed_head: str


def registered(
    table: Table, condition: str, values: Item, place: Callable[[str], Place], names: Mapping[str, str] | None = None
) -> Iterator[Registered]:
    """The ranges that a table registers under this key condition; `place` says where the journal of a range lies.

    An item that does not name its range registers none.
    """
    items = table.query(
        condition,
        values,
        ConsistentRead=True,
        ProjectionExpression="#range, signedAt, signedHead",
        ExpressionAttributeNames={"#range": "range", **(names or {})},
    )
    return (
        Registered(place(item["range"]), item.get("signedAt", ""), item.get("signedHead", ""))
        for item in items
        if isinstance(item.get("range"), str)
    )
