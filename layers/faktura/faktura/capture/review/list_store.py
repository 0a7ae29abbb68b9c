"""Lists of requests. What reading a page costs depends on what it shows, not on what is stored.

The list of all requests is the index `began`. It has every request, also those from before there were lists. The lists
of requests that failed and of those in each state of review are entries of the table.
"""

from math import ceil
from typing import Any

from faktura.capture.keys import list_bound, list_key, request_key
from faktura.capture.review.list_page import RequestsPage
from faktura.core.attributes import Item, marshalled
from faktura.core.auth import Caller
from faktura.core.aws import client
from faktura.core.dynamo import Page, Table
from faktura.core.settings import setting

MAX_READ = 1_000
"""Requests that one call reads at most, if few of them pass the filter."""

Found = tuple[list[Item], Item | None]
"""The requests of a page, and the last one that was read; `None` if there are no more."""


class ListStore:
    """The lists of an MGA's requests."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "ListStore":
        """The store that the template names."""
        return cls(Table(setting("CAPTURE_TABLE")))

    def page(self, mga: str, page: RequestsPage, caller: Caller) -> Found:
        """The requests of a page that the caller may see.

        It has fewer than the page's limit, although more may follow, if `MAX_READ` were read.
        """
        found: list[Item] = []
        last: Item | None = None
        after, read = _start(mga, page), 0
        while read < MAX_READ and not page.filter.is_empty:
            answer = self._read(mga, page, after, _how_many(page.limit, len(found), read))
            after, read = answer.next, read + len(answer.items)
            for number, item in enumerate(answer.items, start=1):
                found += [item] if page.filter.passes(item, caller) else []
                if len(found) == page.limit:
                    return found, item if after or number < len(answer.items) else None
            if after is None:
                return found, None
            last = answer.items[-1]
        return found, last

    def _read(self, mga: str, page: RequestsPage, after: Item | None, limit: int) -> Page:
        first, last, name = page.filter.first, page.filter.last, page.filter.list_name
        terms: dict[str, Any] = {"Limit": limit, "ScanIndexForward": page.filter.is_ascending}
        terms |= {"ExclusiveStartKey": after} if after else {}
        if not name:
            values = {":mga": mga, ":first": first, ":last": last}
            return self._table.page("mga = :mga AND beganAt BETWEEN :first AND :last", values, "began", **terms)
        values = {":mga": mga, ":first": list_bound(mga, name, first), ":last": list_bound(mga, name, last)}
        terms |= {"ExpressionAttributeNames": {"#record": "record"}, "ConsistentRead": True}
        return self._table.page("mga = :mga AND #record BETWEEN :first AND :last", values, **terms)


def _how_many(limit: int, found: int, read: int) -> int:
    """How many requests to read next, by how many of those read so far passed the filter."""
    if not read:
        return limit
    expected = ceil((limit - found) * read / max(found, 1))
    return min(max(expected, limit - found), MAX_READ - read)


def _start(mga: str, page: RequestsPage) -> Item | None:
    """Where the page begins, as DynamoDB's key of the item before it."""
    if page.after is None:
        return None
    moment, request_id = page.after
    if name := page.filter.list_name:
        return marshalled(list_key(mga, name, moment, request_id))
    return marshalled({**request_key(mga, request_id), "beganAt": moment})
