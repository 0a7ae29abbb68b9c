from faktura.capture.api import api
from faktura.capture.errors import NoSuchRequest, NoWebhook, RequestNotCompleted
from faktura.capture.requests.request import RequestKey, path_of
from faktura.capture.requests.resend_service import ResendService
from faktura.capture.schemas import WebhookResent
from faktura.core.idempotency import Idempotency
from faktura.core.request import Request
from faktura.core.response import Accepted


@api.post(
    "/api/v1/requests/{requestId}/webhook",
    scope="invoice:process",
    implied_by="invoice:lookup",
    raises=[NoWebhook, NoSuchRequest, RequestNotCompleted],
)
def handler(
    key: RequestKey, request: Request, idempotency: Idempotency, webhooks: ResendService
) -> Accepted[WebhookResent]:
    """Send the webhook of an ended request again, whether or not it was delivered before."""

    def accepted(resent: WebhookResent) -> Accepted[WebhookResent]:
        return Accepted(resent, at=path_of(key.request_id))

    return accepted(webhooks.resend(key, request, lambda resent: idempotency.writes_recording(accepted(resent))))
