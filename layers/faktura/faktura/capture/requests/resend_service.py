"""Sending the webhook of an ended request again."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from faktura.capture.errors import NoWebhook, RequestNotCompleted
from faktura.capture.requests.end_service import EndService
from faktura.capture.requests.errors import WebhookNotStarted
from faktura.capture.requests.request import RequestKey
from faktura.capture.requests.request_store import RequestStore
from faktura.capture.schemas import WebhookResent
from faktura.capture.webhooks.delivery import Delivery, DeliveryReference
from faktura.capture.webhooks.delivery_store import DeliveryStore
from faktura.core.auth import Caller
from faktura.core.clock import now
from faktura.core.dynamo import Write, retry_on_conflict, transact
from faktura.core.observability import log, set_correlation_id
from faktura.core.request import Request

ExtraWrites = Callable[[WebhookResent], Sequence[Write]]


@dataclass(frozen=True)
class ResendService:
    """Begins another delivery of a webhook."""

    requests: RequestStore
    deliveries: DeliveryStore
    ends: EndService

    @classmethod
    def from_settings(cls) -> "ResendService":
        """With the stores that the template names."""
        return cls(RequestStore.from_settings(), DeliveryStore.from_settings(), EndService.from_settings())

    def resend(self, key: RequestKey, request: Request, extra_writes: ExtraWrites) -> WebhookResent:
        """Begin and start the next delivery. It is stored in one transaction with `extra_writes`.

        `NoSuchRequest` if the caller may not see the request; `NoWebhook` if it has no webhook; `RequestNotCompleted`
        if it has not ended. A delivery that cannot be started is started by the sweep.
        """
        reference, resent = retry_on_conflict(lambda: self._next(key, request.caller, extra_writes))
        set_correlation_id(key.request_id)
        with suppress(WebhookNotStarted):
            self.ends.start(reference)
        log.info("webhook sent again", mga=key.mga, request_id=request.id)
        return resent

    def _next(
        self, key: RequestKey, caller: Caller, extra_writes: ExtraWrites
    ) -> tuple[DeliveryReference, WebhookResent]:
        item = self.requests.visible_item(key, caller)
        if "webhookUrl" not in item:
            raise NoWebhook
        if "webhook" not in item:
            raise RequestNotCompleted
        delivery = Delivery.of(item).next()
        resent = WebhookResent(request_id=key.request_id, status=item["state"], webhook=delivery.shown())
        transact([self.deliveries.storing(item, delivery, now()), *extra_writes(resent)])
        return DeliveryReference(mga=key.mga, request_id=key.request_id, delivery=delivery.number), resent
