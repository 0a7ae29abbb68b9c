"""Invoices by date, in the index `byDate` of billing's table. The index follows writes within seconds.

Only invoices have both an office and an invoice date, so nothing else is in the index.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from faktura.billing.keys import id_of
from faktura.billing.search.period import Period
from faktura.billing.search.search_page import Place
from faktura.core.attributes import Item
from faktura.core.aws import client
from faktura.core.dynamo import Table
from faktura.core.settings import setting

_KEYS_AT_ONCE = 1_000
_KEYS = {"ProjectionExpression": "#record, invoiceDate", "ExpressionAttributeNames": {"#record": "record"}}
_ENTRIES = {
    "ProjectionExpression": "#record, invoiceDate, billTo, #status",
    "ExpressionAttributeNames": {"#record": "record", "#status": "status"},
}


@dataclass(frozen=True)
class Entry:
    """What the index says of one invoice: what a search compares."""

    id: int
    invoice_date: str
    bill_to: str | None
    status: str

    @property
    def place(self) -> Place:
        """Where the invoice stands among those of the office."""
        return Place(self.invoice_date, self.id)


class IndexStore:
    """Reads an office's invoices by date."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "IndexStore":
        """The table that the template names."""
        return cls(Table(setting("BILLING_TABLE")))

    def newest_first(self, office: str, period: Period, after: Place | None, size: int) -> Iterator[list[Entry]]:
        """The invoices of the period after a place, at most `size` a read; those of one day are in no given order."""
        start = _start(office, after) if after else None
        for items in self._pages(office, period, start, size, _ENTRIES):
            yield list(map(_entry, items))

    def ids(self, office: str, period: Period, at_most: int) -> list[int]:
        """The ids of the period's invoices, each once: the newest date first, then by id.

        There are more than `at_most` if the period has more; then some are missing. The index is walked twice: an
        invoice whose date changes during one walk may be passed over by it, and is found by the other. The caller
        reads the invoices, and what it reads says whether they are in the period.
        """
        days: dict[int, str] = {}
        for item in chain(self._keys(office, period), self._keys(office, period)):
            days[id_of(item["record"])] = item["invoiceDate"]
            if len(days) > at_most:
                break
        return sorted(sorted(days), key=days.__getitem__, reverse=True)

    def _keys(self, office: str, period: Period) -> Iterator[dict[str, Any]]:
        return chain.from_iterable(self._pages(office, period, None, _KEYS_AT_ONCE, _KEYS))

    def _pages(
        self, office: str, period: Period, start: Item | None, size: int, wanted: dict[str, Any]
    ) -> Iterator[list[dict[str, Any]]]:
        while True:
            terms = {"ExclusiveStartKey": start} if start else {}
            page = self._table.page(
                "office = :office AND invoiceDate BETWEEN :first AND :last",
                {":office": office, ":first": period.earliest, ":last": period.latest},
                index="byDate",
                ScanIndexForward=False,
                Limit=size,
                **wanted,
                **terms,
            )
            yield page.items
            if page.next is None:
                return
            start = page.next


def _start(office: str, place: Place) -> Item:
    key = {"office": office, "record": place.record, "invoiceDate": place.invoice_date}
    return {name: {"S": value} for name, value in key.items()}


def _entry(item: dict[str, Any]) -> Entry:
    return Entry(
        id=id_of(item["record"]),
        invoice_date=item["invoiceDate"],
        bill_to=item.get("billTo"),
        status=item["status"],
    )
