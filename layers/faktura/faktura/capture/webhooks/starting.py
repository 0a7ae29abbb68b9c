"""Starting the delivery of a webhook: by whoever ended its request, by who sends it again, and by the sweep."""

from botocore.exceptions import BotoCoreError, ClientError

from faktura.capture.webhooks.delivery import DeliveryReference
from faktura.capture.webhooks.delivery_store import DeliveryStore
from faktura.capture.webhooks.machine import DeliveryMachine
from faktura.core.observability import log, reason_of


def start(reference: DeliveryReference, machine: DeliveryMachine) -> None:
    """Start the delivery that a transaction has just recorded; where that fails, the sweep starts it."""
    try:
        machine.start(reference)
    except (ClientError, BotoCoreError) as fault:
        reason = reason_of(fault)
        log.error("webhook not started", mga=reference.mga, reason=reason)


def resume(mga: str, request_id: str, deliveries: DeliveryStore, machine: DeliveryMachine) -> bool:
    """Start an overdue delivery again where it stopped; false where it is not overdue."""
    taken = deliveries.take_over(mga, request_id)
    if taken is None:
        return False
    machine.start(*taken)
    log.info("webhook resumed", mga=mga)
    return True
