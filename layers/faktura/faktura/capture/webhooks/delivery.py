"""Delivering a webhook: one attempt at a time, of which the workflow makes as many as it takes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from botocore.exceptions import BotoCoreError, ClientError

from faktura.capture.errors import InvalidWebhookUrl
from faktura.capture.webhooks import signatures
from faktura.capture.webhooks.connection import NoAnswer
from faktura.capture.webhooks.exchange import Answered, post
from faktura.capture.webhooks.machine import DeliveryMachine
from faktura.capture.webhooks.record import Attempt, Delivery, DeliveryReference, attempted
from faktura.capture.webhooks.secrets import NoSecretError, WebhookSecrets
from faktura.capture.webhooks.store import DeliveryStore, Notice
from faktura.capture.webhooks.target import Target
from faktura.core.clock import now
from faktura.core.model import Model
from faktura.core.observability import log


class Outcome(Model):
    """What the workflow does next: end, or wait for so many `seconds` and deliver again."""

    outcome: Literal["delivered", "again", "failed", "superseded"]
    seconds: int = 0

    @classmethod
    def of(cls, delivery: Delivery | None) -> "Outcome":
        """What follows from how far the delivery has come; `None` is one whose place another has taken."""
        if delivery is None:
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
        """Make the attempt that is due, if one is: what was recorded before this call was repeated is not done again.

        An attempt whose record is lost with its process is made again; the receiver knows it by its `webhook-id`.
        """
        notice = self.deliveries.notice(reference)
        if notice is None or notice.delivery.state != "pending" or notice.delivery.seconds_to_wait(now()):
            return Outcome.of(notice.delivery if notice else None)
        attempt, retry_after = self._sent(reference, notice, now())
        delivery = self.deliveries.record(reference, attempt, now(), retry_after)
        outcome = Outcome.of(delivery)
        log.info(
            "webhook attempted",
            mga=reference.mga,
            request_id=reference.request_id,
            answer=attempt.status or attempt.error,
            outcome=outcome.outcome,
        )
        return outcome

    def _sent(self, reference: DeliveryReference, notice: Notice, at: datetime) -> tuple[Attempt, int]:
        try:
            target = Target.parse(notice.url)
            secrets = self.secrets.live(reference.mga)
            signed = signatures.headers(reference.request_id, at, notice.body, secrets)
            answered: Answered = post(target, {"Content-Type": "application/json", **signed}, notice.body)
        except NoSecretError:
            return attempted(at, error="This MGA has no webhook secret to sign with."), 0
        except (InvalidWebhookUrl, NoAnswer) as refusal:
            return attempted(at, error=str(refusal)), 0
        return attempted(at, status=answered.status), answered.retry_after


def start(reference: DeliveryReference, machine: DeliveryMachine) -> None:
    """Start the delivery that a transaction has just recorded; where that fails, the sweep starts it."""
    try:
        machine.start(reference)
    except (ClientError, BotoCoreError) as fault:
        reason = f"{type(fault).__name__}: {fault}"
        log.error("webhook not started", mga=reference.mga, request_id=reference.request_id, reason=reason)


def resume(mga: str, request_id: str, deliveries: DeliveryStore, machine: DeliveryMachine) -> bool:
    """Start an overdue delivery again where it stopped; false where it is not overdue."""
    taken = deliveries.take_over(mga, request_id)
    if taken is None:
        return False
    machine.start(*taken)
    log.info("webhook resumed", mga=mga, request_id=request_id)
    return True
