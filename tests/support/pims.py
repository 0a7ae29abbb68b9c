"""Pushing PIMS invoices, and having the worker store them."""

from decimal import Decimal
from typing import Any

from tests.support.builders import http_event
from tests.support.deployment import Deployment, Reply

PATH = "/api/data-on-demand/invoices"


def push(faktura: Deployment, *invoices: Any, practices: object = "*", **terms: Any) -> Reply:
    """Send the invoices, with a token for the practices."""
    token = faktura.token(practices=practices)
    return faktura.request("pims.upsert_invoices", http_event("POST", PATH, {"invoices": invoices}, token, **terms))


def push_raw(faktura: Deployment, body: bytes, content_type: str = "application/json") -> Reply:
    """Send these bytes."""
    event = http_event("POST", PATH, body, faktura.token(practices="*"), headers={"Content-Type": content_type})
    return faktura.request("pims.upsert_invoices", event)


def store(faktura: Deployment, times: int = 1) -> None:
    """Deliver every waiting message to the worker, each as often; none may fail."""
    assert faktura.deliver("PimsQueue", "pims.store_invoices", times) == [{"batchItemFailures": []}] * times


def totals(faktura: Deployment) -> dict[str, Decimal]:
    """The total of each stored invoice, by its id."""
    return {item["invoice"]: item["total"] for item in faktura.items("PimsTable")}
