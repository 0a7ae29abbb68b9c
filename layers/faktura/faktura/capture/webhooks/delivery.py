"""The delivery of a webhook: how its item stores it, and how each attempt changes it.

An item owes a webhook once it has ended with a `webhookUrl`. The update that ends it sets `DELIVERY_UPDATE` to the
values of `first_delivery`, so no item ends without a delivery. Deliveries are numbered from 1; each time the webhook
is sent again there is one more. A delivery is pending until it is delivered or has failed.

An attempt is claimed before it is posted. The claim counts it as failed and lists it as broken off; its outcome then
takes that entry's place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil
from typing import Any

from faktura.capture.webhooks.schedule import MAX_FAILURES, seconds_until_next
from faktura.capture.webhooks.schemas import Attempt, DeliveryState, Webhook
from faktura.core.attributes import Item
from faktura.core.clock import timestamp
from faktura.core.model import Model

LEASE = timedelta(seconds=90)
"""How long an attempt belongs to the function that claimed it: longer than that function may run."""

MARGIN = timedelta(hours=1)
"""How long after an attempt was due the sweep takes it over.

It is longer than an execution can be busy with retries of its task.
"""

LATE = timedelta(minutes=5)
"""How long after its request ended a webhook is late. The first three attempts come within a minute."""

MIN_RETENTION = timedelta(days=5)
"""How long an item is kept at least while its webhook is pending: more than twice the longest delay."""

MAX_ATTEMPTS = 60
"""How many attempts are kept, the newest ones: those of five deliveries that failed."""

DELIVERY_UPDATE = (
    "webhook = :webhook, webhookAttempts = :webhookAttempts, "
    "unfinished = :unfinished, deadline = :deadline, expiresAt = :expiresAt"
)
"""What an update sets for a delivery that is pending."""

BROKEN_OFF = "No outcome is known: the attempt is under way, or it was broken off."
"""What a claimed attempt shows until its outcome is recorded."""

_GONE = 410
"""The receiver wants no more webhooks (Standard Webhooks): the delivery has failed."""


class DeliveryReference(Model):
    """One delivery of a request's webhook. It is the input of the workflow and of its task."""

    mga: str
    request_id: str
    delivery: int

    @property
    def correlation_id(self) -> str:
        """The request's id: its webhook belongs to its work."""
        return self.request_id


def first_delivery(at: datetime, expires_at: Decimal) -> dict[str, Any]:
    """The values of `DELIVERY_UPDATE` for an item that ends `at` this moment and is kept until `expires_at`."""
    return _values(Delivery(), at, expires_at)


def webhook_of(item: Item) -> Webhook | None:
    """The webhook of an item; `None` if it has no `webhookUrl`."""
    if "webhookUrl" not in item:
        return None
    delivery = Delivery.of(item) if "webhook" in item else Delivery()
    return delivery.shown()


def attempted(at: datetime, **outcome: Any) -> Attempt:
    """An attempt that began `at` this moment, with its `status` or its `error`."""
    return Attempt(attempted_at=timestamp(at), **outcome)


