"""The workflow that delivers a webhook: one execution for each delivery, and one more where a sweep resumes it."""

import re
from hashlib import sha256

from botocore.exceptions import ClientError

from faktura.capture.webhooks.delivery import DeliveryReference
from faktura.core import json
from faktura.core.aws import client
from faktura.core.settings import setting

_READABLE = 36
"""Characters of the request's id in a name, which has at most 80: all of an UUID."""


class DeliveryMachine:
    """The state machine of `workflows/webhook_delivery.asl.yaml`."""

    def __init__(self, arn: str) -> None:
        self._arn = arn
        client("stepfunctions")

    @classmethod
    def from_settings(cls) -> "DeliveryMachine":
        """The machine the template names."""
        return cls(setting("WEBHOOK_MACHINE"))

    def start(self, reference: DeliveryReference, resumption: str = "") -> None:
        """Let the delivery be made; again is the same, but for another `resumption`."""
        name, document = execution_name(reference, resumption), json.dumps(reference).decode()
        try:
            client("stepfunctions").start_execution(stateMachineArn=self._arn, name=name, input=document)
        except ClientError as fault:
            if fault.response["Error"]["Code"] != "ExecutionAlreadyExists":
                raise


def execution_name(reference: DeliveryReference, resumption: str = "") -> str:
    """The same for the same delivery, different for any other, and to be read by who looks for a request's."""
    readable = re.sub(r"[^A-Za-z0-9-]", "-", reference.request_id)[:_READABLE]
    digest = sha256(f"{reference.mga}\n{reference.request_id}".encode()).hexdigest()[:16]
    return "-".join(filter(None, [readable, digest, str(reference.delivery), resumption]))
