"""Traffic of invoice capture: e-invoices in calls and uploads, with and without webhooks, of one MGA."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import requests
from standardwebhooks.webhooks import Webhook

from faktura.capture.webhooks.signature import encoded_secret
from faktura.core import json
from faktura.core.attributes import marshalled
from local.demo_clients import WEBHOOK_SECRET
from tests.support.capture.e_invoices import cii, hybrid
from tests.support.endurance.background import await_quietly
from tests.support.endurance.items import objects
from tests.support.endurance.world import World
from tests.support.local.capture import OWNER, url
from tests.support.receivers import Received

SCOPES = ("invoice:process", "invoice:lookup", "customer:write", "invoice:review")
_CUSTOMERS = 5


class InsurerTraffic:
    """One MGA. `sent` has the invoice number of each request that was accepted, by the request's id."""

    def __init__(self, world: World, name: str) -> None:
        self._world, self.mga = world, name
        self._calls = world.client("capture", f"mga-{name}", SCOPES, mga_id=name, practices="*")
        self.sent: dict[str, str] = {}
        self.notified: set[str] = set()
        self._files = 0
        self._seal_webhook_secret()

    def step(self) -> None:
        """Store a customer, and send its invoice in a call or by an upload."""
        chance, customer = self._calls.chance, f"c{self._calls.chance.randrange(_CUSTOMERS)}"
        self._calls.call("PUT", f"/api/v1/customers/{customer}", json=OWNER)
        self._files += 1
        number = f"{self.mga}-{self._files}"
        webhook = {"webhookUrl": url(self._world.receiver)} if chance.random() < 0.6 else {}
        send = self._upload if chance.random() < 0.3 else self._process
        if request_id := send(customer, number, webhook):
            self.sent[request_id] = number
            self.notified |= {request_id} if webhook else set()

    def settle(self) -> None:
        """Wait until every request has ended and every webhook is delivered."""
        await_quietly(lambda: all(map(self._is_over, self._listed())), seconds=400)

    def findings(self) -> list[str]:
        """Where requests, webhooks or files are wrong."""
        listed = {one["requestId"]: one for one in self._listed()}
        found = [f"{one}: the accepted request is not listed" for one in sorted(self.sent.keys() - listed.keys())]
        found += [
            f"{one}: nobody was told of this request, and it is {listed[one]['status']}"
            for one in sorted(listed.keys() - self.sent.keys())
            if listed[one]["status"] != "failed"
        ]
        for request_id in sorted(self.sent.keys() & listed.keys()):
            found += self._request_findings(request_id)
        completed = Counter(self.sent.values())
        found += [f"{number} was accepted {count} times" for number, count in completed.items() if count > 1]
        return found + self._webhook_findings() + self._file_findings(set(listed))

    def _process(self, customer: str, number: str, webhook: dict[str, str]) -> str:
        path, files = f"/api/v1/invoice/{customer}/process", {"invoice": ("i.xml", cii(number))}
        answer = self._calls.create("POST", path, files=files, data=webhook)
        if answer.status not in (200, 202):
            self._calls.tally.report(f"{number} was answered {answer.status}: {answer.response.text[:200]}")
            return ""
        return str(answer.response.json()["requestId"])

    def _upload(self, customer: str, number: str, webhook: dict[str, str]) -> str:
        """Upload a PDF, as a browser does. The queue may deliver its arrival twice."""
        body = {"contentType": "application/pdf", "mode": "process", **webhook}
        form = self._calls.create("POST", f"/api/v1/invoice/{customer}/uploads", json=body).response.json()
        file = {"file": ("i.pdf", hybrid(cii(number)))}
        stored = requests.post(form["url"], data=form["fields"], files=file, timeout=60)
        if stored.status_code != 201:
            self._calls.tally.report(f"{number}: its upload was answered {stored.status_code}")
        return str(form["requestId"])

    def _state(self, request_id: str) -> dict[str, Any]:
        state: dict[str, Any] = json.loads(self._calls.read(f"/api/v1/requests/{request_id}").content)
        return state

    def _listed(self) -> list[dict[str, Any]]:
        return list(self._calls.listed("/api/v1/requests", limit=200))

    def _is_over(self, entry: dict[str, Any]) -> bool:
        if entry["status"] not in ("completed", "failed"):
            return False
        state = self._state(entry["requestId"]) if entry["requestId"] in self.notified else {}
        return bool(state.get("webhook", {}).get("state") != "pending")

    def _request_findings(self, request_id: str) -> list[str]:
        state, number = self._state(request_id), self.sent[request_id]
        if state["status"] != "completed":
            return [f"{number}: {request_id} is {state['status']}: {state.get('error')}"]
        found = []
        if state["data"]["invoiceNumber"] != number:
            found.append(f"{number}: {request_id} has the number {state['data']['invoiceNumber']}")
        if request_id in self.notified and state["webhook"]["state"] != "delivered":
            found.append(f"{number}: the webhook of {request_id} is {state['webhook']['state']}")
        return found

    def _webhook_findings(self) -> list[str]:
        """Each request has its webhook, with a signature; no other has one; copies are alike."""
        bodies: dict[str, set[bytes]] = {}
        found = []
        for one in list(self._world.receiver.received):
            body = json.loads(one.body)
            if body["requestId"] in self.sent:
                bodies.setdefault(body["requestId"], set()).add(one.body)
                found += _signature_findings(body["requestId"], one)
        found += [f"{one}: its webhook has not arrived" for one in sorted(self.notified - bodies.keys())]
        found += [f"{one}: a webhook that nobody asked for" for one in sorted(bodies.keys() - self.notified)]
        return found + [f"{one}: its webhooks differ" for one, copies in sorted(bodies.items()) if len(copies) > 1]

    def _file_findings(self, listed: set[str]) -> list[str]:
        """Each file belongs to a request, and each completed request has its original."""
        keys = [key for key in objects(self._world.stack, "CaptureBucket") if key.split("/")[1] == self.mga]
        found = [f"{key}: the file has no request" for key in keys if key.split("/")[2] not in listed]
        originals = {key.split("/")[2] for key in keys if key.split("/")[0] in ("originals", "uploads")}
        return found + [f"{one}: the request has no file" for one in sorted(self.sent.keys() - originals)]

    def _seal_webhook_secret(self) -> None:
        """As the operator's command does."""
        stack = self._world.stack
        terms = {"KeyId": stack.physical("CaptureWebhookKey"), "EncryptionContext": {"mga": self.mga}}
        sealed = stack.client("kms").encrypt(Plaintext=WEBHOOK_SECRET.encode(), **terms)["CiphertextBlob"]
        item = marshalled({"mga": self.mga, "record": "webhook-secrets", "secrets": [sealed]})
        stack.client("dynamodb").put_item(TableName=stack.physical("CaptureTable"), Item=item)


def _signature_findings(request_id: str, received: Received) -> list[str]:
    """Whether the signature is right. Receivers also judge its age, which here is that of the round."""
    headers = received.headers
    sent_at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    expected = Webhook(encoded_secret(WEBHOOK_SECRET)).sign(headers["webhook-id"], sent_at, received.body.decode())
    is_signed = expected in headers["webhook-signature"].split()
    return [] if is_signed else [f"{request_id}: its webhook does not verify"]
