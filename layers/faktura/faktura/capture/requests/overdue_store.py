"""Capture's requests that are past their deadline, as the index `unfinished` knows them."""

from contextlib import suppress
from datetime import datetime

from faktura.capture.keys import request_id_of, request_key
from faktura.capture.requests.request import (
    LONGEST_WAITING,
    WAITING,
    OverdueRequest,
    OverdueRequests,
    Owing,
    Processing,
    SweepRound,
)
from faktura.capture.requests.request_item import last_failure, processing_of, seconds
from faktura.capture.requests.request_store import RequestEndedError, RequestStore
from faktura.core.clock import now
from faktura.core.dynamo import Item, Page, Table, transact
from faktura.core.settings import setting

MOST_OVERDUE = 100
"""Of each kind, that one round of a sweep looks after."""


class OverdueStore:
    """Requests that nobody ended, or whose webhook nobody delivered."""

    def __init__(self, table: Table) -> None:
        self._table, self._requests = table, RequestStore(table)

    @classmethod
    def from_settings(cls) -> "OverdueStore":
        """The store the template names."""
        return cls(Table(setting("CAPTURE_TABLE")))

    def overdue(self, sweep: SweepRound) -> OverdueRequests:
        """What is past its deadline, the longest first, at most `MOST_OVERDUE` of each kind.

        The next round begins behind these, whatever became of them: what cannot be ended keeps nothing else waiting.
        """
        pages = {owing: self._page(owing, after) for owing, after in sweep.after.items()}
        found = [_overdue(item, owing) for owing, page in pages.items() for item in page.items]
        after = {owing: page.next for owing, page in pages.items() if page.next}
        return OverdueRequests(requests=found, after=after, more=bool(after))

    def is_waiting(self, overdue: OverdueRequest) -> bool:
        """Whether the request is accepted, and not for longer than the queue keeps a message."""
        item = self._table.get(request_key(overdue.mga, overdue.request_id)) or {}
        return item.get("state") == "accepted" and datetime.fromisoformat(item["beganAt"]) > now() - LONGEST_WAITING

    def postpone(self, overdue: OverdueRequest) -> None:
        """Give a request whose file waits to be read another day; one that has ended needs none."""
        update = self._table.updating(
            request_key(overdue.mga, overdue.request_id),
            "SET deadline = :later",
            {":later": seconds((now() + WAITING).timestamp()), ":request": "request"},
            "unfinished = :request",
            lambda _: RequestEndedError(),
        )
        with suppress(RequestEndedError):
            transact([update])

    def fail(self, overdue: OverdueRequest) -> Processing | None:
        """Fail the request if it still is overdue; `None` where it was not."""
        item = self._table.get(request_key(overdue.mga, overdue.request_id)) or {}
        if item.get("unfinished") != "request" or item["deadline"] >= now().timestamp():
            return None
        processing = processing_of(item)
        try:
            self._requests.fail(processing, last_failure(processing, item), overdue_since=item["deadline"])
        except RequestEndedError:
            return None
        return processing

    def _page(self, owing: Owing, after: Item) -> Page:
        return self._table.page(
            "unfinished = :owing AND deadline < :now",
            {":owing": owing, ":now": seconds(now().timestamp())},
            index="unfinished",
            Limit=MOST_OVERDUE,
            **({"ExclusiveStartKey": after} if after else {}),
        )


def _overdue(item: Item, owing: Owing) -> OverdueRequest:
    return OverdueRequest(mga=item["mga"], request_id=request_id_of(item["record"]), owing=owing)
