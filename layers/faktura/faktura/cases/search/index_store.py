"""Reading one stretch of an index of invoices, newest first, and never more than a find may."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from faktura.cases.allowance import Allowance
from faktura.cases.keys import only
from faktura.cases.span import ALL, Span
from faktura.core import json
from faktura.core.dynamo import Item, Page, Table

_MOST_A_PAGE = 10_000
"""A page holds no more anyway: it ends at 1 MB."""

_PARSED_AS_QUICKLY = 4
"""Values, as one is looked at."""

Ranked = tuple[tuple[str, int], bytes]
"""An invoice as JSON, and before it what the answer is ordered by: its creation and its id."""


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


def newest(table: Table, allowance: Allowance, reading: Reading, skipped: int, wanted: int, is_counted: bool) -> Found:
    """The `wanted` newest of an exact stretch behind the first `skipped`; of the rest at most how many they are."""
    cursor = Cursor(table, allowance, reading)
    count, found = 0, list[Ranked]()
    while count < skipped and not cursor.has_ended:
        count += cursor.page(Select="COUNT", Limit=skipped - count).count
    while len(found) < wanted and not cursor.has_ended:
        found += invoices(cursor.page("document", "guid", Limit=wanted - len(found)), reading, allowance)
    count += len(found)
    while is_counted and not cursor.has_ended:
        if reading.left_out:
            count += sum(item["guid"] not in reading.left_out for item in cursor.page("guid").items)
        else:
            count += cursor.page(Select="COUNT").count
    return Found(found, count)


class Cursor:
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
        terms |= {"ExpressionAttributeNames": names, "ScanIndexForward": False, "ConsistentRead": not reading.index}
        if "Limit" in terms:
            terms["Limit"] = min(terms["Limit"], _MOST_A_PAGE)
        if self._next:
            terms["ExclusiveStartKey"] = self._next
        found = self._table.page(condition, values, reading.index, **terms)
        self._allowance.read(found)
        self._next, self.has_ended = found.next, found.next is None
        return found


def invoices(
    page: Page, reading: Reading, allowance: Allowance, matches: Callable[[Mapping[str, Any]], bool] | None = None
) -> list[Ranked]:
    """The invoices on a page that count, and match, whole: as JSON, which takes a tenth of what is read from it."""
    found = list[Ranked]()
    with allowance.looking():
        for item in page.items:
            if item["guid"] not in reading.left_out:
                text = item["document"].encode()
                allowance.look_at(_values_in(text) // _PARSED_AS_QUICKLY)
                invoice = json.loads(text)
                if matches is None or matches(invoice):
                    found.append(((invoice["createdAt"], invoice["id"]), text))
    return found


def _values_in(text: bytes) -> int:
    """About how many there are in a JSON text: each has a comma behind it or a bracket before it."""
    return text.count(b",") + text.count(b"[") + text.count(b"{")
