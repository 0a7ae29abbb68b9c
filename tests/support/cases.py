"""Requests of providers and partners, and the parts of their responses."""

from collections.abc import Mapping
from typing import Any

from tests.support.builders import http_event, provider_invoice
from tests.support.deployment import Deployment, Reply

SCOPES = ("cases:write", "cases:read")
GUIDS = tuple(f"734b0739-7dfe-4f6e-a2a7-6a287145830{n}" for n in range(10))


class Client:
    """A provider or a partner, by the claims in `context`; its token is made once."""

    def __init__(self, faktura: Deployment, **context: str) -> None:
        self._faktura = faktura
        self._token = faktura.token("client", SCOPES, **context)

    def put_case(self, guid: str = GUIDS[0], partner: str = "one", **more: Any) -> Reply:
        return self.send("put_case", "PUT", f"/api/v2/cases/{guid}", {"partnerId": partner, **more}, guid=guid)

    def get_case(self, guid: str = GUIDS[0]) -> Reply:
        return self.send("get_case", "GET", f"/api/v2/cases/{guid}", b"", guid=guid)

    def report(self, *invoices: Any, **terms: Any) -> Reply:
        return self.send("upsert_invoices", "POST", "/api/v2/invoices", list(invoices), **terms)

    def find(self, filters: Mapping[str, Any] | None = None, **pagination: Any) -> Reply:
        body = {"filters": filters or {}, "pagination": pagination}
        return self.send("find_invoices", "POST", "/api/v2/invoices/find", body)

    def found(self, filters: Mapping[str, Any] | None = None, **pagination: Any) -> tuple[list[str], int]:
        """The external ids on the page, and the count."""
        reply = self.find(filters, **pagination)
        assert reply.status == 200, reply.text
        return [one["externalId"] for one in reply.json["data"]], reply.json["pagination"]["count"]

    def send(self, function: str, method: str, path: str, body: Any, **terms: Any) -> Reply:
        return self._faktura.request(f"cases.{function}", self.event(method, path, body, **terms))

    def event(self, method: str, path: str, body: Any, **terms: Any) -> dict[str, Any]:
        """A request of this client that a test can send itself."""
        return http_event(method, path, body, self._token, **terms)


def invoice(number: int, **changes: Any) -> dict[str, Any]:
    """An invoice of the first case with the number as its external id."""
    return provider_invoice(**{"externalId": str(number), "guid": GUIDS[0], **changes})


def message(reply: Reply) -> str:
    """The message of an error, whose body must have the documented fields."""
    assert set(reply.json) == {"error", "details"}
    assert set(reply.json["error"]) == {"message"}
    return str(reply.json["error"]["message"])
