"""The number ranges: the counter of a numbering, and the journal of what it numbered."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from faktura.audit.journal import Head
from faktura.audit.journal_store import Appending, Journal, Place, Registered, readable_head, registered
from faktura.audit.record import Record
from faktura.core.counter import Counter
from faktura.core.dynamo import Write, retry_on_conflict, transact
from faktura.jobs.errors import NumberFree
from faktura.jobs.keys import (
    JOURNALS,
    counter_key,
    invoice_key,
    journal_key,
    journal_register_key,
    range_name,
    ranges_of,
)
from faktura.jobs.numbering import Numbering
from faktura.jobs.ranges.journal_record import taken
from faktura.jobs.table_store import TableStore

Issue = tuple[Sequence[Write], Sequence[Record]]
"""The writes that issue documents, and what the journal says of them."""


class NumberRange:
    """A counter and its journal, which advance in one transaction."""

    def __init__(self, counter: Counter, journal: Journal) -> None:
        self._counter, self._journal = counter, journal

    def catch_up(self) -> None:
        """Read both: with other writers around, that is cheaper than a transaction that fails."""
        self._counter.catch_up()
        self._journal.catch_up()

    def number(self, issuing: Callable[[range], Issue], at: datetime, count: int = 1) -> None:
        """Commit `issuing(numbers)` together with the next `count` numbers; `Unavailable` after 200 conflicts."""

        def commit() -> None:
            numbers = self._counter.next(count)
            writes, records = issuing(numbers)
            taking = self.taking(numbers, records, at)
            transact([*taking.writes, *writes])
            self.taken(taking)

        retry_on_conflict(commit)

    def next(self) -> range:
        """The next number, as far as this process knows; the writes of `taking` check it."""
        return self._counter.next()

    def taking(self, numbers: range, records: Sequence[Record], at: datetime) -> "Taking":
        """What takes the numbers; the writes fail with `WriteConflict` if the numbers are not the next."""
        return Taking(numbers, self._counter.taking(numbers), self._journal.appending(records, at))

    def taken(self, taking: "Taking") -> None:
        """Remember what a transaction has taken."""
        self._counter.taken(taking.numbers)
        self._journal.appended(taking.appending)


@dataclass(frozen=True)
class Taking:
    """Numbers, and what takes them."""

    numbers: range
    counting: Write
    appending: Appending

    @property
    def writes(self) -> list[Write]:
        """The writes for the transaction of what is numbered."""
        return [self.counting, *self.appending.writes]


class RangeStore(TableStore):
    """A tenant's number ranges."""

    def of(self, tenant: str, numbering: Numbering) -> NumberRange:
        """The range of a numbering, as of now; its first number is the start value + 1."""
        counter = Counter(self._table, counter_key(tenant, numbering), numbering.start_value)
        found = NumberRange(counter, Journal(self.place(range_name(tenant, numbering))))
        found.catch_up()
        return found

    def place(self, name: str) -> Place:
        """Where the journal of a range lies."""
        return Place(self._table, name, journal_key(name), "", journal_register_key(name))

    def registered(self, tenant: str) -> list[Registered]:
        """The tenant's ranges that have a journal, by name."""
        condition = "tenant = :journals AND begins_with(#record, :ranges)"
        values = {":journals": JOURNALS, ":ranges": ranges_of(tenant)}
        return list(registered(self._table, condition, values, self.place, {"#record": "record"}))

    def heads(self, places: Sequence[Place]) -> list[Head]:
        """The end of each of these journals, in this order; one that is damaged or missing as the export shows it."""
        found = {item["tenant"]: item for item in self._table.get_many([place.head for place in places])}
        return [readable_head(place, found.get(place.head["tenant"])) for place in places]

    def journals(self) -> Iterator[Registered]:
        """The ranges of all tenants that have a journal."""
        return registered(self._table, "tenant = :journals", {":journals": JOURNALS}, self.place)

    def skip_taken(self, tenant: str, numbers: NumberRange, numbering: Numbering, at: datetime) -> None:
        """Advance the range past its next number if that is still taken; another call may have done so already."""

        def skipping(skipped: range) -> Issue:
            key = invoice_key(tenant, numbering.text(skipped[0]))
            check = self._table.checking(key, "attribute_exists(tenant)", otherwise=lambda _: NumberFree())
            return [check], [taken(skipped[0])]

        try:
            numbers.number(skipping, at)
        except NumberFree:
            return
