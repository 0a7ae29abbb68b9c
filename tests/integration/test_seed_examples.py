"""The seeds' own examples, as printed. Seed 002's responses have no example beyond its authentication errors."""

import re
import time
from typing import Any

import pytest
import time_machine

from tests.builders import http_event, provider_invoice
from tests.deployment import Deployment
from tests.integration.cases import Client
from tests.integration.test_tokens import ask, register

AUTHENTICATION_ERRORS = {
    "AUTH_TOKEN_MISSING": "Authentication token is required",
    "AUTH_TOKEN_INVALID": "Invalid or malformed authentication token",
    "AUTH_TOKEN_EXPIRED": "Authentication token has expired",
}
SEED_000_BAD_REQUEST = {
    "error": {
        "code": "BadRequest",
        "message": "The server cannot or will not process the request due to something that is perceived to be a"
        " client error.",
    }
}


def test_seed_000s_bad_request(faktura: Deployment) -> None:
    """The details beside it are the schema's; the example leaves the optional field out."""
    event = http_event("POST", "/api/data-on-demand/invoices", {"invoices": [{}]}, faktura.token(practices="*"))

    reply = faktura.request("pims.upsert_invoices", event)

    without_details = {"error": {name: value for name, value in reply.json["error"].items() if name != "details"}}
    assert (reply.status, without_details) == (400, SEED_000_BAD_REQUEST)
    assert {tuple(detail) for detail in reply.json["error"]["details"]} == {("target", "message")}


@pytest.mark.parametrize("code", AUTHENTICATION_ERRORS)
def test_seed_002s_authentication_errors(faktura: Deployment, code: str) -> None:
    good = faktura.token("mga", ["customer:write"], mga_id="alpha")
    tokens = {"AUTH_TOKEN_MISSING": None, "AUTH_TOKEN_INVALID": "garbage", "AUTH_TOKEN_EXPIRED": good}
    event = http_event("GET", "/api/v1/customers/C1", b"", tokens[code], customerId="C1")

    with time_machine.travel(time.time() + 86_400 + 31, tick=False):
        reply = faktura.request("capture.get_customer", event)

    assert (reply.status, reply.json) == (401, {"error": {"code": code, "message": AUTHENTICATION_ERRORS[code]}})


SEED_004_INVOICES = [
    provider_invoice(),
    provider_invoice(customData={"result": 42, "test": True}, externalId="100002", priceNet=30000),
]
SEED_004_FIND = {"filters": {"createdAt": {"$gt": "2019-01-01"}}, "pagination": {"offset": 0, "limit": 10}}
SEED_004_FOUND = {
    "case", "createdAt", "currency", "customData", "details", "dueDate", "externalId", "guid", "id", "isActive",
    "isPaid", "isSent", "linkedInvoice", "priceNet", "status", "type", "updatedAt",
}  # fmt: skip


def test_seed_004s_two_invoices_get_two_ids_and_keep_them(faktura: Deployment) -> None:
    """The output printed beside it is another endpoint's, pasted: what is answered is what find answers."""
    north = Client(faktura, provider_id="north")
    north.put_case("734b0739-7dfe-4f6e-a2a7-6a2871458309")

    first = north.report(*SEED_004_INVOICES).json
    again = north.report(*({**one, "priceNet": 1} for one in SEED_004_INVOICES)).json

    assert len({one["id"] for one in first}) == 2
    assert [one["id"] for one in again] == [one["id"] for one in first]
    assert [one["createdAt"] for one in again] == [one["createdAt"] for one in first]
    assert all(after["updatedAt"] > before["updatedAt"] for after, before in zip(again, first, strict=True))
    for sent, answered in zip(SEED_004_INVOICES, first, strict=True):
        assert {name: answered[name] for name in sent} == {**sent, "dueDate": "2019-01-01T00:00:00.000Z"}


def test_seed_004s_find_answers_its_fields(faktura: Deployment) -> None:
    """Its values are examples; `case` is a comment there, and `// ...` stands for further invoices."""
    north = Client(faktura, provider_id="north")
    north.put_case("734b0739-7dfe-4f6e-a2a7-6a2871458309")
    north.report(*SEED_004_INVOICES)

    reply = north.send("find_invoices", "POST", "/api/v2/invoices/find", SEED_004_FIND)

    assert reply.json["pagination"] == {"count": 2, "offset": 0}
    assert [set(one) for one in reply.json["data"]] == [SEED_004_FOUND] * 2
    assert [one["dueDate"] for one in reply.json["data"]] == ["2019-01-01T00:00:00.000Z"] * 2


def test_seed_003s_token(faktura: Deployment) -> None:
    """Its placeholders `{TOKEN}` and `{SCOPES}` stand for any."""
    token: dict[str, Any] = {
        "refresh_token": "",
        "refresh_token_expires_in": 0,
        "session_idle_time": 120,
        "token_type": "Bearer",
        "expires_in": 14399,
        "scope": "order.order_manage",
    }
    register(faktura, scopes=("order.order_manage",), context={"tenant": "acme"})

    reply = ask(faktura, "grant_type=client_credentials&client_id=clinic&client_secret=s3cret").json

    assert re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", reply.pop("access_token"))
    assert reply == token
