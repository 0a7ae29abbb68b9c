"""The stored form of an Idempotency-Key."""

from typing import Any

import pytest

from faktura.core.auth import Caller
from faktura.core.idempotency import Idempotency
from faktura.core.request import Request
from tests.support.builders import http_event


@pytest.mark.parametrize(
    ("context", "stored"),
    [
        ({"practices": "p1"}, "0687b1303a47ae80a5a82fde1f8ac4b486a73d6b267e95700ed1434db8dbd896"),
        ({"office": "main", "user": "7"}, "961a90d4cb1f92a48c5b3bce58fa8119bc2e2640b456d539ce9e10343674c709"),
        (
            {"mga_id": "alpha", "practices": ["*"]},
            "4ed393137eeae6a78cd3a4015d9f978cdf010dd09fe73716dd14d064131ea98e",
        ),
        ({"tenant": "acme"}, "11943d8b3dca320220529b7fce54d11caacc571d22c3d55db1dc328f87698006"),
        (
            {"provider_id": "north", "partner_id": "p"},
            "30c0cba3db0c07918a84fb90321af19db25d13a4a727fb4bba49a1ea46d1708c",
        ),
        ({"provider_id": "north"}, "6f0e6cd203b7f709ae77ee897a3eac5a8f9e486b976c098ad989084ff173401c"),
    ],
)
def test_an_update_of_the_stack_finds_the_keys_that_it_stored_before(context: dict[str, Any], stored: str) -> None:
    """Deployed stacks hold these digests. With others, a payment that is sent again after an update is made twice."""
    event = http_event("POST", "/api/payments", {"a": 1}, headers={"Idempotency-Key": "k"})

    assert _stored_key(event, context) == stored


def test_callers_that_differ_in_a_new_claim_have_different_keys() -> None:
    event = http_event("POST", "/api/payments", {"a": 1}, headers={"Idempotency-Key": "k"})

    assert len({_stored_key(event, context) for context in ({}, {"branch": "one"}, {"branch": "two"})}) == 3


def _stored_key(event: dict[str, Any], context: dict[str, Any]) -> str:
    """The key under which the reply to the caller is stored."""
    request = Request(event)
    request._caller = Caller("sub", "jti", 0, frozenset(), context)
    return Idempotency.from_request(request)._key
