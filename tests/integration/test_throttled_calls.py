"""Calls that AWS throttles are told, once each: the alarm on tables counts these lines."""

import json
from io import StringIO
from typing import Any

import pytest

from tests.support.builders import http_event
from tests.support.deployment import Deployment, Reply
from tests.support.faults.injected import Fault, Faults


def create(faktura: Deployment) -> Reply:
    token = faktura.token(
        "office", ["invoices:write"], office="main", user={"userId": 1, "firstName": "A", "lastName": "B"}
    )
    return faktura.request("billing.create_invoice", http_event("POST", "/api/invoices", token=token))


def told(logged: StringIO) -> list[dict[str, Any]]:
    return [line for line in map(json.loads, logged.getvalue().splitlines()) if "ThrottledCalls" in line]


def test_a_call_that_is_throttled_at_every_try_is_told_once(faktura: Deployment, logged: StringIO) -> None:
    with Faults(1, 1.0, (Fault.THROTTLED,), on=frozenset({"dynamodb.TransactWriteItems"})) as faults:
        reply = create(faktura)

    [line] = told(logged)
    assert reply.status == 503
    assert len(faults.struck) == 4
    assert (line["ThrottledCalls"], line["call"]) == (1, "dynamodb.TransactWriteItems")
    assert line["correlation_id"] == reply.headers["x-request-id"]


@pytest.mark.parametrize("fault", [Fault.FAILED, Fault.NO_CONNECTION])
def test_another_fault_is_not_called_a_throttle(faktura: Deployment, logged: StringIO, fault: Fault) -> None:
    with Faults(1, 1.0, (fault,), on=frozenset({"dynamodb.TransactWriteItems"})):
        assert create(faktura).status == 503

    assert told(logged) == []


def test_a_call_that_is_answered_is_no_throttle(faktura: Deployment, logged: StringIO) -> None:
    assert create(faktura).status == 201
    assert told(logged) == []
