"""Invoices by date, in the index `byDate` of billing's table. The index follows writes within seconds.

Only invoices have both an office and an invoice date, so nothing else is in the index.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import Any

from faktura.billing.keys import id_of
from faktura.billing.search.period import Period
from faktura.billing.search.search_page import Place
from faktura.core.attributes import Item
from faktura.core.aws import client
from faktura.core.dynamo import Table
from faktura.core.settings import setting

_NAMES = {"#record": "record", "#status": "status"}


@dataclass(frozen=True)
class Entry:
    """What the index says of one invoice."""

    id: int
    invoice_date: str
    bill_to: str | None
    status: str
    invoice_number: str
    total_charged: Decimal
    total_paid: Decimal
    clients: tuple[int, ...]
    tags: tuple[str, ...]

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
        start: Item | None = _start(office, after) if after else None
        for _ in count():
            terms = {"ExclusiveStartKey": start} if start else {}
            page = self._table.page(
                "office = :office AND invoiceDate BETWEEN :first AND :last",
                {":office": office, ":first": period.earliest, ":last": period.latest},
                index="byDate",
                ScanIndexForward=False,
                Limit=size,
                ProjectionExpression="#record, invoiceDate, billTo, #status, invoiceNumber, totalCharged, payments, "
                "clients, tags",
                ExpressionAttributeNames=_NAMES,
                **terms,
            )
            yield [_entry(item) for item in page.items]
            if page.next is None:
                return
            start = page.next


def _start(office: str, place: Place) -> Item:
    key = {"office": office, "record": place.record, "invoiceDate": place.invoice_date}
    return {name: {"S": value} for name, value in key.items()}


def _entry(item: dict[str, Any]) -> Entry:
    paid = sum((payment["amount"] for payment in item.get("payments", [])), Decimal(0))
    return Entry(
        id=id_of(item["record"]),
        invoice_date=item["invoiceDate"],
        bill_to=item.get("billTo"),
        status=item["status"],
        invoice_number=item["invoiceNumber"],
        total_charged=item["totalCharged"],
        total_paid=paid,
        clients=tuple(map(int, item["clients"])),
        tags=tuple(item["tags"]),
    )
