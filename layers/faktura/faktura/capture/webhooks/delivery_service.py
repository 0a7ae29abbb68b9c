"""The delivery of a webhook: one attempt at a time. The workflow makes as many as it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from faktura.capture.webhooks import signature
from faktura.capture.webhooks.connection import NoResponse
from faktura.capture.webhooks.delivery import Delivery, DeliveryReference, attempted
from faktura.capture.webhooks.delivery_store import DeliveryStore, OwedWebhook
from faktura.capture.webhooks.errors import InvalidWebhookUrl, NoSuchSecret, SecretUnreadable
from faktura.capture.webhooks.exchange import post
from faktura.capture.webhooks.schemas import Attempt
from faktura.capture.webhooks.secret_store import SecretStore
from faktura.capture.webhooks.target import Target
from faktura.core.clock import now
from faktura.core.model import Model
from faktura.core.observability import count, log


class Outcome(Model):
    """The next step of the workflow: it ends, or it waits for `seconds` and calls again."""

    outcome: Literal["delivered", "again", "failed", "superseded"]
    seconds: int = 0

    @classmethod
    def of(cls, reference: DeliveryReference, delivery: Delivery | None) -> "Outcome":
        """The outcome of a delivery. A webhook that no longer exists has failed, so that the alarm goes off."""
        if delivery is None:
            return cls(outcome="failed", seconds=0)
        if delivery.number != reference.delivery:
            return cls(outcome="superseded", seconds=0)
        if delivery.state == "pending":
            return cls(outcome="again", seconds=delivery.seconds_to_wait(now()))
        return cls(outcome=delivery.state, seconds=0)


@dataclass(frozen=True)
class DeliveryService:
    """Makes the attempts."""

    deliveries: DeliveryStore
    secrets: SecretStore

    @classmethod
    def from_settings(cls) -> "DeliveryService":
        """With the stores that the template names."""
        return cls(DeliveryStore.from_settings(), SecretStore.from_settings())

    def attempt(self, reference: DeliveryReference) -> Outcome:
        """Make the attempt that is due, unless none is due or another execution has claimed it.

        It is claimed once it is ready to be sent, so that a failure of our own services uses up no attempt. From then
        on it counts as broken off until its outcome is recorded.
        """
        owed = self.deliveries.owed(reference)
        so_far = Outcome.of(reference, owed.delivery if owed else None)
        if owed is None or so_far != Outcome(outcome="again"):
            return so_far
        at = now()
        ready = self._ready(reference, owed, at)
        claimed = self.deliveries.claim(owed, at)
        if claimed is None:
            owed = self.deliveries.owed(reference)
            return Outcome.of(reference, owed.delivery if owed else None)
        is_late = owed.delivery.becomes_late(owed.ended_at, at)
        if claimed.state == "failed":
            log.error("webhook given up", mga=reference.mga)
            count(WebhooksFailed=1, WebhooksLate=int(is_late))
            return Outcome.of(reference, claimed)
        return self._made(reference, ready, at, is_late)

    def _made(self, reference: DeliveryReference, ready: "_Ready | Attempt", at: datetime, is_late: bool) -> Outcome:
        """Make a claimed attempt, record it, then log and count what was recorded."""
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

    def _ready(self, reference: DeliveryReference, owed: OwedWebhook, at: datetime) -> "_Ready | Attempt":
        """The webhook to post or, if none can be posted, the attempt that has failed because of that."""
        try:
            target = Target.parse(owed.url)
            secrets = self.secrets.live(reference.mga)
        except NoSuchSecret:
            return attempted(at, error="This MGA has no webhook secret to sign with.")
        except SecretUnreadable as refusal:
            log.error("webhook secret refused", mga=reference.mga, reason=str(refusal))
            return attempted(at, error="The webhook secret of this MGA cannot be read.")
        except InvalidWebhookUrl as refusal:
            return attempted(at, error=str(refusal))
        signed = signature.headers(owed.notice.webhook_id, at, owed.notice.body, secrets)
        return _Ready(target, {"Content-Type": "application/json", **signed}, owed.notice.body)


@dataclass(frozen=True)
class _Ready:
    target: Target
    headers: Mapping[str, str]
    body: bytes


def _sent(ready: _Ready, at: datetime) -> tuple[Attempt, int]:
    try:
        response = post(ready.target, ready.headers, ready.body)
    except NoResponse as refusal:
        return attempted(at, error=str(refusal)), 0
    return attempted(at, status=response.status), response.retry_after
