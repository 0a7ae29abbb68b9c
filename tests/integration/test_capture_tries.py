"""Documents that take more than one try: each try continues where the last one stopped."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from importlib import import_module
from typing import Any
from unittest.mock import patch

import pytest
import time_machine

from faktura.capture.uploads import upload_service
from tests.support.builders import LambdaContext, http_event, pims_invoice, sweep_round
from tests.support.capture.documents import joined
from tests.support.capture.interruptions import dying_at, losing_the_answer, reading
from tests.support.capture.requests import (
    KEY,
    PDF,
    accept,
    mga,
    mga_with_webhooks,
    process,
    processing,
    push,
    put,
    read,
    read_again,
    requests,
    state,
)
from tests.support.deployment import Deployment, Reply
from tests.support.faults.interleaving import Interleaving
from tests.support.paper import page
from tests.support.webhooks import Mga

pytestmark = pytest.mark.usefixtures("_textract")


@pytest.fixture
def alpha(faktura: Deployment) -> Iterator[Mga]:
    """An MGA with a customer and a webhook secret, in a time that stands still."""
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock:
        yield mga_with_webhooks(faktura, clock)


@pytest.mark.parametrize("after", [False, True])
def test_a_document_whose_function_is_killed_as_it_stores_it_is_taken_in_by_the_next_try(
    alpha: Mga, after: bool
) -> None:
    faktura = alpha.faktura
    with dying_at("s3.PutObject", after=after):
        accept(faktura, headers=KEY, request_id="r1", token=alpha.token)

    in_the_meantime = accept(faktura, headers=KEY, request_id="r2", token=alpha.token)
    alpha.clock.shift(timedelta(seconds=31))
    again = accept(faktura, headers=KEY, request_id="r3", token=alpha.token)
    read(faktura)

    assert (in_the_meantime.status, again.status, again.json["requestId"]) == (409, 202, "r1")
    assert [(request["requestId"], request["state"]) for request in requests(faktura)] == [("r1", "completed")]
    assert len(alpha.started()) == 1


def test_a_try_after_the_document_was_read_gets_the_first_request(alpha: Mga) -> None:
    faktura = alpha.faktura
    with dying_at("s3.PutObject", after=True):
        accept(faktura, headers=KEY, request_id="r1", token=alpha.token)
    read(faktura)

    alpha.clock.shift(timedelta(seconds=31))
    again = accept(faktura, headers=KEY, request_id="r2", token=alpha.token)

    assert (again.status, again.json["requestId"]) == (202, "r1")
    assert len(requests(faktura)) == 1


def test_a_try_after_a_failed_one_is_a_new_request(alpha: Mga) -> None:
    faktura = alpha.faktura
    with dying_at("textract.AnalyzeExpense"):
        process(faktura, page(pims_invoice()), headers=KEY, request_id="r1", token=alpha.token)
    alpha.clock.shift(timedelta(seconds=31))
    for overdue in faktura.call("capture.select_overdue_requests", sweep_round())["requests"]:
        faktura.call("capture.end_overdue_request", overdue)

    again = process(faktura, page(pims_invoice()), headers=KEY, request_id="r2", token=alpha.token)

    assert (again.status, again.json["requestId"]) == (200, "r2")
    assert {request["requestId"]: request["state"] for request in requests(faktura)} == {
        "r1": "failed",
        "r2": "completed",
    }


@pytest.mark.parametrize("seed", range(12))
def test_two_tries_at_once_do_not_fail_the_request_that_one_of_them_continues(alpha: Mga, seed: int) -> None:
    """Regression: the try that found the key held by the other one failed the request that this one was reading."""
    faktura, file = alpha.faktura, page(pims_invoice())
    with dying_at("textract.AnalyzeExpense"):
        process(faktura, file, headers=KEY, request_id="r1", token=alpha.token)
    alpha.clock.shift(timedelta(seconds=31))

    with faktura.environment("capture.process_invoice"):
        events = [processing(faktura, file, headers=KEY, request_id=one, token=alpha.token) for one in ("r2", "r3")]
        handler = import_module("capture.process_invoice").handler
        tries: list[Any] = Interleaving(seed).run(*(partial(handler, event, LambdaContext()) for event in events))

    assert 200 in [one.result["statusCode"] for one in tries]
    assert [(request["requestId"], request["state"]) for request in requests(faktura)] == [("r1", "completed")]


def test_a_reply_that_could_not_be_recorded_holds(alpha: Mga) -> None:
    faktura = alpha.faktura

    with losing_the_answer():
        accepted = accept(faktura, headers=KEY, request_id="r1", token=alpha.token)
    read(faktura)

    assert accepted.status == 202
    assert state(faktura, "r1").json["status"] == "completed"


def test_pages_that_were_read_are_not_read_again(alpha: Mga) -> None:
    faktura = alpha.faktura
    sheets = [pims_invoice(invoiceItems=[_line(n)], total=10 * n) for n in range(1, 6)]
    request_id = accept(faktura, joined(*map(page, sheets)), token=alpha.token).json["requestId"]

    with patch.object(upload_service, "BACKGROUND_READING_TIME", timedelta(seconds=-1)):
        unread = read_again(faktura)
    with reading(2) as first:
        stopped = read_again(faktura)
    with reading(99) as rest:
        failures = read(faktura)

    assert (len(unread), len(stopped), failures) == (1, 1, [[]])
    assert (len(first), len(rest)) == (2, 3)
    assert state(faktura, request_id).json["status"] == "completed"
    assert [request["readings"] for request in requests(faktura)] == [1]


def _line(number: int) -> dict[str, Any]:
    return {"description": f"Charge {number}", "quantity": 1, "amountCharged": 10}


@pytest.mark.parametrize(
    ("scopes", "practices", "status"),
    [
        (("invoice:process",), "*", 200),
        (("invoice:process",), ["petwell", "other"], 200),
        (("invoice:process",), ["other"], 404),
        (("invoice:process",), [], 404),
        (("invoice:lookup",), "*", 404),
    ],
)
def test_a_request_is_visible_only_to_those_who_may_see_its_data(
    alpha: Mga, scopes: tuple[str, ...], practices: object, status: int
) -> None:
    faktura = alpha.faktura
    push(faktura, pims_invoice())
    sender = mga(faktura, practices=["petwell"])
    request_id = process(faktura, page(pims_invoice()), token=sender).json["requestId"]

    token = faktura.token("another", scopes, mga_id="alpha", practices=practices)
    replies = [_get(faktura, request_id, token), _resend(faktura, request_id, token)]

    assert replies[0].status == status
    assert replies[1].status == (400 if status == 200 else 404)


def _get(faktura: Deployment, request_id: str, token: str) -> Reply:
    event = http_event("GET", f"/api/v1/requests/{request_id}", b"", token, requestId=request_id)
    return faktura.request("capture.get_request", event)


def _resend(faktura: Deployment, request_id: str, token: str) -> Reply:
    event = http_event("POST", f"/api/v1/requests/{request_id}/webhook", b"", token, requestId=request_id)
    return faktura.request("capture.resend_webhook", event)


def test_a_file_that_waits_in_the_queue_is_not_given_up(alpha: Mga) -> None:
    faktura = alpha.faktura
    request_id = accept(faktura, token=alpha.token).json["requestId"]
    waited = []

    for _ in range(15):
        alpha.clock.shift(timedelta(hours=25))
        for overdue in faktura.call("capture.select_overdue_requests", sweep_round())["requests"]:
            faktura.call("capture.end_overdue_request", overdue)
        waited.append(state(faktura, request_id).json["status"])

    assert waited[:13] == ["accepted"] * 13
    assert waited[14] == "failed"


def test_another_file_for_an_ended_request_is_reported(alpha: Mga) -> None:
    faktura = alpha.faktura
    owner = {"mga_id": "alpha", "customer_id": "C1", "request_id": "scan-1"}
    put(faktura, "uploads/one.pdf", page(pims_invoice()), **owner)
    read(faktura)

    put(faktura, "uploads/two.pdf", page(pims_invoice(total=1)), **owner)
    [failures] = read(faktura)

    assert len(failures) == 1
    assert len(requests(faktura)) == 1


def test_a_sweep_continues_while_there_are_more_requests(alpha: Mga) -> None:
    faktura = alpha.faktura
    for number in range(101):
        event = http_event(
            "POST", "/api/v1/invoice/C1/uploads", PDF, alpha.token, request_id=f"r{number}", customerId="C1"
        )
        assert faktura.request("capture.start_upload", event).status == 201
    alpha.clock.shift(timedelta(hours=25))

    first = faktura.call("capture.select_overdue_requests", sweep_round())
    for overdue in first["requests"]:
        faktura.call("capture.end_overdue_request", overdue)
    second = faktura.call("capture.select_overdue_requests", sweep_round(first))

    assert (len(first["requests"]), first["more"]) == (100, True)
    assert (len(second["requests"]), second["more"]) == (1, False)


def test_a_request_id_chosen_by_the_caller_is_not_used(alpha: Mga) -> None:
    event = http_event("GET", "/api/v1/customers/C1", b"", alpha.token, customerId="C1")
    event["requestContext"] |= {"requestId": "chosen", "extendedRequestId": "c6Af9HH/I+MESKA="}

    reply = alpha.faktura.request("capture.get_customer", event)

    assert reply.headers["x-request-id"] == "c6Af9HH_I-MESKA"
