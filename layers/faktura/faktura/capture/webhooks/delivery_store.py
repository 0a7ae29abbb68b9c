"""The webhooks' side of capture's table: what the item of an ended request still owes."""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from faktura.capture.errors import NoWebhook, RequestNotCompleted
from faktura.capture.keys import request_key
from faktura.capture.requests.request import RequestKey
from faktura.capture.requests.request_item import shown_to
from faktura.capture.webhooks.delivery import (
    Attempt,
    Delivery,
    DeliveryReference,
    Webhook,
    deadline,
)
from faktura.core import json
from faktura.core.auth import Caller
from faktura.core.aws import client
from faktura.core.clock import now
from faktura.core.dynamo import Item, Table, Write, WriteConflict, retry_on_conflict, transact
from faktura.core.settings import setting


@dataclass(frozen=True)
class Notice:
    """A webhook that is to be delivered: what, where to, and how far that has come; `item` is where it was read."""

    url: str
    body: bytes
    delivery: Delivery
    item: Item = field(repr=False)

    @property
    def ended_at(self) -> datetime:
        """When its request ended, as the body says."""
        return datetime.fromisoformat(json.loads(self.body)["completedAt"])


@dataclass(frozen=True)
class Resent:
    """A webhook that is sent again: the request's state, and the delivery that does it."""

    state: str
    reference: DeliveryReference
    webhook: Webhook


class DeliveryStore:
    """The webhooks of requests that have ended."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "DeliveryStore":
        """The store the template names."""
        return cls(Table(setting("CAPTURE_TABLE")))

    def notice(self, reference: DeliveryReference) -> Notice | None:
        """What there is to deliver, by this delivery or one that has taken its place; `None` where nothing is left."""
        item = self._kept(reference.mga, reference.request_id)
        if item is None or "webhook" not in item:
            return None
        return Notice(item["webhookUrl"], zlib.decompress(item["response"]), Delivery.of(item), item)

    def claim(self, notice: Notice, at: datetime) -> Delivery | None:
        """Claim the attempt that is due, on condition that nothing has changed since `notice`; `None` where it has.

        Where no attempt is left the delivery has failed, and there is none to make.
        """
        claimed = notice.delivery.claimed(at)
        try:
            transact([self._storing(notice.item, claimed, at)])
        except WriteConflict:
            return None
        return claimed

    def record(self, reference: DeliveryReference, attempt: Attempt, at: datetime, retry_after: int) -> Delivery | None:
        """Record a claimed attempt that ended `at`, after whatever was recorded meanwhile; what it led to.

        That may be a newer delivery. `None` where nothing is left. What was delivered stays so, whatever comes after.
        """
        return retry_on_conflict(lambda: self._recorded(reference, attempt, at, retry_after))

    def resend(self, key: RequestKey, caller: Caller, extra_writes: Callable[[Resent], Sequence[Write]]) -> Resent:
        """Begin the next delivery, in one transaction with the writes `extra_writes`.

        `RequestNotFound` where the caller may see none; `NoWebhook` where none was asked for; `RequestNotCompleted`
        before there is anything to send.
        """
        return retry_on_conflict(lambda: self._resent(key, caller, extra_writes))

    def take_over(self, mga: str, request_id: str) -> tuple[DeliveryReference, str] | None:
        """The delivery that nobody is about to make, and a name for its resumption; it is overdue no longer then.

        `None` where it is not overdue, or another sweep was first.
        """
        item = self._table.get(request_key(mga, request_id))
        if item is None or item.get("unfinished") != "webhook" or item["deadline"] >= now().timestamp():
            return None
        reference = DeliveryReference(mga=mga, request_id=request_id, delivery=Delivery.of(item).number)
        later = deadline(now())
        values = {":later": later, ":before": item["deadline"], ":webhook": "webhook"}
        try:
            transact([self._updating(item, "SET deadline = :later", values, _STILL_OVERDUE)])
        except WriteConflict:
            return None
        return reference, str(later)

    def _recorded(
        self, reference: DeliveryReference, attempt: Attempt, at: datetime, retry_after: int
    ) -> Delivery | None:
        notice = self.notice(reference)
        if notice is None:
            return None
        after = notice.delivery.after(reference.delivery, attempt, at, retry_after)
        transact([self._storing(notice.item, after, at)])
        return after

    def _resent(self, key: RequestKey, caller: Caller, extra_writes: Callable[[Resent], Sequence[Write]]) -> Resent:
        item = shown_to(caller, self._table.get(request_key(key.mga, key.request_id)))
        if "webhookUrl" not in item:
            raise NoWebhook
        if "webhook" not in item:
            raise RequestNotCompleted
        next_one = Delivery.of(item).again()
        reference = DeliveryReference(mga=key.mga, request_id=key.request_id, delivery=next_one.number)
        resent = Resent(item["state"], reference, Webhook(state=next_one.state, attempts=next_one.attempts))
        transact([self._storing(item, next_one, now()), *extra_writes(resent)])
        return resent

    def _kept(self, mga: str, request_id: str) -> Item | None:
        """The request's item, but for one that has expired: DynamoDB takes its time to delete those."""
        item = self._table.get(request_key(mga, request_id))
        return item if item and item["expiresAt"] > now().timestamp() else None

    def _storing(self, item: Item, delivery: Delivery, at: datetime) -> Write:
        update, values = delivery.writing(at, item["expiresAt"])
        unchanged = {":before": item["webhook"], ":attemptsBefore": item["webhookAttempts"]}
        return self._updating(item, update, values | unchanged, _UNCHANGED)

    def _updating(self, item: Item, update: str, values: Item, condition: str) -> Write:
        def otherwise(_found: Any) -> Exception:
            return WriteConflict()

        return self._table.updating(
            {"mga": item["mga"], "record": item["record"]}, update, values, condition, otherwise
        )


_UNCHANGED = "webhook = :before AND webhookAttempts = :attemptsBefore"
_STILL_OVERDUE = "unfinished = :webhook AND deadline = :before"
