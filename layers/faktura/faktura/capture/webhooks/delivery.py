"""A request's webhook, as its item holds it and its answers show it; and what becomes of it by each attempt.

A request that has ended and has a `webhookUrl` owes a webhook: `BEGINNING` and `beginning` are for the update that ends
it, so that no request ends without. Each delivery (the first, and each time it is sent again) has a number; it is
pending until it is delivered or has failed.

An attempt is claimed before it is posted, and counted and listed as broken off; its outcome takes that entry's place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil
from typing import Annotated, Any, Literal

from faktura.capture.webhooks.schedule import MOST_FAILURES, seconds_until_next
from faktura.core.clock import timestamp
from faktura.core.dynamo import Item
from faktura.core.model import NOT_NULL, Model

State = Literal["pending", "delivered", "failed"]

LEASE = timedelta(seconds=90)
"""For which an attempt is its claimant's: longer than its function may run."""

MARGIN = timedelta(hours=1)
"""After the moment an attempt is due, before a sweep takes it that nobody is about to make it.

Longer than an execution can be busy with trying its task again.
"""

LATE = timedelta(minutes=5)
"""After its request ended a webhook is late that is not delivered: three attempts come within the first minute."""

LEAST_KEPT = timedelta(days=5)
"""For which a request is kept at least while its webhook is pending: more than twice the longest wait."""

MOST_ATTEMPTS = 60
"""That are kept, the newest: five deliveries that failed."""

BEGINNING = (
    "webhook = :webhook, webhookAttempts = :webhookAttempts, "
    "unfinished = :unfinished, deadline = :deadline, expiresAt = :expiresAt"
)
"""What the update that ends a request with a `webhookUrl` sets besides; its values are `beginning`'s."""

BROKEN_OFF = "The attempt was broken off."

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

    @property
    def correlation_id(self) -> str:
        """Its request's id: to deliver is part of that work."""
        return self.request_id


def beginning(at: datetime, expires_at: Decimal) -> dict[str, Any]:
    """The values of `BEGINNING`, for a request that ends `at` that moment and was to be kept until `expires_at`."""
    return _values(Delivery(), at, expires_at)


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

    def claimed(self, at: datetime) -> "Delivery":
        """With an attempt that begins `at`, which has failed if nobody tells of it; failed where none is left."""
        if self.failures >= MOST_FAILURES:
            return replace(self, state="failed", due_at=None)
        attempts = (*self.attempts, attempted(at, error=BROKEN_OFF))[-MOST_ATTEMPTS:]
        return replace(self, failures=self.failures + 1, due_at=at + LEASE, attempts=attempts)

    def after(self, number: int, attempt: Attempt, at: datetime, retry_after: int = 0) -> "Delivery":
        """What a claimed attempt that ended `at` makes of it, `retry_after` the seconds that the receiver asks for.

        One of the delivery `number`: of an earlier delivery only the list tells.
        """
        told = replace(self, attempts=self._telling(attempt))
        if number != self.number:
            return told
        if attempt.status is not None and 200 <= attempt.status < 300:
            return replace(told, state="delivered", failures=self.failures - 1, due_at=None)
        if self.state != "pending":
            return told
        seconds = seconds_until_next(self.failures, retry_after)
        if attempt.status == _GONE or seconds is None:
            return replace(told, state="failed", due_at=None)
        return replace(told, due_at=at + timedelta(seconds=seconds))

    def again(self) -> "Delivery":
        """The next delivery, from the beginning."""
        return Delivery(self.number + 1, attempts=self.attempts)

    def turns_late(self, ended_at: datetime, at: datetime) -> bool:
        """Whether an attempt that begins `at` is the first late one, of a request that ended then: one is late once.

        One that was broken off told nobody, so the next is the first. What is sent again is not late.
        """
        in_time = timestamp(ended_at + LATE)  # compared as it is kept: in milliseconds
        told = any(attempt.attempted_at > in_time and attempt.error != BROKEN_OFF for attempt in self.attempts)
        return self.number == 1 and timestamp(at) > in_time and not told

    def writing(self, at: datetime, expires_at: Decimal) -> tuple[str, dict[str, Any]]:
        """The update that stores it and its values; while it is pending it is kept, in the index of what is owed."""
        if self.state == "pending":
            return f"SET {BEGINNING}", _values(self, at, expires_at)
        written = {":webhook": _stored(self), ":webhookAttempts": _attempts(self)}
        return "SET webhook = :webhook, webhookAttempts = :webhookAttempts REMOVE unfinished, deadline", written

    def _telling(self, attempt: Attempt) -> Sequence[Attempt]:
        claim, told = attempt.model_copy(update={"status": None, "error": BROKEN_OFF}), list(self.attempts)
        if claim in told:  # else the record of it is repeated, or sixty newer ones have taken its place
            told[told.index(claim)] = attempt
        return tuple(told)


def deadline(due_at: datetime) -> Decimal:
    """When a sweep sees to an attempt that was due then, in seconds since 1970."""
    return Decimal(int((due_at + MARGIN).timestamp()))


def _values(delivery: Delivery, at: datetime, expires_at: Decimal) -> dict[str, Any]:
    return {
        ":webhook": _stored(delivery),
        ":webhookAttempts": _attempts(delivery),
        ":unfinished": "webhook",
        ":deadline": deadline(delivery.due_at or at),
        ":expiresAt": max(expires_at, Decimal(int((at + LEAST_KEPT).timestamp()))),
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
