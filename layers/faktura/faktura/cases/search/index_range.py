"""A part of an index that a search reads, and the invoices found in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from faktura.cases.search.budget import Budget
from faktura.cases.search.key_range import KeyRange
from faktura.core import json

_VALUES_PARSED_PER_COMPARED = 4
"""Values that are parsed in the time it takes to compare one."""

Item = Mapping[str, Any]
Ranked = tuple[tuple[str, int], bytes]
"""An invoice as JSON, and before it what the response is ordered by: its time of creation and its id."""


@dataclass(frozen=True)
class IndexRange:
    """A range of one partition of an index. In an exact one all invoices match, and they are in the response's order.

    Invoices of the `excluded_cases` do not count: this index may not show their current partner yet.
    """

    index: str
    partition: str
    value: str
    sort_key: str
    keys: KeyRange
    is_exact: bool
    excluded_cases: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Found:
    """The newest matching invoices, in any order, and how many match in all."""

    invoices: list[Ranked]
    count: int


class Cursor(Protocol):
    """A place in an index range, between two pages; each page is spent from the search's budget."""

    @property
    def range(self) -> IndexRange:
        """The range that it reads, the newest invoice first."""

    @property
    def has_ended(self) -> bool:
        """Whether nothing is left to read."""

    def page(self, *attributes: str, limit: int = 0) -> Sequence[Item]:
        """The items of the next page, with these attributes; at most `limit`, if one is given."""

    def count(self, limit: int = 0) -> int:
        """How many items the next page has; at most `limit`, if one is given."""


def newest(cursor: Cursor, budget: Budget, skipped: int, wanted: int, is_counted: bool) -> Found:
    """The `wanted` newest invoices of an exact range after the first `skipped`; `is_counted`: count the rest too."""
    count, found = 0, list[Ranked]()
    while count < skipped and not cursor.has_ended:
        count += cursor.count(limit=skipped - count)
    while len(found) < wanted and not cursor.has_ended:
        found += matching_invoices(cursor.page("document", "guid", limit=wanted - len(found)), cursor.range, budget)
    count += len(found)
    while is_counted and not cursor.has_ended:
        if excluded := cursor.range.excluded_cases:
            count += sum(item["guid"] not in excluded for item in cursor.page("guid"))
        else:
            count += cursor.count()
    return Found(found, count)


def matching_invoices(
    items: Sequence[Item],
    index_range: IndexRange,
    budget: Budget,
    matches: Callable[[Mapping[str, Any]], bool] | None = None,
) -> list[Ranked]:
    """The invoices of a page that count and match, left as JSON, which needs a tenth of the memory."""
    found = list[Ranked]()
    with budget.evaluation():
        for item in items:
            if item["guid"] not in index_range.excluded_cases:
                text = item["document"].encode()
                budget.spend_values(_count_values(text) // _VALUES_PARSED_PER_COMPARED)
                invoice = json.loads(text)
                if matches is None or matches(invoice):
                    found.append(((invoice["createdAt"], invoice["id"]), text))
    return found


def _count_values(text: bytes) -> int:
    """About how many values JSON has: each has a comma after it or a bracket before it."""
    return text.count(b",") + text.count(b"[") + text.count(b"{")
