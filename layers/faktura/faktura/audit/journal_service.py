"""Exports the journal of a range, page by page."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import Any

from faktura.audit.commitment import commitment
from faktura.audit.entry import Change
from faktura.audit.journal import DamagedEntry, StoredEntry
from faktura.audit.journal_query import JournalQuery
from faktura.audit.journal_store import NO_HASH, JournalStore, Place
from faktura.audit.schemas import DamagedPart, Disclosure, JournalEnd, JournalEntry, JournalPage, is_jws
from faktura.core.response import bytes_in_event

MAX_PAGE_BYTES = 5_500_000
"""Of `bytes_in_event`. A page that would be larger ends early; one entry that is larger shows less of its content."""


class Absence(Enum):
    """Why the content of a change is not there."""

    WITHHELD = "it must not be shown"
    GONE = "the document is not stored any more"


Contents = Callable[[Sequence[Change]], Sequence[bytes | Absence]]
"""The content of each of these changes' documents as it is stored now."""


class JournalService:
    """Exports the journal of one range.

    If a range's documents never change (`is_final`), their content is shown even if it is not what was committed to,
    and a document that is gone is shown as such: the auditor's verification then fails, as it must. Else such content
    was changed since, as a later entry says.
    """

    def __init__(self, place: Place, contents: Contents, *, is_final: bool) -> None:
        self._range, self._store = place.range, JournalStore(place)
        self._contents, self._is_final = contents, is_final

    def page(self, query: JournalQuery) -> JournalPage:
        """The page that the query asks for."""
        found = self._store.found(query.after, query.size)
        show = self._disclosed if query.is_disclosing else _plain
        shown = list(_within(_damaged(one) if isinstance(one, DamagedEntry) else show(one) for one in found))
        entries = [one for one in shown if isinstance(one, JournalEntry)]
        damaged = [one for one in shown if isinstance(one, DamagedPart)]
        end, signed = self._end(damaged), self._signed_head(damaged)
        page = JournalPage(range=self._range, entries=entries, end=end)
        members = {"signed_head": signed, "damaged": damaged}
        return page.model_copy(update={name: value for name, value in members.items() if value})

    def _end(self, damaged: list[DamagedPart]) -> JournalEnd:
        head = self._store.readable_head()
        if head.hash == NO_HASH:
            damaged.append(DamagedPart(part="end", stored=""))
        return JournalEnd(position=head.position, hash=head.hash)

    def _signed_head(self, damaged: list[DamagedPart]) -> Any:
        stored = self._store.signed_head()
        if stored is None or is_jws(stored):
            return stored
        damaged.append(DamagedPart(part="signedHead", stored=_base64(str(stored).encode())))
        return None

    def _disclosed(self, stored: StoredEntry) -> JournalEntry:
        known = [(n, change) for n, change in enumerate(stored.entry.changes) if str(n) in stored.salts]
        contents = self._contents([change for _, change in known])
        disclosed = [
            _disclosure(n, stored.salts[str(n)], content)
            for (n, change), content in zip(known, contents, strict=True)
            if self._is_shown(stored.salts[str(n)], content, change)
        ]
        return JournalEntry(entry=stored.entry, disclosed=disclosed)

    def _is_shown(self, salt: bytes, content: bytes | Absence, change: Change) -> bool:
        if isinstance(content, Absence):
            return self._is_final and content is Absence.GONE
        return self._is_final or commitment(salt, content) == change.commitment


def _disclosure(change: int, salt: bytes, content: bytes | Absence) -> Disclosure:
    shown = Disclosure(change=change, salt=salt.hex())
    if isinstance(content, Absence):
        return shown
    return shown.model_copy(update={"document": content.decode(errors="replace")})


def _plain(stored: StoredEntry) -> JournalEntry:
    return JournalEntry(entry=stored.entry)


def _damaged(one: DamagedEntry) -> DamagedPart:
    return DamagedPart(part="entry", position=one.position, stored=_base64(one.stored))


def _base64(content: bytes) -> str:
    return b64encode(content).decode()


def _within(entries: Iterator[JournalEntry | DamagedPart]) -> Iterator[JournalEntry | DamagedPart]:
    """The entries that fit into a page, and at least one."""
    size = 0
    for position, one in enumerate(entries):
        size += bytes_in_event(one)
        if size > MAX_PAGE_BYTES and position:
            return
        yield one if size <= MAX_PAGE_BYTES or isinstance(one, DamagedPart) else _reduced(one)


def _reduced(one: JournalEntry) -> JournalEntry:
    """The entry with as much of its content as fits into a page."""
    size, kept = bytes_in_event(_plain(StoredEntry(one.entry, {}))), []
    for disclosed in one.disclosed or []:
        size += bytes_in_event(disclosed) + 1
        if size > MAX_PAGE_BYTES:
            break
        kept.append(disclosed)
    return JournalEntry(entry=one.entry, disclosed=kept)
