"""Verifies a journal offline: nothing was added, removed or changed since a head that the auditor holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from faktura.audit.commitment import commitment
from faktura.audit.entry import Change, Entry, first_previous, ordinals
from faktura.audit.errors import BadHead, Broken
from faktura.audit.head import SignedHead, Statement, verified
from faktura.audit.schemas import JournalEntry, JournalPage

_DAMAGED = {"end": "The end of the journal", "signedHead": "The signed head", "entry": "An entry"}


@dataclass
class Report:
    """What was verified: the entries from `first` to `last`, and what they hold.

    `issued` documents got a number, `skipped` numbers were left out. Of the commitments, `disclosed` were verified
    against their content, and `withheld` were not, because the file does not have it.
    """

    range: str
    first: int = 0
    last: int = 0
    issued: int = 0
    skipped: int = 0
    disclosed: int = 0
    withheld: int = 0


@dataclass
class Chain:
    """The chain up to the entry at `position`. `ordinal` is the last number accounted for, once one is known."""

    range: str
    position: int
    hash: str
    ordinal: int | None
    numbers: set[str] = field(default_factory=set)

    @classmethod
    def begun(cls, range_name: str) -> "Chain":
        """The chain before the first entry of a range."""
        return cls(range_name, 0, first_previous(range_name), 0)

    @classmethod
    def after(cls, statement: Statement) -> "Chain":
        """The chain up to the entry of a head."""
        return cls(statement.range, statement.position, statement.hash, None)

    def follow(self, entry: Entry) -> None:
        """Add one entry, or raise `Broken`."""
        where = f"Entry {entry.position}"
        if entry.position != self.position + 1:
            raise Broken(f"{where} comes after entry {self.position}: entries are missing, added or out of order.")
        if entry.range != self.range:
            raise Broken(f"{where} is of {entry.range}, not of {self.range}.")
        if entry.previous != self.hash:
            raise Broken(f"{where} does not follow from entry {self.position}: one of the two was changed.")
        self._count(entry, where)
        self.numbers -= {change.former_number or "" for change in entry.changes}  # an entry is one transaction
        for change in entry.changes:
            self._number(change, where)
        self.position, self.hash = entry.position, entry.hash

    def _count(self, entry: Entry, where: str) -> None:
        for places in ordinals(entry.changes):
            if self.ordinal is not None and places[0] != self.ordinal + 1:
                raise Broken(f"{where} goes on with place {places[0]} of the sequence after place {self.ordinal}.")
            self.ordinal = places[-1]

    def _number(self, change: Change, where: str) -> None:
        if change.number and (change.kind == "ISSUED" or change.former_number):
            if change.number in self.numbers:
                raise Broken(f"{where} gives number {change.number} a second time.")
            self.numbers.add(change.number)


def verify(pages: Sequence[JournalPage], since: SignedHead | None = None) -> Report:
    """Verify the pages of one journal in order; `Broken` names the first link that does not hold."""
    name = _range(pages, since)
    entries, damage = _intact(pages)
    statements = [*([since.statement] if since else []), *_statements(pages)]
    chain = _start(name, entries, since.statement if since else None)
    report, begin = Report(name, first=chain.position + 1), chain.position
    ends = {chain.position: chain.hash}
    for one in entries:
        chain.follow(one.entry)
        ends[chain.position] = chain.hash
        _add(report, one)
    if damage:
        raise Broken(f"{damage} cannot be read: it was damaged.")
    report.last = chain.position
    for statement in statements:
        if statement.range != name:
            raise Broken(f"The file contains a head of {statement.range}.")
        _verify_end(statement, ends, begin, chain.position)
    return report


def _intact(pages: Sequence[JournalPage]) -> tuple[list[JournalEntry], str]:
    """The entries before the first that is damaged, and what is damaged first; empty if nothing is."""
    entries = [one for page in pages for one in page.entries]
    damaged = [one for page in pages for one in page.damaged or []]
    if not damaged:
        return entries, ""
    lost = min((one.position for one in damaged if one.position), default=None)
    if lost is None:
        return entries, _DAMAGED[damaged[0].part]
    return [one for one in entries if one.entry.position < lost], f"Entry {lost}"


def _range(pages: Sequence[JournalPage], since: SignedHead | None) -> str:
    ranges = list(dict.fromkeys([page.range for page in pages] + ([since.statement.range] if since else [])))
    if len(ranges) != 1:
        raise Broken(
            "The file has no journal." if not pages else f"These are two journals: {ranges[0]} and {ranges[1]}."
        )
    return ranges[0]


def _statements(pages: Sequence[JournalPage]) -> Iterator[Statement]:
    """What the pages say of the end of the journal."""
    for page in pages:
        yield Statement(range=page.range, position=page.end.position, hash=page.end.hash, at="")
        if page.signed_head:
            try:
                yield verified(page.signed_head).statement
            except BadHead as fault:
                raise Broken(f"The file contains a signed head that does not hold. {fault}") from fault


def _start(name: str, entries: Sequence[JournalEntry], since: Statement | None) -> Chain:
    """The chain before the first entry of the file: that of the head if the file goes on from there."""
    first = entries[0].entry.position if entries else None
    if since and first in (None, since.position + 1):
        return Chain.after(since)
    if first not in (None, 1):
        raise Broken(f"The file begins with entry {first}. Export it from the beginning, or from the head on.")
    return Chain.begun(name)


def _verify_end(statement: Statement, ends: dict[int, str], begin: int, last: int) -> None:
    position = statement.position
    if position > last:
        raise Broken(f"The file ends with entry {last}, but the journal had {position} entries.")
    if position >= begin and ends[position] != statement.hash:
        raise Broken(f"Entry {position}, or one before it, was changed since the head was made.")


def _add(report: Report, one: JournalEntry) -> None:
    where, changes = f"Entry {one.entry.position}", one.entry.changes
    disclosed = one.disclosed or []
    for item in disclosed:
        committed = changes[item.change].commitment if item.change < len(changes) else None
        if committed != commitment(bytes.fromhex(item.salt), item.document.encode()):
            raise Broken(f"{where}: the content of change {item.change} is not what the entry commits to.")
    report.disclosed += len(disclosed)
    report.withheld += sum(change.commitment is not None for change in changes) - len(disclosed)
    for change in changes:
        report.issued += change.kind == "ISSUED"
        report.skipped += change.last - change.first + 1 if change.first and change.last else 0
