from collections.abc import Sequence

from faktura.capture.api import api
from faktura.capture.errors import NoWebhook, RequestNotCompleted, RequestNotFound
from faktura.capture.requests.request import RequestKey, path_of
from faktura.capture.webhooks.delivery import WebhookResent
from faktura.capture.webhooks.delivery_store import DeliveryStore, Resent
from faktura.capture.webhooks.machine import DeliveryMachine
from faktura.capture.webhooks.starting import start
from faktura.core.auth import Caller
from faktura.core.dynamo import Write
from faktura.core.idempotency import Idempotency
from faktura.core.observability import log, set_correlation_id
from faktura.core.request import Request
from faktura.core.response import Accepted


@api.post(
    "/api/v1/requests/{requestId}/webhook",
    scope="invoice:process",
    implied_by="invoice:lookup",
    raises=[NoWebhook, RequestNotFound, RequestNotCompleted],
)
def handler(
    key: RequestKey,
    caller: Caller,
    request: Request,
    idempotency: Idempotency,
    deliveries: DeliveryStore,
    machine: DeliveryMachine,
) -> Accepted[WebhookResent]:
    """Send the webhook of a request that has ended once more, whatever became of it before."""

    def answer(resent: Resent) -> Accepted[WebhookResent]:
        body = WebhookResent(request_id=key.request_id, status=resent.state, webhook=resent.webhook)
        return Accepted(body, at=path_of(key.request_id))

    def keeping(resent: Resent) -> Sequence[Write]:
        return idempotency.writes_recording(answer(resent))

    resent = deliveries.resend(key, caller, keeping)
    set_correlation_id(key.request_id)
    start(resent.reference, machine)
    log.info("webhook sent again", mga=key.mga, request_id=request.id)
    return answer(resent)
