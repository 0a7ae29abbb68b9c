from faktura.capture.request_store import RequestStore
from faktura.capture.requests import OverdueRequest
from faktura.capture.webhooks.delivery import resume, start
from faktura.capture.webhooks.machine import DeliveryMachine
from faktura.capture.webhooks.store import DeliveryStore
from faktura.core.task import task


@task
def handler(
    overdue: OverdueRequest, requests: RequestStore, deliveries: DeliveryStore, webhooks: DeliveryMachine
) -> None:
    """Fail an overdue request, or resume the delivery of its webhook; what has moved in the meantime stays as it is."""
    if overdue.owing == "webhook":
        resume(overdue.mga, overdue.request_id, deliveries, webhooks)
    elif (failed := requests.fail_overdue(overdue)) and failed.webhook_url:
        start(failed.delivery, webhooks)
