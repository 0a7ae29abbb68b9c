"""Reading one stretch of an index of invoices, newest first, and never more than a find may."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest
from operator import itemgetter
from threading import Lock
from typing import Any

from faktura.cases.errors import TooMuchToRead
from faktura.cases.plans import INDEXED
from faktura.cases.spans import ALL, Span
from faktura.cases.store import only
from faktura.core import json
from faktura.core.dynamo import Item, Page, Table

Ranked = tuple[tuple[str, int], dict[str, Any]]
"""An invoice, and before it what the answer is ordered by: its creation and its id."""


@dataclass(frozen=True)
class Reading:
    """A stretch of one partition of an index; in an `exact` one all invoices match, the newest of it come first.

    Invoices of the cases `left_out` do not count: this index may not know yet whose they are.
    """

    index: str
    partition: str
    value: str
    sort_key: str
    span: Span
    exact: bool
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Found:
    """The newest of what matches, in any order, and how much does in all."""

    invoices: list[Ranked]
    count: int


class Allowance:
    """How many items one find may still read, whichever of its threads reads them."""

    def __init__(self, most: int) -> None:
        self._most = self._left = most
        self._lock = Lock()

    def spend(self, items: int) -> None:
        """Take from it; `TooMuchToRead` where it is not enough."""
        with self._lock:
            self._left -= items
            if self._left < 0:
                *fields, last = INDEXED
                raise TooMuchToRead(self._most, f"{', '.join(fields)} or {last}")


@dataclass(frozen=True)
class Reader:
    """Reads for one find: the newest `wanted` invoices behind the first `skipped`."""

    table: Table
    allowance: Allowance
    wanted: int
    skipped: int = 0

    def tested(self, reading: Reading, matches: Callable[[Mapping[str, Any]], bool]) -> Found:
        """Read all of the stretch and look at each invoice."""
        count = 0

        def matching() -> Iterator[Ranked]:
            nonlocal count
            cursor = _Cursor(self.table, self.allowance, reading)
            while not cursor.has_ended:
                for invoice in _invoices(cursor.page("document", "guid"), reading):
                    if matches(invoice[1]):
                        count += 1
                        yield invoice

        newest = nlargest(self.wanted, matching(), key=itemgetter(0))
        return Found(newest, count)

    def newest(self, reading: Reading, is_counted: bool) -> Found:
        """Read the newest of an exact stretch, and of the others, where asked for, only how many they are."""
        cursor = _Cursor(self.table, self.allowance, reading)
        count, found = 0, list[Ranked]()
        while count < self.skipped and not cursor.has_ended:
            count += cursor.page(Select="COUNT", Limit=self.skipped - count).count
        while len(found) < self.wanted and not cursor.has_ended:
            found += _invoices(cursor.page("document", "guid", Limit=self.wanted - len(found)), reading)
        count += len(found)
        while is_counted and not cursor.has_ended:
            if reading.left_out:
                count += sum(item["guid"] not in reading.left_out for item in cursor.page("guid").items)
            else:
                count += cursor.page(Select="COUNT").count
        return Found(found, count)


class _Cursor:
    """A place in a stretch, between two pages."""

    def __init__(self, table: Table, allowance: Allowance, reading: Reading) -> None:
        self._table, self._allowance, self._reading = table, allowance, reading
        self._next: Item | None = None
        self.has_ended = False

    def page(self, *attributes: str, **terms: Any) -> Page:
        """The next page, with these attributes of its items."""
        reading, terms = self._reading, terms | (only(*attributes) if attributes else {})
        names = terms.get("ExpressionAttributeNames", {}) | {"#partition": reading.partition}
        condition, values = "#partition = :partition", {":partition": reading.value}
        if reading.span != ALL:
            condition += " AND #key BETWEEN :low AND :high"
            names["#key"] = reading.sort_key
            values |= {":low": reading.span.low, ":high": reading.span.high}
        terms |= {"ExpressionAttributeNames": names, "ScanIndexForward": False}
        if self._next:
            terms["ExclusiveStartKey"] = self._next
        found = self._table.page(condition, values, reading.index, **terms)
        self._allowance.spend(found.count)
        self._next, self.has_ended = found.next, found.next is None
        return found


def _invoices(page: Page, reading: Reading) -> Iterator[Ranked]:
    for item in page.items:
        if item["guid"] not in reading.left_out:
            invoice = json.loads(item["document"].encode())
            yield (invoice["createdAt"], invoice["id"]), invoice
