"""What the journals of number ranges say of documents, and so what a restore has to add (docs/apis/audit.md)."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from faktura.audit.commitment import commitment
from faktura.audit.entry import Change
from faktura.audit.errors import Broken
from faktura.audit.journal import StoredEntry
from faktura.audit.record import Record
from faktura.core.attributes import Item

Identity = TypeVar("Identity", bound=Hashable)


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
