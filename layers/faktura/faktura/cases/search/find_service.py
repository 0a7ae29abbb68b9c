"""Searches read the best index that the filters allow, evaluate the filters where it is not enough, and count.

A partner's indexes may not show recent moves of cases yet. These cases are excluded when the indexes are read; of those
that are the partner's now, all invoices are read through the index of cases.
"""

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from operator import itemgetter
from typing import Any

from faktura.cases.case_store import CaseStore
from faktura.cases.invoice import check_response_size, invoice_body
from faktura.cases.keys import SORT_KEYS, index_of
from faktura.cases.role import Viewer
from faktura.cases.search.budget import Budget
from faktura.cases.search.expression import Every
from faktura.cases.search.index_range import Found, IndexRange, Ranked, newest
from faktura.cases.search.index_store import IndexStore
from faktura.cases.search.key_range import ALL, KeyRange
from faktura.cases.search.plan import Plan, plans
from faktura.cases.search.schemas import Pagination
from faktura.cases.search.walk import Walk, found_by_shortest
from faktura.core import json
from faktura.core.clock import now, timestamp
from faktura.core.parallel import each
from faktura.core.settings import setting

RECENT = timedelta(days=7)
"""Invoices created or updated since then are likely few of all."""


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Pause garbage collection: JSON has no cycles, and looking for them can take ten times as long as parsing."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class FindService:
    """Finds invoices for a provider or a partner."""

    def __init__(self, cases: CaseStore, indexes: IndexStore) -> None:
        self._cases, self._indexes = cases, indexes

    @classmethod
    def from_settings(cls) -> "FindService":
        """The service with the table that the template names."""
        return cls(CaseStore.from_settings(), IndexStore.from_settings())

    @_without_garbage_collection()
    def find(self, viewer: Viewer, filters: Every, page: Pagination) -> dict[str, Any]:
        """The page's invoices, newest first, and how many match; `SearchTooCostly` if that costs too much."""
        ways = plans(filters, recent=timestamp(now() - RECENT))
        total = self._cases.count_invoices(viewer) if ways[0].is_everything else None
        routes = self._routes(viewer, ways) if total is None or total > page.offset else [[]]
        is_one_exact = [(one.is_exact, one.excluded_cases) for one in routes[0]] == [(True, frozenset())]
        skipped = page.offset if is_one_exact else 0
        found = self._read(routes, filters, skipped, page.offset + page.limit - skipped, is_counted=total is None)
        invoices = _page(found, page.offset - skipped, page.limit)
        count = sum(one.count for one in found) if total is None else total
        return {"data": self._bodies(viewer, invoices), "pagination": {"count": count, "offset": page.offset}}

    def _read(
        self, routes: Sequence[Sequence[IndexRange]], filters: Every, skipped: int, wanted: int, is_counted: bool
    ) -> list[Found]:
        """Read the shortest of the routes. A single route is read with its ranges in parallel."""
        budget = Budget(int(setting("FIND_READ_LIMIT")))

        def matches(invoice: Mapping[str, Any]) -> bool:
            return filters.holds(_without_nulls(invoice), budget)

        def walk(ranges: Iterable[IndexRange]) -> Walk:
            return Walk([self._indexes.cursor(one, budget) for one in ranges], budget, wanted, matches)

        def read(one: IndexRange) -> Found:
            if one.is_exact:
                return newest(self._indexes.cursor(one, budget), budget, skipped, wanted, is_counted)
            return walk([one]).to_end()

        if len(routes) > 1:
            return [found_by_shortest([walk(route) for route in routes])]
        return _in_parallel(read, routes[0])

    def _routes(self, viewer: Viewer, ways: Sequence[Plan]) -> list[list[IndexRange]]:
        """The ranges to read for each plan, limited to what the viewer may see."""
        if guids := ways[0].guids:
            visible = self._visible(viewer, guids)
            return [[_of_case(guid, keys, ways[0].is_index_only) for guid in visible for keys in ways[0].ranges]]
        moved = self._cases.moved(viewer.id) if viewer.role == "partner" else frozenset()
        present = self._visible(viewer, moved)
        return [list(_index_ranges(viewer, plan, moved, present)) for plan in ways]

    def _visible(self, viewer: Viewer, guids: Collection[str]) -> list[str]:
        """The cases among these that are the viewer's now."""
        return [case.guid for case in self._cases.find_many(guids) if viewer.may_see(case)]

    def _bodies(self, viewer: Viewer, invoices: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The invoices with their cases, without invoices of cases that the partner has lost meanwhile."""
        cases = {case.guid: case for case in self._cases.find_many({invoice["guid"] for invoice in invoices})}
        visible = [invoice for invoice in invoices if viewer.may_see(cases[invoice["guid"]])]
        contents = {guid: case.body() for guid, case in cases.items()}
        links = {(cases[invoice["guid"]].provider, link) for invoice in visible if (link := _link(invoice))}
        ids = self._indexes.linked_ids(links)
        bodies = [
            invoice_body(invoice, contents[invoice["guid"]], ids.get(cases[invoice["guid"]].provider, {}))
            for invoice in visible
        ]
        check_response_size(map(json.dumps, bodies), "pagination.limit")
        return bodies


def _index_ranges(viewer: Viewer, plan: Plan, moved: frozenset[str], present: Iterable[str]) -> Iterator[IndexRange]:
    """The ranges to read: in the viewer's own indexes, and in the index of cases for those a partner has just got."""
    index, sort_key = index_of(plan.field, viewer.role, viewer.id), SORT_KEYS[plan.field]
    yield from (IndexRange(*index, sort_key, keys, plan.is_index_only, moved) for keys in plan.ranges)
    by_creation = plan.field == "createdAt"
    for guid in present:
        for keys in plan.ranges if by_creation else [ALL]:
            yield _of_case(guid, keys, by_creation and plan.is_index_only)


def _of_case(guid: str, created: KeyRange, is_exact: bool) -> IndexRange:
    return IndexRange(*index_of("guid", "provider", guid), "created", created, is_exact)


def _page(found: Sequence[Found], offset: int, limit: int) -> list[dict[str, Any]]:
    """The invoices of the page. Their size is checked first, because a hundred of the largest take seconds to parse."""
    ranked: list[Ranked] = sorted((one for each in found for one in each.invoices), key=itemgetter(0), reverse=True)
    texts = [text for _, text in ranked[offset : offset + limit]]
    check_response_size(texts, "pagination.limit")
    return list(map(json.loads, texts))


def _link(invoice: Mapping[str, Any]) -> str | None:
    linked = invoice["linkedInvoice"]
    return linked and str(linked["externalId"])


def _without_nulls(invoice: Mapping[str, Any]) -> dict[str, Any]:
    """The invoice without its null fields, which count as missing."""
    return {name: value for name, value in invoice.items() if value is not None}


def _in_parallel(read: Callable[[IndexRange], Found], ranges: Sequence[IndexRange]) -> list[Found]:
    if len(ranges) <= 1:
        return [read(one) for one in ranges]
    return each(read, ranges)
