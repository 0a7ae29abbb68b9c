"""Invoices found: read through the best index that the filters allow, tested where that is not enough, and counted.

A partner's indexes may not know yet of cases that came or went of late. These are left out of what the indexes give;
of those that are the partner's now, all invoices are read by case.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from operator import itemgetter
from typing import Any

from faktura.cases.answers import answered, must_fit
from faktura.cases.expressions import Every
from faktura.cases.plans import Plan, plans
from faktura.cases.reading import Allowance, Found, Reader, Reading
from faktura.cases.roles import Viewer
from faktura.cases.search import Pagination
from faktura.cases.spans import ALL
from faktura.cases.store import (
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
from faktura.core.aws import client
from faktura.core.clock import now
from faktura.core.dynamo import Table
from faktura.core.settings import setting

_READERS = 8


class InvoiceFinder:
    """Invoices, for a provider or a partner to search."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "InvoiceFinder":
        """The finder the template names."""
        return cls(Table(setting("CASES_TABLE")))

    def find(self, viewer: Viewer, filters: Every, page: Pagination) -> dict[str, Any]:
        """The page's invoices, newest first, and how many there are; `TooMuchToRead` where that takes too much."""
        plan = plans(filters)[0]
        readings = list(self._readings(viewer, plan))
        count = self._made(viewer) if plan.is_everything else None
        skipped = page.offset if len(readings) == 1 and readings[0].exact and not readings[0].left_out else 0
        allowance = Allowance(int(setting("FIND_READ_LIMIT")))
        reader = Reader(self._table, allowance, page.offset + page.limit - skipped, skipped)

        def read(reading: Reading) -> Found:
            if reading.exact:
                return reader.newest(reading, is_counted=count is None)
            return reader.tested(reading, lambda invoice: filters.holds(_without_nulls(invoice)))

        found = _side_by_side(read, readings)
        newest = sorted((one for each in found for one in each.invoices), key=itemgetter(0), reverse=True)
        first = page.offset - skipped
        invoices = [invoice for _, invoice in newest[first : first + page.limit]]
        total = sum(each.count for each in found) if count is None else count
        return {"data": self._answered(viewer, invoices), "pagination": {"count": total, "offset": page.offset}}

    def _readings(self, viewer: Viewer, plan: Plan) -> Iterator[Reading]:
        """What to read for a plan, all of it within what the viewer may see."""
        exact = plan.exact and plan.ordered
        if plan.guids:
            visible = [case.guid for case in self._cases(plan.guids) if _may_see(viewer, case)]
            for guid in visible:
                for span in plan.spans:
                    yield Reading(*index_of("guid", viewer.role, guid), "created", span, exact)
            return
        moved = self._moved(viewer) if viewer.role == "partner" else frozenset()
        for span in plan.spans:
            yield Reading(*index_of(plan.field, viewer.role, viewer.id), SORT_KEYS[plan.field], span, exact, moved)
        here = [case.guid for case in self._cases(moved) if _may_see(viewer, case)]
        by_creation = plan.field == "createdAt"
        for guid in here:
            for span in plan.spans if by_creation else [ALL]:
                yield Reading(*index_of("guid", viewer.role, guid), "created", span, exact and by_creation)

    def _moved(self, viewer: Viewer) -> frozenset[str]:
        """Cases that came to the partner or went from it, and the indexes may not know it."""
        present = Decimal(int(now().timestamp()))
        found = self._table.query("place = :place", {":place": moves_of(viewer.id)}, ConsistentRead=True)
        return frozenset(move["name"] for move in found if move.get("expiresAt", present) >= present)

    def _made(self, viewer: Viewer) -> int:
        """How many invoices the viewer may see, by the count that is kept of them."""
        key = ledger_key(viewer.id) if viewer.role == "provider" else tally_key(viewer.id)
        return sum(int(item.get("last", item.get("invoices", 0))) for item in self._table.get_each([key]))

    def _cases(self, guids: Any) -> list[StoredCase]:
        return [StoredCase.of(item) for item in self._table.get_each(map(case_key, sorted(guids)))]

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
        must_fit(answers, "pagination.limit")
        return answers

    def _linked_ids(self, links: Iterable[tuple[str, str | None]]) -> dict[str, dict[str, int]]:
        """Ids of linked invoices, by provider and external id."""
        keys = [invoice_key(provider, link) for provider, link in sorted(links, key=repr) if link]
        ids: dict[str, dict[str, int]] = {}
        for item in self._table.get_each(keys, **KNOWN):
            ids.setdefault(item["provider"], {})[StoredInvoice.of(item).external_id] = int(item["id"])
        return ids


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
    with ThreadPoolExecutor(_READERS) as readers:
        return list(readers.map(read, readings))
