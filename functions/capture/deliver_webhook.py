from typing import Any

from faktura.capture.webhooks.delivery import DeliveryReference
from faktura.capture.webhooks.delivery_service import Delivering
from faktura.core.task import task


@task
def handler(reference: DeliveryReference, delivering: Delivering) -> dict[str, Any]:
    """Make the attempt that is due, and say whether the workflow ends or comes again in so many seconds."""
    return delivering.attempt(reference).model_dump(by_alias=True)
