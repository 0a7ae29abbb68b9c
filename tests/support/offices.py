"""Calls the endpoints of client billing as one client of an office."""

import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module
from re import findall, fullmatch
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.support.builders import http_event
from tests.support.deployment import Deployment, Reply
from tests.support.faults.calls import Call

READING = ("invoices:read", "payments:read")
CLERICAL = (*READING, "invoices:write", "payments:write")
EVERYTHING = (*CLERICAL, "numbering:audit", "tags:immigration")
SHIGERU = {"userId": 1, "firstName": "Shigeru", "lastName": "Miyamoto"}
CLARA = {"userId": 2, "firstName": "Clara", "lastName": "Clerk"}

DACA = {"serviceId": 1, "name": "DACA", "description": "Prepared the documents", "quantity": 1, "rate": 40}
BILLED = {"lineItems": [DACA], "totalCharged": 40, "billTo": "Jane Doe", "clients": [7], "status": "open"}
EXCEEDED = "Invoice and donation amount exceed the total payment amount."


@dataclass(frozen=True)
class Route:
    """One endpoint, the scope it needs, and a body that it accepts once invoice 1 and payment 1 are there."""

    method: str
    path: str
    scope: str
    body: Mapping[str, Any] | None = None

    @property
    def writes(self) -> bool:
        return self.method != "GET"

    @property
    def variables(self) -> list[str]:
        return findall(r"{(\w+)}", self.path)

    def filled(self, **variables: Any) -> str:
        return self.path.format(**variables)


ROUTES: Mapping[str, Route] = {
    "create_invoice": Route("POST", "/api/invoices", "invoices:write"),
    "get_invoice": Route("GET", "/api/invoices/{invoiceId}", "invoices:read"),
    "update_invoice": Route("PATCH", "/api/invoices/{invoiceId}", "invoices:write", {"clientNote": "changed"}),
    "download_invoice": Route("GET", "/api/invoices/{invoiceId}/pdfs", "invoices:read"),
    "download_receipt": Route("GET", "/api/payments/{paymentId}/receipts", "payments:read"),
    "list_client_invoices": Route("GET", "/api/clients/{clientId}/invoices", "invoices:read"),
    "list_detached_invoices": Route("GET", "/api/detached-invoices", "invoices:read"),
    "search_invoices": Route("GET", "/api/invoices", "invoices:read"),
    "audit_numbering": Route("GET", "/api/numbering/audit", "numbering:audit"),
    "report_outstanding_invoices": Route("GET", "/api/reports/outstanding-invoices", "invoices:read"),
    "create_payment": Route(
        "POST",
        "/api/payments",
        "payments:write",
        {"paymentDate": "2020-10-01", "paymentAmount": 5, "paymentType": "cash"},
    ),
    "get_payment": Route("GET", "/api/payments/{paymentId}", "payments:read"),
    "update_payment": Route("PATCH", "/api/payments/{paymentId}", "payments:write", {"payerName": "changed"}),
    "delete_payment": Route("DELETE", "/api/payments/{paymentId}", "payments:write"),
    "list_client_payments": Route("GET", "/api/clients/{clientId}/payments", "payments:read"),
    "list_invoice_payments": Route("GET", "/api/invoices/{invoiceId}/payments", "payments:read"),
    "list_detached_payments": Route("GET", "/api/detached-payments", "payments:read"),
}

"""The invoices and payments of an office."""

EXPORTS: Mapping[str, Route] = {
    "create_export": Route(
        "POST", "/api/exports", "invoices:read", {"format": "CSV", "dateFrom": "2026-01-01", "dateTo": "2026-12-31"}
    ),
    "list_exports": Route("GET", "/api/exports", "invoices:read"),
    "get_export": Route("GET", "/api/exports/{exportId}", "invoices:read"),
}
"""The files made of them: they are created by whoever may read, and their ids are texts."""

_ALL = {**ROUTES, **EXPORTS}


