"""Schemathesis compares each API with its OpenAPI document, over HTTP."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest

from tests.support.fuzzing.campaign import Campaign
from tests.support.local.calls import registered
from tests.support.local.stacks import Served

_SEED = 11

_CALLERS: Mapping[str, tuple[tuple[str, ...], Mapping[str, Any]]] = {
    "Access": (("invoices:read",), {"office": "fuzzed"}),
    "PIMS on demand": (("pims:write",), {"practices": "*"}),
    "Invoice capture": (
        ("invoice:process", "invoice:lookup", "customer:write"),
        {"mga_id": "fuzzed", "practices": "*"},
    ),
    "Client billing": (
        ("invoices:read", "invoices:write", "payments:read", "payments:write", "tags:immigration"),
        {"office": "fuzzed", "user": {"userId": 1, "firstName": "Flora", "lastName": "Fuzz"}},
    ),
    "Invoice jobs": (
        (
            "invoice.invoice_manage",
            "invoice.invoice_view",
            "order.order_manage",
            "configuration.configuration_manage",
        ),
        {"tenant": "fuzzed"},
    ),
    "Provider invoices": (("cases:write", "cases:read"), {"provider_id": "fuzzed"}),
    "Service": (("invoices:read",), {"office": "fuzzed"}),
}
"""The scopes and context of each API's caller. They are the fuzzer's own, because other tests use the same stack."""


@pytest.mark.parametrize("api", _CALLERS)
def test_an_api_does_what_its_openapi_document_says(running: Served, api: str) -> None:
    """Regression: values were refused that the OpenAPI document allows (docs/decisions/0037)."""
    scopes, context = _CALLERS[api]
    caller = registered(running, f"fuzzer-{api.replace(' ', '-').lower()}", scopes, **context)

    found = Campaign(running.url, api, caller.token, examples=3, seed=_SEED, tenant="fuzzed").run()

    assert found.findings == [] == found.errors, found.told()
    assert found.requests > 10


@pytest.mark.parametrize("key", ["k" * 256, "a\x07b", "caf\xe9"], ids=["too long", "a control", "not ASCII"])
def test_an_invalid_idempotency_key_is_refused(running: Served, key: str) -> None:
    """Regression: only the length was checked."""
    scopes, context = _CALLERS["Client billing"]
    caller = registered(running, f"keys-{uuid4().hex}", scopes, **{**context, "office": uuid4().hex})

    refused = caller.call("POST", "/api/invoices", headers={"Idempotency-Key": key.encode("latin-1")})

    assert (refused.status_code, refused.json()) == (
        400,
        {"error": ["Idempotency-Key must have 1 to 255 printable ASCII characters"]},
    )


def test_an_allocation_under_two_names_at_once_is_refused(running: Served) -> None:
    """Regression: one of two ids or amounts was used silently."""
    scopes, context = _CALLERS["Client billing"]
    caller = registered(running, f"names-{uuid4().hex}", scopes, **{**context, "office": uuid4().hex})
    caller.call("POST", "/api/invoices")

    refused = caller.call("PATCH", "/api/invoices/1", json={"payments": [{"id": 1, "paymentId": 2, "amount": 3}]})

    assert refused.status_code == 400
    assert refused.json() == {"error": ["payments[0] must have either id or paymentId, not both"]}


@pytest.mark.parametrize("count", ["1e40", "123456789012345678901234567890123456789"])
def test_a_whole_number_has_at_most_38_digits(running: Served, count: str) -> None:
    """Regression: 1e40 was accepted, because it has one significant digit."""
    scopes, context = _CALLERS["Provider invoices"]
    caller = registered(running, f"counts-{uuid4().hex}", scopes, **context)
    guid = str(uuid4())
    caller.call("PUT", f"/api/v2/cases/{guid}", json={"partnerId": "one"})
    amounts = ("vatRate", "vatAmount", "priceExclVat", "priceInclVat", "totalAmountExclVat", "totalAmountInclVat")
    detail = f'{{"name": "n", "count": {count}, ' + ", ".join(f'"{name}": 1' for name in amounts) + "}"
    body = f'[{{"guid": "{guid}", "externalId": "1", "details": [{detail}]}}]'

    refused = caller.call("POST", "/api/v2/invoices", data=body, headers={"Content-Type": "application/json"})

    assert refused.status_code == 400
    assert "[0].details[0].count" in refused.json()["details"]
