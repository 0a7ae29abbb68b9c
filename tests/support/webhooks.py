"""Helpers for tests of webhooks: ended requests, receivers, deliveries, and passing time."""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import time_machine

from faktura.capture.webhooks.delivery import DELIVERY_UPDATE, DeliveryReference, first_delivery
from faktura.capture.webhooks.secret_store import SecretStore
from faktura.core.aws import client
from faktura.core.clock import now
from faktura.core.dynamo import Table, transact
from local.demo_clients import WEBHOOK_SECRET
from tests.support.builders import http_event
from tests.support.deployment import Deployment, Reply
from tests.support.workflow import Execution, TaskCall

WORKFLOW = Path(__file__).parents[2] / "workflows" / "webhook_delivery.asl.yaml"
BODY = b'{"requestId":"r1","status":"completed","completedAt":"2026-11-26T01:00:00.000Z","data":{"totalAmount":1.10}}'
BEGIN = datetime(2026, 11, 26, 1, tzinfo=UTC)
EXPIRES = Decimal(int((BEGIN + timedelta(days=365)).timestamp()))


def told(body: bytes) -> Any:
    """What a webhook tells of a request, without what is only in its state."""
    return {name: value for name, value in json.loads(body).items() if name not in ("beganAt", "review")}


SCOPES = ("invoice:process", "invoice:lookup", "customer:write")


@dataclass
class Mga:
    """An MGA whose requests end and whose webhooks are delivered, with a clock of its own."""

    faktura: Deployment
    name: str = "alpha"
    clock: Any = None
    waited: list[int] = field(default_factory=list)

    def ended(self, url: str | None, request_id: str = "r1", body: bytes = BODY, state: str = "completed") -> None:
        """Store a request of this MGA that has just ended, by the update that ends it."""
        self.begun(url, request_id)
        values = {":state": state, ":response": zlib.compress(body)}
        update = "SET #state = :state, #response = :response"
        if url is not None:
            update, values = f"{update}, {DELIVERY_UPDATE}", values | first_delivery(now(), EXPIRES)
        else:
            update += " REMOVE unfinished, deadline"
        key, names = self._key(request_id), {"#state": "state", "#response": "response"}
        transact([self.table.updating(key, update, values, ExpressionAttributeNames=names)])

    def begun(self, url: str | None, request_id: str = "r1") -> None:
        item = {**self._key(request_id), "requestId": request_id, "state": "processing", "customerId": "c1"}
        item |= {"mode": "lookup", "practices": ["*"], "beganAt": now().isoformat()}
        item |= {"webhookUrl": url} if url is not None else {}
        self.table.put({**item, "unfinished": "request", "deadline": 0, "expiresAt": EXPIRES})

    def item(self, request_id: str = "r1") -> dict[str, Any]:
        return self.table.get(self._key(request_id)) or {}

    def attempts(self, request_id: str = "r1") -> list[Any]:
        """Each attempt's status or error."""
        return [kept.get("status", kept.get("error")) for kept in self.item(request_id)["webhookAttempts"]]

    def execution(self, request_id: str = "r1", delivery: int = 1) -> Execution:
        document = {"mga": self.name, "requestId": request_id, "delivery": delivery}
        return Execution(WORKFLOW, document, Random(1), wait=self.passes)

    def deliver(self, request_id: str = "r1", delivery: int = 1) -> Execution:
        """Run one execution to its end."""
        execution = self.execution(request_id, delivery)
        while execution.status == "RUNNING":
            execution.step(self.invoke)
        return execution

    def invoke(self, call: TaskCall) -> Any:
        assert call.function == "DeliverWebhook"
        return self.faktura.call("capture.deliver_webhook", call.document)

    def passes(self, seconds: float) -> None:
        self.waited.append(int(seconds))
        self.clock.shift(timedelta(seconds=seconds))

    @property
    def token(self) -> str:
        return self.faktura.token(f"mga-{self.name}", SCOPES, mga_id=self.name, practices="*")

    def resend(self, request_id: str = "r1", token: str = "", **headers: str) -> Reply:
        path = f"/api/v1/requests/{request_id}/webhook"
        event = http_event("POST", path, token=token or self.token, headers=headers, requestId=request_id)
        return self.faktura.request("capture.resend_webhook", event)

    def shown(self, request_id: str = "r1") -> Any:
        """The request as a `GET` shows it."""
        event = http_event("GET", f"/api/v1/requests/{request_id}", token=self.token, requestId=request_id)
        return self.faktura.request("capture.get_request", event).json

    def has_secrets(self, *secrets: str) -> None:
        """Give the MGA these secrets, the newest last."""
        secrets_store = SecretStore(self.table, self.faktura.stack.physical["CaptureWebhookKey"])
        secrets_store.replace(self.name, secrets[0])
        for secret in secrets[1:]:
            secrets_store.rotate(self.name, secret)

    def started(self) -> list[tuple[str, str]]:
        """Name and input of each execution that was started."""
        arn = self.faktura.stack.physical["CaptureWebhookDelivery"]
        found = client("stepfunctions").list_executions(stateMachineArn=arn)["executions"]
        described = [client("stepfunctions").describe_execution(executionArn=one["executionArn"]) for one in found]
        return sorted((one["name"], one["input"]) for one in described)

    def reference(self, request_id: str = "r1", delivery: int = 1) -> DeliveryReference:
        return DeliveryReference(mga=self.name, request_id=request_id, delivery=delivery)

    @property
    def table(self) -> Table:
        return Table(self.faktura.stack.physical["CaptureTable"])

    def _key(self, request_id: str) -> dict[str, str]:
        return {"mga": self.name, "record": f"request#{request_id}"}


@contextmanager
def mga(faktura: Deployment) -> Iterator[Mga]:
    """The MGA alpha with the local stack's secret. Its receivers are on loopback; its clock moves when it waits."""
    faktura.variables["LOOPBACK_ALLOWED"] = "yes"
    try:
        with time_machine.travel(BEGIN, tick=False) as clock:
            alpha = Mga(faktura, clock=clock)
            alpha.has_secrets(WEBHOOK_SECRET)
            yield alpha
    finally:
        del faktura.variables["LOOPBACK_ALLOWED"]


def gaps(attempts: Sequence[Mapping[str, Any]]) -> list[float]:
    """Seconds between attempts."""
    moments = [datetime.fromisoformat(one["at"]) for one in attempts]
    return [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
