"""What the journals of number ranges say of documents, and so what a restore has to add (docs/apis/audit.md)."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from faktura.audit.chain import Chain
from faktura.audit.commitment import commitment
from faktura.audit.entry import Change
from faktura.audit.errors import Broken
from faktura.audit.journal import Head, StoredEntry
from faktura.audit.record import Record
from faktura.core.attributes import Item

Identity = TypeVar("Identity", bound=Hashable)

Keys = tuple[tuple[str, ...], ...]
"""The values of the key attributes of items."""


@dataclass(frozen=True)
class Recorded:
    """What the journal of `range` said last of one document; `salt` is empty if it was erased."""

    range: str
    number: str | None = None
    content: Mapping[str, str] | None = None
    commitment: str = ""
    salt: bytes = b""

    def then(self, change: Change, salt: bytes) -> "Recorded":
        """After one more change. One without a commitment leaves the earlier commitment as it is."""
        shown = replace(self, number=change.number, content=change.content)
        return replace(shown, commitment=change.commitment, salt=salt) if change.commitment else shown

    def says(self, record: Record) -> bool:
        """Whether the record would add nothing. A commitment without a salt cannot be compared, so it would."""
        is_shown = (self.number, self.content) == (record.change.number, record.change.content)
        return is_shown and (not record.hidden or commitment(self.salt, record.hidden) == self.commitment)


def recorded(entries: Iterable[Item], identity: Callable[[Change], Identity]) -> dict[Identity, Recorded]:
    """What is said last of each document by these items of entries, the oldest of each journal first.

    An entry that cannot be read may have changed any document, so nothing that was said before it counts.
    """
    found: dict[Identity, Recorded] = {}
    for item in entries:
        try:
            stored = StoredEntry.of(item)
        except Broken:
            found.clear()
            continue
        for place, change in enumerate(stored.entry.changes):
            if change.content is not None:
                one = identity(change)
                before = found.get(one, Recorded(stored.entry.range))
                found[one] = before.then(change, bytes(stored.salts.get(str(place), b"")))
    return found


def end_of(range_name: str, entries: Iterable[Item]) -> Head:
    """The end that follows from all entries of a journal, the oldest first; `Broken` if they are no whole chain."""
    chain = Chain.begun(range_name)
    for item in entries:
        chain.follow(StoredEntry.of(item).entry)
    return Head(chain.position, chain.hash, chain.ordinal or 0)


@dataclass(frozen=True)
class Restatement:
    """What the journal of `range` must say of a document; `keys` are the items that one transaction writes with it."""

    range: str
    keys: Keys
    record: Record


def in_order(restatements: Sequence[Restatement]) -> Iterator[list[Restatement]]:
    """All of them, in groups that one entry must hold.

    A document gives its number up before another takes it. Those that exchange numbers in a circle are one group.
    """
    holders = {one.record.change.former_number: one for one in restatements if one.record.change.former_number}
    done: set[Keys] = set()
    for first in restatements:
        waiting: list[Restatement] = []
        one: Restatement | None = first
        while one and one.keys not in done:
            waiting.append(one)
            done.add(one.keys)
            change = one.record.change
            one = holders.get(change.number or "") if change.former_number else None
        if one in waiting:
            yield waiting
        else:
            yield from ([single] for single in reversed(waiting))