@dataclass(frozen=True)
class Delivery:
    """How far a webhook has come.

    `number` is the delivery's, `failures` are its failed attempts so far, and `due_at` is when the next one is due.
    `attempts` are those of all deliveries of the webhook.
    """

    number: int = 1
    state: DeliveryState = "pending"
    failures: int = 0
    due_at: datetime | None = None
    attempts: Sequence[Attempt] = ()

    @classmethod
    def of(cls, item: Item) -> "Delivery":
        """The delivery in the item of an ended request."""
        webhook = item["webhook"]
        due_at = datetime.fromisoformat(webhook["dueAt"]) if "dueAt" in webhook else None
        attempts = tuple(_attempt(stored) for stored in item["webhookAttempts"])
        return cls(int(webhook["delivery"]), webhook["state"], int(webhook["failures"]), due_at, attempts)

    def seconds_to_wait(self, at: datetime) -> int:
        """Whole seconds until the next attempt; 0 if it is due."""
        return max(0, ceil((self.due_at - at).total_seconds())) if self.due_at else 0

    def claimed(self, at: datetime) -> "Delivery":
        """The delivery with an attempt that begins `at`, counted as failed until recorded; failed if none is left."""
        if self.failures >= MAX_FAILURES:
            return replace(self, state="failed", due_at=None)
        attempts = (*self.attempts, attempted(at, error=BROKEN_OFF))[-MAX_ATTEMPTS:]
        return replace(self, failures=self.failures + 1, due_at=at + LEASE, attempts=attempts)

    def after(self, number: int, attempt: Attempt, at: datetime, retry_after: int = 0) -> "Delivery":
        """The delivery after a claimed attempt of delivery `number` that ended `at`.

        `retry_after` is what the receiver asks for, in seconds. An attempt of an earlier delivery is only listed.
        """
        listed = replace(self, attempts=self._attempts_with(attempt))
        if number != self.number:
            return listed
        if attempt.status is not None and 200 <= attempt.status < 300:
            return replace(listed, state="delivered", failures=self.failures - 1, due_at=None)
        if self.state != "pending":
            return listed
        seconds = seconds_until_next(self.failures, retry_after)
        if attempt.status == _GONE or seconds is None:
            return replace(listed, state="failed", due_at=None)
        return replace(listed, due_at=at + timedelta(seconds=seconds))

    def next(self) -> "Delivery":
        """The next delivery of the webhook, with its attempts so far."""
        return Delivery(self.number + 1, attempts=self.attempts)

    def shown(self) -> Webhook:
        """The webhook as responses show it."""
        return Webhook(state=self.state, attempts=self.attempts)

    def becomes_late(self, ended_at: datetime, at: datetime) -> bool:
        """Whether an attempt that begins `at` is the webhook's first late one; its item ended at `ended_at`.

        Each webhook counts as late once. An attempt that was broken off was not counted, so the next one is. A webhook
        that is sent again is not late.
        """
        in_time = timestamp(ended_at + LATE)  # compared as it is stored: in milliseconds
        is_counted = any(attempt.attempted_at > in_time and attempt.error != BROKEN_OFF for attempt in self.attempts)
        return self.number == 1 and timestamp(at) > in_time and not is_counted

    def update(self, at: datetime, expires_at: Decimal) -> tuple[str, dict[str, Any]]:
        """The update that stores the delivery, and its values. A pending one is in the index `unfinished`."""
        if self.state == "pending":
            return f"SET {DELIVERY_UPDATE}", _values(self, at, expires_at)
        written = {":webhook": _stored(self), ":webhookAttempts": _attempts(self)}
        return "SET webhook = :webhook, webhookAttempts = :webhookAttempts REMOVE unfinished, deadline", written

    def _attempts_with(self, attempt: Attempt) -> Sequence[Attempt]:
        claim, listed = attempt.model_copy(update={"status": None, "error": BROKEN_OFF}), list(self.attempts)
        if claim in listed:  # it is missing if the attempt is recorded a second time, or sixty newer ones are listed
            listed[listed.index(claim)] = attempt
        return tuple(listed)


def deadline(due_at: datetime) -> Decimal:
    """When the sweep takes over an attempt that was due at `due_at`, in seconds since 1970."""
    return Decimal(int((due_at + MARGIN).timestamp()))


def _values(delivery: Delivery, at: datetime, expires_at: Decimal) -> dict[str, Any]:
    return {
        ":webhook": _stored(delivery),
        ":webhookAttempts": _attempts(delivery),
        ":unfinished": "webhook",
        ":deadline": deadline(delivery.due_at or at),
        ":expiresAt": max(expires_at, Decimal(int((at + MIN_RETENTION).timestamp()))),
    }


def _stored(delivery: Delivery) -> dict[str, Any]:
    due = {"dueAt": delivery.due_at.isoformat()} if delivery.due_at else {}
    return {"state": delivery.state, "delivery": delivery.number, "failures": delivery.failures, **due}


def _attempts(delivery: Delivery) -> list[dict[str, Any]]:
    return [
        {"at": attempt.attempted_at, **attempt.model_dump(include={"status", "error"}, exclude_none=True)}
        for attempt in delivery.attempts
    ]


def _attempt(stored: Item) -> Attempt:
    if "status" in stored:
        return Attempt(attempted_at=stored["at"], status=int(stored["status"]))
    return Attempt(attempted_at=stored["at"], error=stored["error"])
