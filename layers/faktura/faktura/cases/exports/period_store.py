"""The invoices of a period that a viewer may see, the newest first, without the limits of a search.

A partner's indexes may not show recent moves of cases yet. These are read as a search reads them (`find_service`).
"""

from collections.abc import Collection, Iterator
from datetime import date
from heapq import merge
from typing import Any

from faktura.cases.case_store import CaseStore
from faktura.cases.keys import SORT_KEYS, index_of
from faktura.cases.role import Viewer
from faktura.core import json
from faktura.core.aws import client
from faktura.core.dynamo import Table
from faktura.core.parallel import in_batches
from faktura.core.settings import setting

_BATCH = 100
_CREATED = SORT_KEYS["createdAt"]

_Found = tuple[str, str, str]
"""When the invoice was first reported, with its id; its case; and the invoice as JSON."""


class PeriodStore:
    """Invoices by the time of their first report."""

    def __init__(self, table: Table, cases: CaseStore) -> None:
        self._table, self._cases = table, cases
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "PeriodStore":
        """The store with the table that the template names."""
        return cls(Table(setting("CASES_TABLE")), CaseStore.from_settings())

    def invoices(self, viewer: Viewer, first: date, last: date) -> Iterator[dict[str, Any]]:
        """The invoices first reported from the first to the last day in UTC, as they are stored."""
        ends = {":first": first.isoformat(), ":end": f"{last.isoformat()}~"}  # sorts after every moment of the day
        for batch in in_batches(merge(*self._ranges(viewer, ends), reverse=True), _BATCH):
            visible = self._visible(viewer, {guid for _, guid, _ in batch})
            yield from (json.loads(text.encode()) for _, guid, text in batch if guid in visible)

    def _ranges(self, viewer: Viewer, ends: dict[str, str]) -> Iterator[Iterator[_Found]]:
        moved = self._cases.moved(viewer.id) if viewer.role == "partner" else frozenset()
        yield self._range(index_of("createdAt", viewer.role, viewer.id), ends, moved)
        for guid in self._visible(viewer, moved):
            yield self._range(index_of("guid", "provider", guid), ends)

    def _range(
        self, place: tuple[str, str, str], ends: dict[str, str], excluded: Collection[str] = ()
    ) -> Iterator[_Found]:
        index, partition, value = place
        terms = {
            "ExpressionAttributeNames": {"#partition": partition, "#created": _CREATED, "#document": "document"},
            "ProjectionExpression": "#created, guid, #document",
            "ScanIndexForward": False,
        }
        condition = "#partition = :value AND #created BETWEEN :first AND :end"
        for item in self._table.query(condition, {":value": value, **ends}, index, **terms):
            if item["guid"] not in excluded:
                yield item[_CREATED], item["guid"], item["document"]

    def _visible(self, viewer: Viewer, guids: Collection[str]) -> set[str]:
        """The cases among these that are the viewer's now."""
        return {case.guid for case in self._cases.find_many(guids) if viewer.may_see(case)}
