"""The workflow that delivers a webhook: an execution for each delivery, and another each time the sweep resumes it."""

import re
from hashlib import sha256

from faktura.capture.webhooks.delivery import DeliveryReference
from faktura.core.workflow import Workflow

_READABLE_LENGTH = 36
"""How many characters of the request's id a name shows: all of a UUID. A name has at most 80 characters."""


class DeliveryWorkflow(Workflow):
    """The state machine of `workflows/webhook_delivery.asl.yaml`."""

    SETTING = "WEBHOOK_MACHINE"

    def __init__(self, arn: str) -> None:
        self._arn = arn  # its client is made on first use: a function that takes in documents seldom starts a webhook

    def start(self, reference: DeliveryReference, resumption: str = "") -> None:
        """Start the delivery. A second call does nothing unless it has another `resumption`."""
        self.execute(execution_name(reference, resumption), reference)


def execution_name(reference: DeliveryReference, resumption: str = "") -> str:
    """The name of a delivery's execution: unique, and it begins with the request's id so that operators find it."""
    readable = re.sub(r"[^A-Za-z0-9-]", "-", reference.request_id)[:_READABLE_LENGTH]
    digest = sha256(f"{reference.mga}\n{reference.request_id}".encode()).hexdigest()[:16]
    return "-".join(filter(None, [readable, digest, str(reference.delivery), resumption]))
