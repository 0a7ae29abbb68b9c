"""Deletes the salts of what was erased: nobody can verify a guess of the content then. The chain stays intact."""

from collections.abc import Callable, Collection

from faktura.audit.commitment import commitment
from faktura.audit.entry import Change
from faktura.audit.journal import StoredEntry
from faktura.audit.journal_store import JournalStore, Place
from faktura.operations.erasure.step import Step, Steps

Content = Callable[[Change], bytes | None]
"""The content of the document that a change is about, as it is stored now; `None` if nothing is stored."""


class SaltService:
    """The salts of one journal."""

    def __init__(self, place: Place) -> None:
        self._store = JournalStore(place)

    def steps(self, is_erased: Callable[[Change], bool], content: Content) -> Steps:
        """A step for each entry with a salt of an erased document, unless the salt is that of what is stored now.

        An entry that is damaged says of no document that it is about that one.
        """
        for stored in self._store.readable():
            stale = [n for n in stored.salts if _is_stale(stored, n, is_erased, content)]
            if stale:
                yield self._step(stored, stale)

    def _step(self, stored: StoredEntry, stale: Collection[str]) -> Step:
        left = {n: salt for n, salt in stored.salts.items() if n not in stale}
        identity = f"{stored.entry.range} {stored.entry.position}"
        return Step("salt in the journal", identity, lambda: self._store.keep_salts(stored, left))


def _is_stale(stored: StoredEntry, n: str, is_erased: Callable[[Change], bool], content: Content) -> bool:
    change = stored.entry.changes[int(n)]
    if not is_erased(change):
        return False
    current = content(change)
    return current is None or commitment(stored.salts[n], current) != change.commitment
