"""Delivering a webhook: one attempt at a time, of which the workflow makes as many as it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from faktura.capture.errors import InvalidWebhookUrl
from faktura.capture.webhooks import signature
from faktura.capture.webhooks.connection import NoAnswer
from faktura.capture.webhooks.delivery import (
    Attempt,
    Delivery,
    DeliveryReference,
    attempted,
)
from faktura.capture.webhooks.delivery_store import DeliveryStore, Notice
from faktura.capture.webhooks.exchange import post
from faktura.capture.webhooks.secret_store import NoSecretError, UnreadableSecretError, WebhookSecrets
from faktura.capture.webhooks.target import Target
from faktura.core.clock import now
from faktura.core.model import Model
from faktura.core.observability import count, log


class Outcome(Model):
    """What the workflow does next: end, or wait for so many `seconds` and deliver again."""

    outcome: Literal["delivered", "again", "failed", "superseded"]
    seconds: int = 0

    @classmethod
    def of(cls, reference: DeliveryReference, delivery: Delivery | None) -> "Outcome":
        """What follows from how far it has come; `None` where nothing is left to deliver, which is for the alarm."""
        if delivery is None:
            return cls(outcome="failed", seconds=0)
        if delivery.number != reference.delivery:
            return cls(outcome="superseded", seconds=0)
        if delivery.state == "pending":
            return cls(outcome="again", seconds=delivery.seconds_to_wait(now()))
        return cls(outcome=delivery.state, seconds=0)


@dataclass(frozen=True)
class Delivering:
    """Makes the attempts."""

    deliveries: DeliveryStore
    secrets: WebhookSecrets

    @classmethod
    def from_settings(cls) -> "Delivering":
        """With the stores the template names."""
        return cls(DeliveryStore.from_settings(), WebhookSecrets.from_settings())

    def attempt(self, reference: DeliveryReference) -> Outcome:
        """Make the attempt that is due, if one is and nobody else claims it.

        It is claimed once it is ready, so that a service of ours that is down costs none; then it counts as broken off
        until its outcome is recorded.
        """
        notice = self.deliveries.notice(reference)
        so_far = Outcome.of(reference, notice.delivery if notice else None)
        if notice is None or so_far != Outcome(outcome="again"):
            return so_far
        at = now()
        ready = self._ready(reference, notice, at)
        claimed = self.deliveries.claim(notice, at)
        if claimed is None:
            notice = self.deliveries.notice(reference)
            return Outcome.of(reference, notice.delivery if notice else None)
        is_late = notice.delivery.turns_late(notice.ended_at, at)
        if claimed.state == "failed":
            log.error("webhook given up", mga=reference.mga)
            count(WebhooksFailed=1, WebhooksLate=int(is_late))
            return Outcome.of(reference, claimed)
        return self._made(reference, ready, at, is_late)

    def _made(self, reference: DeliveryReference, ready: "_Ready | Attempt", at: datetime, is_late: bool) -> Outcome:
        """Make a claimed attempt and record it; what was recorded is told and counted."""
        attempt, retry_after = (ready, 0) if isinstance(ready, Attempt) else _sent(ready, at)
        outcome = Outcome.of(reference, self.deliveries.record(reference, attempt, now(), retry_after))
        answer = attempt.status or attempt.error
        log.info("webhook attempted", mga=reference.mga, answer=answer, outcome=outcome.outcome)
        count(
            WebhookAttempts=1,
            WebhooksDelivered=int(outcome.outcome == "delivered"),
            WebhooksFailed=int(outcome.outcome == "failed"),
            WebhooksLate=int(is_late),
        )
        return outcome

    def _ready(self, reference: DeliveryReference, notice: Notice, at: datetime) -> "_Ready | Attempt":
        """What is to be posted, or the attempt that ended before."""
        try:
            target = Target.parse(notice.url)
            secrets = self.secrets.live(reference.mga)
        except NoSecretError:
            return attempted(at, error="This MGA has no webhook secret to sign with.")
        except UnreadableSecretError as refusal:
            log.error("webhook secret refused", mga=reference.mga, reason=str(refusal))
            return attempted(at, error="The webhook secret of this MGA cannot be read.")
        except InvalidWebhookUrl as refusal:
            return attempted(at, error=str(refusal))
        signed = signature.headers(reference.request_id, at, notice.body, secrets)
        return _Ready(target, {"Content-Type": "application/json", **signed}, notice.body)


@dataclass(frozen=True)
class _Ready:
    target: Target
    headers: Mapping[str, str]
    body: bytes


def _sent(ready: _Ready, at: datetime) -> tuple[Attempt, int]:
    try:
        answered = post(ready.target, ready.headers, ready.body)
    except NoAnswer as refusal:
        return attempted(at, error=str(refusal)), 0
    return attempted(at, status=answered.status), answered.retry_after
