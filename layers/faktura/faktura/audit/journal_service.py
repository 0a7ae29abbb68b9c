"""Exports the journal of a range, page by page."""

from collections.abc import Callable, Iterator, Sequence

from faktura.audit.commitment import commitment
from faktura.audit.entry import Change
from faktura.audit.journal import StoredEntry
from faktura.audit.journal_query import JournalQuery
from faktura.audit.journal_store import JournalStore, Place
from faktura.audit.schemas import Disclosure, JournalEnd, JournalEntry, JournalPage
from faktura.core.response import bytes_in_event

MAX_PAGE_BYTES = 5_500_000
"""Of `bytes_in_event`. A page that would be larger ends early; one entry that is larger shows less of its content."""

Contents = Callable[[Sequence[Change]], Sequence[bytes | None]]
"""The content of each of these changes' documents as it is stored now; `None` for content that must not be shown."""


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
        found = self._store.entries(query.after, query.size)
        end, signed = self._store.head(), self._store.signed_head()
        shown = list(_within(map(self._disclosed if query.is_disclosing else _plain, found)))
        page = JournalPage(range=self._range, entries=shown, end=JournalEnd(position=end.position, hash=end.hash))
        return page.model_copy(update={"signed_head": signed}) if signed else page

    def _disclosed(self, stored: StoredEntry) -> JournalEntry:
        known = [(n, change) for n, change in enumerate(stored.entry.changes) if str(n) in stored.salts]
        contents = self._contents([change for _, change in known])
        disclosed = [
            _disclosure(n, stored.salts[str(n)], content)
            for (n, change), content in zip(known, contents, strict=True)
            if self._is_shown(stored.salts[str(n)], content, change)
        ]
        return JournalEntry(entry=stored.entry, disclosed=disclosed)

    def _is_shown(self, salt: bytes, content: bytes | None, change: Change) -> bool:
        return self._is_final or (content is not None and commitment(salt, content) == change.commitment)


def _disclosure(change: int, salt: bytes, content: bytes | None) -> Disclosure:
    shown = Disclosure(change=change, salt=salt.hex())
    return shown if content is None else shown.model_copy(update={"document": content.decode()})


def _plain(stored: StoredEntry) -> JournalEntry:
    return JournalEntry(entry=stored.entry)


def _within(entries: Iterator[JournalEntry]) -> Iterator[JournalEntry]:
    """The entries that fit into a page, and at least one."""
    size = 0
    for position, one in enumerate(entries):
        size += bytes_in_event(one)
        if size > MAX_PAGE_BYTES and position:
            return
        yield one if size <= MAX_PAGE_BYTES else _reduced(one)


def _reduced(one: JournalEntry) -> JournalEntry:
    """The entry with as much of its content as fits into a page."""
    size, kept = bytes_in_event(_plain(StoredEntry(one.entry, {}))), []
    for disclosed in one.disclosed or []:
        size += bytes_in_event(disclosed) + 1
        if size > MAX_PAGE_BYTES:
            break
        kept.append(disclosed)
    return JournalEntry(entry=one.entry, disclosed=kept)
