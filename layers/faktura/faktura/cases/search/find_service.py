"""Invoices found: read through the best index that the filters allow, tested where that is not enough, and counted.

A partner's indexes may not know yet of cases that came or went of late. These are left out of what the indexes give;
of those that are the partner's now, all invoices are read by case.
"""

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from operator import itemgetter
from typing import Any

from faktura.cases.allowance import Allowance
from faktura.cases.answer import answered, must_fit
from faktura.cases.expression import Every
from faktura.cases.index_reading import Found, Reading, newest
from faktura.cases.keys import (
    KNOWN,
    SORT_KEYS,
    StoredCase,
    StoredInvoice,
    case_key,
    index_of,
    invoice_key,
    ledger_key,
    moves_of,
    tally_key,
)
from faktura.cases.plan import Plan, plans
from faktura.cases.role import Viewer
from faktura.cases.search import Pagination
from faktura.cases.span import ALL, Span
from faktura.cases.walk import Walk, shortest
from faktura.core import json
from faktura.core.aws import client
from faktura.core.clock import now, timestamp
from faktura.core.dynamo import Table
from faktura.core.parallel import each
from faktura.core.settings import setting

RECENT = timedelta(days=7)
"""What was created or updated since then is likely little of all there is."""


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without a search for reference cycles: JSON has none, and of many small arrays it takes ten times the parsing."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class InvoiceFinder:
    """Invoices, for a provider or a partner to search."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "InvoiceFinder":
        """The finder the template names."""
        return cls(Table(setting("CASES_TABLE")))

    @_uncollected()
    def find(self, viewer: Viewer, filters: Every, page: Pagination) -> dict[str, Any]:
        """The page's invoices, newest first, and how many there are; `TooMuchToRead` where that takes too much."""
        ways = plans(filters, recent=timestamp(now() - RECENT))
        count = self._made(viewer) if ways[0].is_everything else None
        routes = self._routes(viewer, ways) if count is None or count > page.offset else [[]]
        allowance = Allowance(int(setting("FIND_READ_LIMIT")))
        skipped = page.offset if [(one.exact, one.left_out) for one in routes[0]] == [(True, frozenset())] else 0
        wanted = page.offset + page.limit - skipped

        def matches(invoice: Mapping[str, Any]) -> bool:
            return filters.holds(_without_nulls(invoice), allowance)

        def walk(readings: Sequence[Reading]) -> Walk:
            return Walk(self._table, allowance, readings, wanted, matches)

        def read(reading: Reading) -> Found:
            if reading.exact:
                return newest(self._table, allowance, reading, skipped, wanted, is_counted=count is None)
            return walk([reading]).to_its_end()

        found = [shortest(list(map(walk, routes)))] if len(routes) > 1 else _side_by_side(read, routes[0])
        ranked = sorted((one for each in found for one in each.invoices), key=itemgetter(0), reverse=True)
        first = page.offset - skipped
        texts = [text for _, text in ranked[first : first + page.limit]]
        must_fit(texts, "pagination.limit")  # before they are parsed: a hundred of the largest take seconds
        invoices = list(map(json.loads, texts))
        total = sum(each.count for each in found) if count is None else count
        return {"data": self._answered(viewer, invoices), "pagination": {"count": total, "offset": page.offset}}

    def _routes(self, viewer: Viewer, ways: Sequence[Plan]) -> list[list[Reading]]:
        """What to read for each plan, all of it within what the viewer may see."""
        if guids := ways[0].guids:
            visible = self._visible(viewer, guids)
            return [[_of_case(guid, span, ways[0].is_settled) for guid in visible for span in ways[0].spans]]
        moved = self._moved(viewer) if viewer.role == "partner" else frozenset()
        here = self._visible(viewer, moved)
        return [list(_readings(viewer, plan, moved, here)) for plan in ways]

    def _moved(self, viewer: Viewer) -> frozenset[str]:
        """Cases that came to the partner or went from it, and its indexes may not know it."""
        present = Decimal(int(now().timestamp()))
        found = self._table.query("place = :place", {":place": moves_of(viewer.id)}, ConsistentRead=True)
        return frozenset(move["name"] for move in found if move.get("expiresAt", present) >= present)

    def _visible(self, viewer: Viewer, guids: Collection[str]) -> list[str]:
        """Those of the cases that are the viewer's now."""
        return [case.guid for case in self._cases(guids) if _may_see(viewer, case)]

    def _made(self, viewer: Viewer) -> int:
        """How many invoices the viewer may see, by the count that is kept of them."""
        key = ledger_key(viewer.id) if viewer.role == "provider" else tally_key(viewer.id)
        return sum(int(item.get("last", item.get("invoices", 0))) for item in self._table.get_many([key]))

    def _cases(self, guids: Collection[str]) -> list[StoredCase]:
        return [StoredCase.of(item) for item in self._table.get_many(map(case_key, sorted(guids)))]

    def _answered(self, viewer: Viewer, invoices: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Invoices with their cases; one whose case went from the partner while we read is left out."""
        cases = {case.guid: case for case in self._cases({invoice["guid"] for invoice in invoices})}
        visible = [invoice for invoice in invoices if _may_see(viewer, cases[invoice["guid"]])]
        contents = {guid: case.answer() for guid, case in cases.items()}
        ids = self._linked_ids({(cases[invoice["guid"]].provider, _link(invoice)) for invoice in visible})
        answers = [
            answered(invoice, contents[invoice["guid"]], ids.get(cases[invoice["guid"]].provider, {}))
            for invoice in visible
        ]
        must_fit(map(json.dumps, answers), "pagination.limit")
        return answers

    def _linked_ids(self, links: Iterable[tuple[str, str | None]]) -> dict[str, dict[str, int]]:
        """Ids of linked invoices, by provider and external id."""
        keys = [invoice_key(provider, link) for provider, link in sorted(links, key=repr) if link]
        ids: dict[str, dict[str, int]] = {}
        for item in self._table.get_many(keys, **KNOWN):
            ids.setdefault(item["provider"], {})[StoredInvoice.of(item).external_id] = int(item["id"])
        return ids


def _readings(viewer: Viewer, plan: Plan, moved: frozenset[str], here: Iterable[str]) -> Iterator[Reading]:
    """What to read in the viewer's own indexes, and beside them of the cases that have come."""
    index, sort_key = index_of(plan.field, viewer.role, viewer.id), SORT_KEYS[plan.field]
    yield from (Reading(*index, sort_key, span, plan.is_settled, moved) for span in plan.spans)
    by_creation = plan.field == "createdAt"
    for guid in here:
        for span in plan.spans if by_creation else [ALL]:
            yield _of_case(guid, span, by_creation and plan.is_settled)


def _of_case(guid: str, created: Span, exact: bool) -> Reading:
    return Reading(*index_of("guid", "provider", guid), "created", created, exact)


def _may_see(viewer: Viewer, case: StoredCase) -> bool:
    return viewer.id == (case.provider if viewer.role == "provider" else case.partner)


def _link(invoice: Mapping[str, Any]) -> str | None:
    linked = invoice["linkedInvoice"]
    return linked and str(linked["externalId"])


def _without_nulls(invoice: Mapping[str, Any]) -> dict[str, Any]:
    """What an invoice has no value for is missing, however it is stored and answered."""
    return {name: value for name, value in invoice.items() if value is not None}


def _side_by_side(read: Callable[[Reading], Found], readings: Sequence[Reading]) -> list[Found]:
    if len(readings) <= 1:
        return [read(reading) for reading in readings]
    return each(read, readings)
