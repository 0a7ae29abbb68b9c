"""The seeds' own examples, as printed. Seed 002's responses have no example beyond its authentication errors."""

import re
import time
from typing import Any

import pytest
import time_machine

from tests.builders import http_event
from tests.deployment import Deployment
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
