"""The deliveries of webhooks, in the items that owe them.

An item that owes a webhook has a `webhookUrl`, what the body to post is made from, and the delivery.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from faktura.capture.keys import request_key
from faktura.capture.webhooks.delivery import Delivery, DeliveryReference, deadline
from faktura.capture.webhooks.notice import Notice, notice_of_result
from faktura.capture.webhooks.schemas import Attempt
from faktura.core import json
from faktura.core.attributes import Item
from faktura.core.aws import client
from faktura.core.clock import now
from faktura.core.dynamo import Table, Write, WriteConflict, retry_on_conflict, transact
from faktura.core.settings import setting

_UNCHANGED = "webhook = :before AND webhookAttempts = :attemptsBefore"
_STILL_OVERDUE = "unfinished = :webhook AND deadline = :before"


@dataclass(frozen=True)
class OwedWebhook:
    """A webhook to deliver: the URL, what it tells, and how far its delivery has come; `item` is where it was read."""

    url: str
    notice: Notice
    delivery: Delivery
    item: Item = field(repr=False)

    @property
    def ended_at(self) -> datetime:
        """When its request ended, as the body says."""
        return datetime.fromisoformat(json.loads(self.notice.body)["completedAt"])


class DeliveryStore:
    """The deliveries of webhooks."""

    def __init__(self, table: Table, notice_of: Callable[[Item], Notice] = notice_of_result) -> None:
        """`notice_of` says what the webhook of an item tells; by default it is the response."""
        self._table = table
        self._notice_of = notice_of
        client("dynamodb")

    @classmethod
    def from_settings(cls, notice_of: Callable[[Item], Notice] = notice_of_result) -> "DeliveryStore":
        """The store that the template names."""
        return cls(Table(setting("CAPTURE_TABLE")), notice_of)

    def owed(self, reference: DeliveryReference) -> OwedWebhook | None:
        """The webhook to deliver, by this delivery or a newer one; `None` if its item is gone or has expired."""
        item = self._table.get(request_key(reference.mga, reference.request_id))
        if item is None or item["expiresAt"] <= now().timestamp() or "webhook" not in item:
            return None
        return OwedWebhook(item["webhookUrl"], self._notice_of(item), Delivery.of(item), item)

    def claim(self, owed: OwedWebhook, at: datetime) -> Delivery | None:
        """Claim the attempt that is due; `None` if the delivery has changed since it was read.

        If no attempt is left, the delivery has failed and there is none to make.
        """
        claimed = owed.delivery.claimed(at)
        try:
            transact([self.storing(owed.item, claimed, at)])
        except WriteConflict:
            return None
        return claimed

    def record(self, reference: DeliveryReference, attempt: Attempt, at: datetime, retry_after: int) -> Delivery | None:
        """Record a claimed attempt that ended `at`; the delivery then, which may be a newer one.

        `None` if the item is gone. A webhook that was delivered stays delivered, whatever is recorded later.
        """
        return retry_on_conflict(lambda: self._record(reference, attempt, at, retry_after))

    def storing(self, item: Item, delivery: Delivery, at: datetime) -> Write:
        """The write that stores the delivery in its item; `WriteConflict` if the one there has changed."""
        update, values = delivery.update(at, item["expiresAt"])
        unchanged = {":before": item["webhook"], ":attemptsBefore": item["webhookAttempts"]}
        return self._updating(item, update, values | unchanged, _UNCHANGED)

    def take_over(self, mga: str, request_id: str) -> tuple[DeliveryReference, str] | None:
        """An overdue delivery and a name for its resumption. It is not overdue any more.

        `None` if it is not overdue, or another sweep has taken it over.
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

    def _record(
        self, reference: DeliveryReference, attempt: Attempt, at: datetime, retry_after: int
    ) -> Delivery | None:
        owed = self.owed(reference)
        if owed is None:
            return None
        after = owed.delivery.after(reference.delivery, attempt, at, retry_after)
        transact([self.storing(owed.item, after, at)])
        return after

    def _updating(self, item: Item, update: str, values: Item, condition: str) -> Write:
        key = {"mga": item["mga"], "record": item["record"]}
        return self._table.updating(key, update, values, condition, lambda _: WriteConflict())