class OfficeDesk:
    """One client of an office with its token. Keywords are the query; a body that is not bytes is sent as JSON."""

    def __init__(
        self,
        faktura: Deployment,
        office: str = "main",
        scopes: Iterable[str] = EVERYTHING,
        client_id: str = "office",
        user: Mapping[str, Any] | None = SHIGERU,
    ) -> None:
        self.faktura = faktura
        context = {"office": office, "user": user}
        self.token = faktura.token(
            client_id, tuple(scopes), **{name: value for name, value in context.items() if value is not None}
        )

    def event(
        self,
        function: str,
        body: Any = b"",
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        token: str | None = "",
        **variables: Any,
    ) -> dict[str, Any]:
        """The proxy event of a call; `token` replaces the desk's own, `None` sends none."""
        route = _ALL[function]
        texts = {name: str(value) for name, value in variables.items()}
        sender = self.token if token == "" else token
        event = http_event(route.method, route.filled(**texts), body, sender, headers, **texts)
        event["queryStringParameters"] = dict(query) if query else None
        event["multiValueQueryStringParameters"] = {name: [value] for name, value in query.items()} if query else None
        return event

    def call(self, function: str, body: Any = b"", **terms: Any) -> Reply:
        return self.faktura.request(f"billing.{function}", self.event(function, body, **terms))

    def call_example(self, function: str, **terms: Any) -> Reply:
        """Call an endpoint with its own accepted body, on invoice, payment and client 1."""
        route = _ALL[function]
        variables = dict.fromkeys(route.variables, 1) | {
            name: terms.pop(name) for name in route.variables if name in terms
        }
        return self.call(function, terms.pop("body", route.body or b""), **terms, **variables)

    def at_once(self, function: str, bodies: Iterable[Any], threads: int, **terms: Any) -> list[Reply]:
        """The replies to calls made by `threads` at once."""
        events = [self.event(function, body, **terms) for body in bodies]
        with self.faktura.environment(f"billing.{function}"), ThreadPoolExecutor(threads) as callers:
            handler = import_module(f"billing.{function}").handler
            answers = list(callers.map(lambda event: handler(event, None), events))
        return [Reply(answer["statusCode"], answer["headers"], answer["body"]) for answer in answers]

    def create_invoice(self, **query: str) -> Reply:
        return self.call("create_invoice", query=query)

    def invoice(self, invoice_id: Any, **query: str) -> Reply:
        return self.call("get_invoice", query=query, invoiceId=invoice_id)

    def change_invoice(self, invoice_id: Any, change: Any, **query: str) -> Reply:
        return self.call("update_invoice", change, query=query, invoiceId=invoice_id)

    def invoices_of_client(self, client_id: Any, **query: str) -> Reply:
        return self.call("list_client_invoices", query=query, clientId=client_id)

    def detached_invoices(self, **query: str) -> Reply:
        return self.call("list_detached_invoices", query=query)

    def search(self, **query: str) -> Reply:
        return self.call("search_invoices", query={name.rstrip("_"): value for name, value in query.items()})

    def report(self, **query: str) -> Reply:
        return self.call("report_outstanding_invoices", query=query)

    def create_payment(self, payment: Any, **query: str) -> Reply:
        return self.call("create_payment", payment, query=query)

    def payment(self, payment_id: Any, **query: str) -> Reply:
        return self.call("get_payment", query=query, paymentId=payment_id)

    def change_payment(self, payment_id: Any, change: Any, **query: str) -> Reply:
        return self.call("update_payment", change, query=query, paymentId=payment_id)

    def delete_payment(self, payment_id: Any, **query: str) -> Reply:
        return self.call("delete_payment", query=query, paymentId=payment_id)

    def payments_of_client(self, client_id: Any, **query: str) -> Reply:
        return self.call("list_client_payments", query=query, clientId=client_id)

    def payments_of_invoice(self, invoice_id: Any, **query: str) -> Reply:
        return self.call("list_invoice_payments", query=query, invoiceId=invoice_id)

    def detached_payments(self, **query: str) -> Reply:
        return self.call("list_detached_payments", query=query)

    def priced(self, total: Any = 30, tags: str = "", **fields: Any) -> int:
        """The id of a new open invoice of one line that charges `total`."""
        query = {"tags": tags} if tags else {}
        invoice_id: int = created(self.create_invoice(**query))
        done(self.change_invoice(invoice_id, {"lineItems": [DACA], "totalCharged": total, **fields}, **query))
        return invoice_id

    def paid(self, amount: Any, shares: Mapping[int, Any] | None = None, tags: str = "", **fields: Any) -> int:
        """The id of a new payment that gives `shares` (invoice id → dollars)."""
        query = {"tags": tags} if tags else {}
        return created(self.create_payment(payment_of(amount, shares, **fields), **query))

    def pages(self, function: str, query: Mapping[str, str], **variables: Any) -> Iterator[Reply]:
        """The pages of a list, following the Link headers."""
        reply = done(self.call(function, query=query, **variables))
        yield reply
        while link := reply.headers.get("Link"):
            reply = done(self.call(function, query=query_of(link, ROUTES[function].filled(**variables)), **variables))
            yield reply


def payment_of(amount: Any, shares: Mapping[int, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A payment as it is sent."""
    invoices = [{"invoiceId": invoice_id, "amount": share} for invoice_id, share in (shares or {}).items()]
    payment = {"paymentDate": "2020-10-01", "paymentAmount": amount, "paymentType": "cash", "invoices": invoices}
    return payment | fields


def done(reply: Reply) -> Reply:
    """The reply, which must be a 200."""
    assert reply.status == 200, reply.text
    return reply


def created(reply: Reply) -> int:
    """The id in a 201."""
    assert reply.status == 201, reply.text
    return int(reply.json["id"])


def exactly(reply: Reply) -> Any:
    """The body with its numbers as decimals."""
    return json.loads(reply.text, parse_float=Decimal)


def query_of(link: str, path: str) -> dict[str, str]:
    """The query of a Link header that must lead to the next page of `path`."""
    [url] = [found[1] for found in [fullmatch(r'<([^<>]+)>; rel="next"', link)] if found]
    parts = urlsplit(url)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "api.example.com", path)
    return {name: value for name, [value] in parse_qs(parts.query, strict_parsing=True).items()}


def ids(reply: Reply) -> list[int]:
    """The ids of a list."""
    return [element["id"] for element in done(reply).json]


def faults_of(reply: Reply) -> list[str]:
    """The sentences of a 400 for broken rules."""
    assert reply.status == 400, reply.text
    [(name, faults)] = reply.json.items()
    assert name == "error"
    assert isinstance(faults, list)
    assert faults
    assert all(isinstance(fault, str) for fault in faults)
    return faults


def refused(reply: Reply, status: int) -> str:
    """The text of an error that is one string."""
    assert reply.status == status, reply.text
    [(name, text)] = reply.json.items()
    assert name == "error"
    assert isinstance(text, str)
    return text


def calls_without_token_check(calls: Iterable[Call], faktura: Deployment) -> list[str]:
    """The names of the calls, without the check for a revoked token."""
    denylist = faktura.stack.physical["DenylistTable"]
    return [str(call) for call in calls if denylist not in str(call.parameters)]
