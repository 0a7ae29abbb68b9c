from typing import Any

from faktura.capture.requests.notice_service import NoticeService
from faktura.capture.webhooks.delivery import DeliveryReference
from faktura.core.task import task


@task
def handler(reference: DeliveryReference, deliveries: NoticeService) -> dict[str, Any]:
    """Make the attempt that is due. The result says whether the workflow ends, or calls again in so many seconds."""
    return deliveries.attempt(reference).model_dump(by_alias=True)
