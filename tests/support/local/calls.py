"""Calls of the running product, as its users make them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from faktura.access.client import Client, digest
from faktura.core.attributes import marshalled
from local.demo_clients import SECRET
from tests.support.local.stacks import Served, eventually


class FromAddress(HTTPAdapter):
    """Connects from one of loopback's many addresses: wrong secrets block an address for a minute."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *terms: Any, **rest: Any) -> None:
        super().init_poolmanager(*terms, **rest, source_address=(self._address, 0))


@dataclass
class Caller:
    """One demo client of a running stack. It gets its token once."""

    stack: Served
    client_id: str
    _token: str = field(default="", repr=False)

    @property
    def token(self) -> str:
        if not self._token:
            self._token = token_of(self.stack, self.client_id)
        return self._token

    def call(self, method: str, path: str, **terms: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}", **terms.pop("headers", {})}
        return requests.request(method, self.stack.url + path, headers=headers, timeout=40, **terms)

    def push(self, *invoices: Any, **terms: Any) -> requests.Response:
        return self.call("POST", "/api/data-on-demand/invoices", json={"invoices": invoices}, **terms)

    def bind(self, customer_id: str, **owner: str) -> requests.Response:
        return self.call("PUT", f"/api/v1/customers/{customer_id}", json=owner)

    def look_up(self, customer_id: str, number: str) -> requests.Response:
        return self.call("GET", f"/api/v1/invoice/{customer_id}/lookup/{number}")

    def process(self, customer_id: str, file: bytes, name: str = "invoice.jpg", **terms: Any) -> requests.Response:
        path = f"/api/v1/invoice/{customer_id}/process"
        return self.call("POST", path, files={"invoice": (name, file)}, **terms)

    def processed(self, customer_id: str, file: bytes, name: str = "invoice.jpg", **terms: Any) -> requests.Response:
        """The answer to a document, or the ended request if a busy machine took longer than the caller waits."""
        answer = self.process(customer_id, file, name, **terms)
        if answer.status_code != 202:
            return answer
        request = urlsplit(answer.headers["Location"]).path
        return eventually(lambda: _ended(self.call("GET", request)), seconds=120)  # type: ignore[no-any-return]


def _ended(answer: requests.Response) -> requests.Response | None:
    return answer if answer.json()["status"] in ("completed", "failed") else None


def registered(stack: Served, client_id: str, scopes: Sequence[str], **context: Any) -> Caller:
    """Register a new client like the demo clients."""
    client = Client(client_id=client_id, secret_digests=(digest(SECRET),), scopes=tuple(scopes), context=context)
    item = marshalled(client.model_dump(by_alias=True, mode="json"))
    stack.client("dynamodb").put_item(TableName=stack.physical("ClientTable"), Item=item)
    return Caller(stack, client_id)


def token_of(stack: Served, client_id: str) -> str:
    answer = requests.post(
        f"{stack.url}/oauth/token", {"grant_type": "client_credentials"}, auth=(client_id, SECRET), timeout=40
    )
    return str(answer.json()["access_token"])
