"""Overdue requests, found by the index `unfinished`."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from faktura.capture.keys import request_id_of, request_key
from faktura.capture.requests.errors import RequestEnded
from faktura.capture.requests.overdue import OverdueBatch, OverdueRequest, Owed, SweepCursor
from faktura.capture.requests.request import MAX_QUEUED_TIME, POSTPONEMENT, Processing
from faktura.capture.requests.request_item import ended, last_failure, processing_of, seconds
from faktura.capture.schemas import ErrorResponse
from faktura.core.attributes import Item
from faktura.core.aws import client
from faktura.core.clock import now
from faktura.core.dynamo import Page, Table, transact
from faktura.core.settings import setting

MAX_OVERDUE = 100
"""How many of each kind one round of a sweep handles."""


@dataclass(frozen=True)
class LostRequest:
    """A request that is past its deadline: what it fails with, and its deadline in seconds since 1970."""

    processing: Processing
    failure: ErrorResponse
    overdue_since: Decimal


class OverdueStore:
    """Requests that did not end in time, or whose webhook was not delivered in time."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "OverdueStore":
        """The store that the template names."""
        return cls(Table(setting("CAPTURE_TABLE")))

    def overdue(self, cursor: SweepCursor) -> OverdueBatch:
        """At most `MAX_OVERDUE` overdue requests of each kind, the longest overdue first.

        The next round begins after them in any case, so one that cannot be ended does not block the others.
        """
        pages = {owed: self._page(owed, after) for owed, after in cursor.after.items()}
        found = [_overdue(item, owed) for owed, page in pages.items() for item in page.items]
        after = {owed: page.next for owed, page in pages.items() if page.next}
        return OverdueBatch(requests=found, after=after, more=bool(after))

    def is_waiting(self, overdue: OverdueRequest) -> bool:
        """Whether the request is accepted, and not for longer than the queue keeps a message."""
        item = self._table.get(request_key(overdue.mga, overdue.request_id)) or {}
        return item.get("state") == "accepted" and datetime.fromisoformat(item["beganAt"]) > now() - MAX_QUEUED_TIME

    def postpone(self, overdue: OverdueRequest) -> None:
        """Give a request whose file waits in the queue another day, unless it has ended."""
        update = self._table.updating(
            request_key(overdue.mga, overdue.request_id),
            "SET deadline = :later",
            {":later": seconds((now() + POSTPONEMENT).timestamp()), ":request": "request"},
            "unfinished = :request",
            ended,
        )
        with suppress(RequestEnded):
            transact([update])

    def lost(self, overdue: OverdueRequest) -> LostRequest | None:
        """The request, if it still is overdue."""
        item = self._table.get(request_key(overdue.mga, overdue.request_id)) or {}
        if item.get("unfinished") != "request" or item["deadline"] >= now().timestamp():
            return None
        processing = processing_of(item)
        return LostRequest(processing, last_failure(processing, item), item["deadline"])

    def _page(self, owed: Owed, after: Item) -> Page:
        return self._table.page(
            "unfinished = :owed AND deadline < :now",
            {":owed": owed, ":now": seconds(now().timestamp())},
            index="unfinished",
            Limit=MAX_OVERDUE,
            **({"ExclusiveStartKey": after} if after else {}),
        )


def _overdue(item: Item, owed: Owed) -> OverdueRequest:
    return OverdueRequest(mga=item["mga"], request_id=request_id_of(item["record"]), owing=owed)
