"""A request's webhook, as its item holds it and its answers show it; and what becomes of it by each attempt.

A request that has ended and has a `webhookUrl` owes a webhook: `BEGINNING` and `beginning` are for the update that ends
it, so that no request ends without. Each delivery (the first, and each time it is sent again) has a number; it is
pending until it is delivered or has failed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil
from typing import Annotated, Any, Literal

from faktura.capture.webhooks.schedule import seconds_until_next
from faktura.core.clock import timestamp
from faktura.core.dynamo import Item
from faktura.core.model import NOT_NULL, Model

State = Literal["pending", "delivered", "failed"]

MARGIN = timedelta(minutes=5)
"""After the moment an attempt is due, before a sweep takes it that nobody is about to make it."""

MOST_ATTEMPTS = 60
"""That are kept, the newest: five deliveries that failed."""

BEGINNING = "webhook = :webhook, webhookAttempts = :webhookAttempts, unfinished = :unfinished, deadline = :deadline"
"""What the update that ends a request with a `webhookUrl` sets besides; its values are `beginning`'s."""

_GONE = 410
"""The receiver wants no more webhooks (Standard Webhooks): the delivery has failed."""


class Attempt(Model):
    """One attempt: the status that was answered, or why there was no answer."""

    attempted_at: str
    status: Annotated[int | None, NOT_NULL] = None
    error: Annotated[str | None, NOT_NULL] = None


class Webhook(Model):
    """A request's webhook, as its MGA sees it."""

    state: State
    attempts: Sequence[Attempt]


class WebhookResent(Model):
    """A webhook that is being sent again; `status` is its request's state."""

    request_id: str
    status: Literal["completed", "failed"]
    webhook: Webhook


class DeliveryReference(Model):
    """One delivery of a request's webhook; also what its workflow hands to its task."""

    mga: str
    request_id: str
    delivery: int


def beginning(at: datetime) -> dict[str, Any]:
    """The values of `BEGINNING`, for a request that ends `at` that moment."""
    return _values(Delivery(), at)


def webhook_of(item: Item) -> Webhook | None:
    """The webhook of a request's item, `None` where none was asked for."""
    if "webhookUrl" not in item:
        return None
    delivery = Delivery.of(item) if "webhook" in item else Delivery()
    return Webhook(state=delivery.state, attempts=delivery.attempts)


def attempted(at: datetime, **outcome: Any) -> Attempt:
    """An attempt begun `at` that moment, with its `status` or its `error`."""
    return Attempt(attempted_at=timestamp(at), **outcome)


@dataclass(frozen=True)
class Delivery:
    """How far the webhook has come: the number of this delivery, its failures so far, and when the next attempt is due.

    `attempts` are those of all deliveries.
    """

    number: int = 1
    state: State = "pending"
    failures: int = 0
    due_at: datetime | None = None
    attempts: Sequence[Attempt] = ()

    @classmethod
    def of(cls, item: Item) -> "Delivery":
        """As the item of an ended request holds it."""
        webhook = item["webhook"]
        due_at = datetime.fromisoformat(webhook["dueAt"]) if "dueAt" in webhook else None
        attempts = tuple(_attempt(kept) for kept in item["webhookAttempts"])
        return cls(int(webhook["delivery"]), webhook["state"], int(webhook["failures"]), due_at, attempts)

    def seconds_to_wait(self, at: datetime) -> int:
        """Whole seconds until the next attempt, 0 where it is due."""
        return max(0, ceil((self.due_at - at).total_seconds())) if self.due_at else 0

    def after(self, attempt: Attempt, at: datetime, retry_after: int = 0) -> "Delivery":
        """What an attempt that ended `at` makes of it; of a receiver that asks for time, for `retry_after` seconds."""
        tried = replace(self, due_at=None, attempts=(*self.attempts, attempt)[-MOST_ATTEMPTS:])
        if attempt.status is not None and 200 <= attempt.status < 300:
            return replace(tried, state="delivered")
        seconds = seconds_until_next(self.failures + 1, retry_after)
        if attempt.status == _GONE or seconds is None:
            return replace(tried, state="failed", failures=self.failures + 1)
        return replace(tried, failures=self.failures + 1, due_at=at + timedelta(seconds=seconds))

    def again(self) -> "Delivery":
        """The next delivery, from the beginning."""
        return Delivery(self.number + 1, attempts=self.attempts)

    def writing(self, at: datetime) -> tuple[str, dict[str, Any]]:
        """The update that stores it and its values; while it is pending it stays in the index of what is owed."""
        if self.state == "pending":
            return f"SET {BEGINNING}", _values(self, at)
        written = {":webhook": _stored(self), ":webhookAttempts": _attempts(self)}
        return "SET webhook = :webhook, webhookAttempts = :webhookAttempts REMOVE unfinished, deadline", written


def deadline(due_at: datetime) -> Decimal:
    """When a sweep sees to an attempt that was due then, in seconds since 1970."""
    return Decimal(int((due_at + MARGIN).timestamp()))


def _values(delivery: Delivery, at: datetime) -> dict[str, Any]:
    return {
        ":webhook": _stored(delivery),
        ":webhookAttempts": _attempts(delivery),
        ":unfinished": "webhook",
        ":deadline": deadline(delivery.due_at or at),
    }


def _stored(delivery: Delivery) -> dict[str, Any]:
    due = {"dueAt": delivery.due_at.isoformat()} if delivery.due_at else {}
    return {"state": delivery.state, "delivery": delivery.number, "failures": delivery.failures, **due}


def _attempts(delivery: Delivery) -> list[dict[str, Any]]:
    return [
        {"at": attempt.attempted_at, **attempt.model_dump(include={"status", "error"}, exclude_none=True)}
        for attempt in delivery.attempts
    ]


def _attempt(kept: Item) -> Attempt:
    if "status" in kept:
        return Attempt(attempted_at=kept["at"], status=int(kept["status"]))
    return Attempt(attempted_at=kept["at"], error=kept["error"])
