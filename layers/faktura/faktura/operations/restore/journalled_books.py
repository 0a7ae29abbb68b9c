"""The books of a table with journals. Entries that were deleted return, and the end follows from the entries.

A journal only moves forward: an entry that is there stays as it is, and an end is never put before an entry.
"""

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from itertools import islice
from typing import ClassVar

from faktura.audit.errors import Broken
from faktura.audit.journal import Head, StoredEntry
from faktura.core.attributes import Item
from faktura.operations.restore.books import Books, Draft, Items
from faktura.operations.restore.journal_record import end_of

_MAX_MISSING = 100_000
"""Entries of one journal that are named as missing."""


class JournalledBooks(Books):
    """Each journal has a partition of its own, or shares that of its tenant: there is one in a partition."""

    JOURNAL_END: ClassVar[str]
    """The record of the end."""

    @abstractmethod
    def range_of(self, partition: str) -> str:
        """The name of the range whose journal is in this partition."""

    @abstractmethod
    def last_numbers(self, items: Items) -> Mapping[str, int]:
        """The last number that was taken of each range, by its counter."""

    def end_journals(self, then: Items, live: Items, draft: Draft) -> None:
        """Give each journal whose end is lost, or older than its last entry, the end that follows from its entries.

        Not if entries are missing: the next one would take the place of one that an auditor holds. An end of another
        hash than its entry is evidence and stays.
        """
        if self.of_kind(live, "erasure"):
            self._forget(live, draft)
        counted = self.last_numbers(draft)
        for partition, entries in self._journals(draft).items():
            name, key = self.range_of(partition), (partition, self.JOURNAL_END)
            stands = _head(name, draft.get(key))
            if stands and stands.position >= max(entries):
                continue
            try:
                end = end_of(name, entries.values())
            except Broken:
                continue
            was = _head(name, then.get(key))
            if (not was or end.position >= was.position) and end.ordinal >= counted.get(name, 0):
                at = dict(zip(self.KINDS.attributes, key, strict=True))
                self.put(draft, {**at, "position": end.position, "hash": end.hash, "ordinal": end.ordinal})

    def journals_without_end(self, then: Items, draft: Draft, ranges: Set[str]) -> list[str]:
        """The next entry takes the place after the end, where none may have been, neither now nor then."""
        then_held, held = self._journals(then), self._journals(draft)
        ends = {key[0]: item for key, item in self.of_kind(draft, "journalEnd").items()}
        found = []
        for partition in sorted(then_held.keys() | held.keys() | ends.keys()):
            name = self.range_of(partition)
            last = max([*then_held.get(partition, ()), *held.get(partition, ())], default=0)
            end = _head(name, ends.get(partition))
            if name in ranges and (not end or end.position < last):
                found.append(f"the journal {name} has no end to go on from: restore its entries, too, or correct it")
        return found

    def entries(self, items: Items) -> list[Item]:
        """The items of journals' entries, damaged ones too, the oldest of each journal first."""
        return [item for _, item in sorted(self.of_kind(items, "journal").items())]

    def problems_before(self, live: Items, draft: Draft) -> list[str]:
        """Also what is missing of journals of which only the draft has something."""
        return [*self.problems(live), *self.incomplete(live, draft)]

    def incomplete(self, items: Items, beside: Items | None = None) -> Iterator[str]:
        """The entries that are missing in journals, and ends that do not fit.

        Journals are as long as they are `beside`, where they are longer.
        """
        journals, others = self._journals(items), self._journals(beside or {})
        ends = {key[0]: item for key, item in self.of_kind(items, "journalEnd").items()}
        for partition in sorted(journals.keys() | others.keys() | ends.keys()):
            name, held = self.range_of(partition), journals.get(partition, {}).keys()
            end = _head(name, ends.get(partition))
            last = max(held, default=0)
            if not end:
                yield f"the end of the journal {name} is missing or damaged"
            elif end.position < last or (end.position == last and end.hash != _hash(journals[partition][last])):
                yield f"the end of the journal {name} does not fit its last entry"
            length = max(last, end.position if end else 0, *others.get(partition, ()))
            missing = (one for one in range(1, length + 1) if one not in held)
            yield from (f"entry {one} of the journal {name} is missing" for one in islice(missing, _MAX_MISSING))

    def _journals(self, items: Items) -> Mapping[str, dict[int, Item]]:
        """The entries of each partition by their positions, the oldest first."""
        found: dict[str, dict[int, Item]] = defaultdict(dict)
        for key, item in sorted(self.of_kind(items, "journal").items()):
            found[key[0]][int(self.KINDS.of(item).id)] = item
        return found

    def _forget(self, live: Items, draft: Draft) -> None:
        """Let entries return without salts where anybody was erased: some of the salts may have been erased, too."""
        for key, item in self.of_kind(draft, "journal").items():
            if key not in live:
                self.put(draft, {**item, "salts": {}})


def _head(range_name: str, item: Item | None) -> Head | None:
    """The end, unless it is missing or damaged."""
    try:
        return Head.of(range_name, item) if item else None
    except Broken:
        return None


def _hash(item: Item) -> str:
    """The hash of an entry; empty if it cannot be read."""
    try:
        return StoredEntry.of(item).entry.hash
    except Broken:
        return ""
