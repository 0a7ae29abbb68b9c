"""Calls of the review API for the integration tests."""

from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from tests.support.builders import http_event
from tests.support.deployment import Deployment, Reply

REVIEWER = ("invoice:process", "invoice:lookup", "invoice:review")
IDA = {"userId": 7, "firstName": "Ida", "lastName": "Bell"}
BEN = {"userId": 8, "firstName": "Ben", "lastName": "Moss"}


def reviewer(faktura: Deployment, name: str = "alpha", **terms: Any) -> str:
    """The token of a reviewer of an MGA."""
    scopes = terms.pop("scopes", REVIEWER)
    context = {"mga_id": name, "practices": "*", "user": IDA, **terms}
    return faktura.token(
        terms.get("client", f"person-{name}"), scopes, **{k: v for k, v in context.items() if k != "client" and v}
    )


def listed(faktura: Deployment, token: str | None = None, **query: Any) -> Reply:
    event = http_event("GET", "/api/v1/requests", b"", token or reviewer(faktura))
    event["multiValueQueryStringParameters"] = {name.rstrip("_"): [str(value)] for name, value in query.items()}
    return faktura.request("capture.list_requests", event)


def next_page(faktura: Deployment, reply: Reply, token: str | None = None) -> Reply | None:
    """The page that the `Link` of a page leads to."""
    if "Link" not in reply.headers:
        return None
    query = parse_qs(urlsplit(reply.headers["Link"].split(">")[0]).query)
    return listed(faktura, token, **{name: values[0] for name, values in query.items()})


def picture(faktura: Deployment, request_id: str, page: Any = 1, token: str | None = None) -> Reply:
    path = f"/api/v1/requests/{quote(request_id)}/pages/{page}"
    event = http_event("GET", path, b"", token or reviewer(faktura), requestId=request_id, page=str(page))
    return faktura.request("capture.get_page", event)


def words(faktura: Deployment, request_id: str, page: Any = 1, token: str | None = None) -> Reply:
    path = f"/api/v1/requests/{quote(request_id)}/pages/{page}/words"
    event = http_event("GET", path, b"", token or reviewer(faktura), requestId=request_id, page=str(page))
    return faktura.request("capture.get_words", event)


def reviewing(faktura: Deployment, request_id: str, body: Any, token: str | None = None, **headers: str) -> Any:
    """The event of a review."""
    path = f"/api/v1/requests/{quote(request_id)}/review"
    return http_event("POST", path, body, token or reviewer(faktura), headers, requestId=request_id)


def review(faktura: Deployment, request_id: str, token: str | None = None, **terms: Any) -> Reply:
    headers = terms.pop("headers", {})
    body = {"decision": "approve", "revision": 0, **terms}
    return faktura.request("capture.review_request", reviewing(faktura, request_id, body, token, **headers))


def accuracy(faktura: Deployment, token: str | None = None, **query: str) -> Reply:
    event = http_event("GET", "/api/v1/capture/accuracy", b"", token or reviewer(faktura))
    event["multiValueQueryStringParameters"] = {name.rstrip("_"): [value] for name, value in query.items()}
    return faktura.request("capture.get_accuracy", event)
