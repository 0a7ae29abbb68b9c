"""Verifies a journal offline: nothing was added, removed or changed since a head that the auditor holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from faktura.audit.change_form import fault_of
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
    first: int = 1
    last: int = 0
    issued: int = 0
    skipped: int = 0
    disclosed: int = 0
    withheld: int = 0


@dataclass
class Chain:
    """The chain up to the entry at `position`. `ordinal` is the last number accounted for, once one is known.

    `holders` are the documents that have numbers: of an office by their ids, of a shop by the numbers themselves.
    """

    range: str
    position: int
    hash: str
    ordinal: int | None
    holders: dict[str, str] = field(default_factory=dict)

    @classmethod
    def begun(cls, range_name: str) -> "Chain":
        """The chain before the first entry of a range."""
        return cls(range_name, 0, first_previous(range_name), 0)

    @classmethod
    def after(cls, statement: Statement) -> "Chain":
        """The chain up to the entry of a head."""
        return cls(statement.range, statement.position, statement.hash, statement.ordinal)

    def statement(self, at: str) -> Statement:
        """What a head says of the chain at this time."""
        return Statement(range=self.range, position=self.position, hash=self.hash, at=at, ordinal=self.ordinal)

    def follow(self, entry: Entry) -> None:
        """Add one entry, or raise `Broken`."""
        where = f"Entry {entry.position}"
        if entry.position != self.position + 1:
            raise Broken(f"{where} comes after entry {self.position}: entries are missing, added or out of order.")
        if entry.range != self.range:
            raise Broken(f"{where} is of {entry.range}, not of {self.range}.")
        if entry.previous != self.hash:
            raise Broken(f"{where} does not follow from entry {self.position}: one of the two was changed.")
        if fault := fault_of(entry):
            raise Broken(f"{where} {fault}.")
        self._count(entry, where)
        for change in entry.changes:  # an entry is one transaction: all give up their numbers before one is taken
            self._give_up(change, where)
        for change in entry.changes:
            self._number(change, where)
        self.position, self.hash = entry.position, entry.hash

    def _count(self, entry: Entry, where: str) -> None:
        for places in ordinals(entry.changes):
            if self.ordinal is not None and places[0] != self.ordinal + 1:
                raise Broken(f"{where} goes on with place {places[0]} of the sequence after place {self.ordinal}.")
            self.ordinal = places[-1]

    def _give_up(self, change: Change, where: str) -> None:
        """A number that was given before the chain began is not known, and so is who had it."""
        if not (change.former_number and change.number):
            return
        holder = self.holders.pop(change.former_number, None)
        if holder is not None and holder != _document_of(change, change.number):
            raise Broken(f"{where} gives up number {change.former_number}, which another document has.")

    def _number(self, change: Change, where: str) -> None:
        if change.number and (change.kind == "ISSUED" or change.former_number):
            if change.number in self.holders:
                raise Broken(f"{where} gives number {change.number} a second time.")
            self.holders[change.number] = _document_of(change, change.number)


def _document_of(change: Change, number: str) -> str:
    """What is the same in all changes of a document: its id, or the number that it never gives up."""
    return (change.content or {}).get("invoiceId", number)


def verify(pages: Iterable[JournalPage], since: SignedHead | None = None) -> Report:
    """Verify the pages of one journal in order; `Broken` names the first link that does not hold.

    Of a page that was verified, only hashes and numbers stay in memory.
    """
    verification = _Verification(since.statement if since else None)
    for page in pages:
        verification.add(page)
    return verification.end()


class _Verification:
    """The pages so far. `ends` are the hashes by position from the beginning of the chain on."""

    def __init__(self, since: Statement | None) -> None:
        self._since, self._statements = since, [since] if since else []
        self._chain: Chain | None = None
        self._report = Report(since.range if since else "")
        self._ends: dict[int, str] = {}
        self._heads: set[str] = set()
        self._damage = ""

    def add(self, page: JournalPage) -> None:
        name = self._report.range = self._report.range or page.range
        if page.range != name:
            raise Broken(f"These are two journals: {name} and {page.range}.")
        self._statements += self._said_by(page)
        damaged = page.damaged or []
        lost = min((one.position for one in damaged if one.position), default=None)
        for one in page.entries:
            if lost is None or one.entry.position < lost:
                self._follow(one)
        if lost is not None:
            raise Broken(f"Entry {lost} cannot be read: it was damaged.")
        self._damage = self._damage or next((_DAMAGED[one.part] for one in damaged), "")

    def end(self) -> Report:
        if len(self._statements) == bool(self._since):
            raise Broken("The file has no journal.")
        self._report.last = (self._chain or self._begin(None)).position
        if self._damage:
            raise Broken(f"{self._damage} cannot be read: it was damaged.")
        for statement in self._statements:
            self._verify(statement)
        return self._report

    def _follow(self, one: JournalEntry) -> None:
        chain = self._chain or self._begin(one.entry.position)
        chain.follow(one.entry)
        self._ends[chain.position] = chain.hash
        _add(self._report, one)

    def _said_by(self, page: JournalPage) -> Iterator[Statement]:
        """What a page says of the end of the journal."""
        if self._since and page.end.position < self._since.position:
            raise Broken(_too_short(page.end.position, self._since))
        yield Statement(range=page.range, position=page.end.position, hash=page.end.hash, at="")
        if page.signed_head and page.signed_head not in self._heads:
            self._heads.add(page.signed_head)
            try:
                yield verified(page.signed_head).statement
            except BadHead as fault:
                raise Broken(f"The file contains a signed head that does not hold. {fault}") from fault

    def _begin(self, first: int | None) -> Chain:
        """The chain before the first entry of the file: that of the head if the file goes on from there."""
        if self._since and first in (None, self._since.position + 1):
            self._chain = Chain.after(self._since)
        elif first in (None, 1):
            self._chain = Chain.begun(self._report.range)
        else:
            raise Broken(f"The file begins with entry {first}. Export it from the beginning, or from the head on.")
        self._report.first = self._chain.position + 1
        self._ends[self._chain.position] = self._chain.hash
        return self._chain

    def _verify(self, statement: Statement) -> None:
        position = statement.position
        if statement.range != self._report.range:
            raise Broken(f"The file contains a head of {statement.range}.")
        if position > self._report.last:
            raise Broken(_too_short(self._report.last, statement))
        if position >= self._report.first - 1 and self._ends[position] != statement.hash:
            raise Broken(f"Entry {position}, or one before it, was changed since the head was made.")


def _too_short(last: int, statement: Statement) -> str:
    return f"The file ends with entry {last}, but the journal had {statement.position} entries."


def _add(report: Report, one: JournalEntry) -> None:
    where, changes = f"Entry {one.entry.position}", one.entry.changes
    disclosed = one.disclosed or []
    if len({item.change for item in disclosed}) < len(disclosed):
        raise Broken(f"{where} has the content of a change twice.")
    for item in disclosed:
        if item.document is None:
            raise Broken(f"{where}: the document of change {item.change} was removed, and not by an erasure.")
        committed = changes[item.change].commitment if item.change < len(changes) else None
        if committed != commitment(bytes.fromhex(item.salt), item.document.encode()):
            raise Broken(f"{where}: the content of change {item.change} is not what the entry commits to.")
    report.disclosed += len(disclosed)
    report.withheld += sum(change.commitment is not None for change in changes) - len(disclosed)
    for change in changes:
        report.issued += change.kind == "ISSUED"
        report.skipped += change.last - change.first + 1 if change.first and change.last else 0
