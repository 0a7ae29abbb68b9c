"""Invoices as searches read them: the indexes page by page, and the ids of linked invoices."""

from collections.abc import Iterable, Sequence
from typing import Any

from faktura.cases.keys import external_id_of, invoice_key, projection
from faktura.cases.search.budget import Budget
from faktura.cases.search.index_range import IndexRange
from faktura.cases.search.key_range import ALL
from faktura.core.attributes import Item
from faktura.core.aws import client
from faktura.core.dynamo import Page, Table
from faktura.core.settings import setting

_LINKED_INVOICE = projection("name", "provider", "id")

_MAX_PAGE_ITEMS = 10_000
"""A page has no more in any case, because it ends at 1 MB."""


class IndexStore:
    """Reads invoices for searches."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "IndexStore":
        """The store with the table that the template names."""
        return cls(Table(setting("CASES_TABLE")))

    def cursor(self, index_range: IndexRange, budget: Budget) -> "IndexCursor":
        """A cursor at the beginning of the range."""
        return IndexCursor(self._table, index_range, budget)

    def linked_ids(self, links: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
        """Ids of the linked invoices that are stored, by provider and external id."""
        keys = [invoice_key(provider, link) for provider, link in sorted(links)]
        ids: dict[str, dict[str, int]] = {}
        for item in self._table.get_many(keys, **_LINKED_INVOICE):
            ids.setdefault(item["provider"], {})[external_id_of(item["name"])] = int(item["id"])
        return ids


class IndexCursor:
    """A place in an index range, between two pages."""

    def __init__(self, table: Table, index_range: IndexRange, budget: Budget) -> None:
        self._table, self.range, self._budget = table, index_range, budget
        self._next: Item | None = None
        self.has_ended = False

    def page(self, *attributes: str, limit: int = 0) -> Sequence[Item]:
        """The items of the next page, with these attributes."""
        return self._read(limit, projection(*attributes)).items

    def count(self, limit: int = 0) -> int:
        """How many items the next page has."""
        return self._read(limit, {"Select": "COUNT"}).count

    def _read(self, limit: int, terms: dict[str, Any]) -> Page:
        names = {**terms.get("ExpressionAttributeNames", {}), "#partition": self.range.partition}
        condition, values = "#partition = :partition", {":partition": self.range.value}
        if self.range.keys != ALL:
            condition += " AND #key BETWEEN :low AND :high"
            names["#key"] = self.range.sort_key
            values |= {":low": self.range.keys.low, ":high": self.range.keys.high}
        terms |= {"ExpressionAttributeNames": names, "ScanIndexForward": False, "ConsistentRead": not self.range.index}
        if limit:
            terms["Limit"] = min(limit, _MAX_PAGE_ITEMS)
        if self._next:
            terms["ExclusiveStartKey"] = self._next
        page = self._table.page(condition, values, self.range.index, **terms)
        self._budget.spend_page(page.count, page.items)
        self._next, self.has_ended = page.next, page.next is None
        return page
