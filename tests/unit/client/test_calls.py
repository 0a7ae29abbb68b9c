"""Calls of the Python client: when they are repeated, with which key, and how long they take."""

import traceback
from typing import Any

import httpx
import pytest

from faktura_client import (
    AsyncFakturaClient,
    BadRequest,
    Conflict,
    FakturaClient,
    FakturaError,
    NoAnswer,
    NotFound,
    NotReady,
    Retries,
    ServerError,
    TooManyRequests,
    UnexpectedAnswer,
    models,
)
from tests.support.client import json_answer

HEALTHY = json_answer(200, {"status": "Healthy"})
UNAVAILABLE = json_answer(503, {"message": "No capacity."})
LOST = httpx.ReadTimeout("no answer")
UNREACHABLE = httpx.ConnectError("refused")
GONE = json_answer(404, {"error": "There is no such payment"})
RUNNING = json_answer(409, {"error": "still running"})
PUSHED = httpx.Response(202)
BATCH = models.Batch(invoices=[])


def health(client: Any) -> Any:
    return client.service.health()


def push(client: Any) -> Any:
    return client.pims.upsert_invoices(BATCH)


@pytest.mark.parametrize("fault", [LOST, UNREACHABLE, *map(httpx.Response, (429, 500, 502, 503, 504))])
def test_a_call_that_reads_is_repeated_until_it_has_an_answer(client_of: Any, fault: Any) -> None:
    client = client_of(fault, fault, HEALTHY)

    assert client.call(health).status == "Healthy"
    assert len(client.api.calls) == 3


def test_pauses_grow_and_differ(client_of: Any) -> None:
    client = client_of(*[UNAVAILABLE] * 5, HEALTHY)

    client.call(health)

    shares = [pause / longest for pause, longest in zip(client.api.pauses, (0.5, 1, 2, 4, 8), strict=True)]
    assert 0.5 <= min(shares) <= max(shares) <= 1
    assert len(set(client.api.pauses)) == 5


def test_a_pause_is_never_shorter_than_retry_after(client_of: Any) -> None:
    client = client_of(json_answer(429, {}, Retry_After="7"), HEALTHY)

    client.call(health)

    assert 7 <= client.api.pauses[0] <= 8


def test_a_pause_that_would_pass_the_deadline_ends_the_call(client_of: Any) -> None:
    client = client_of(json_answer(429, {"message": "Too many."}, Retry_After="300"), HEALTHY)

    with pytest.raises(TooManyRequests, match="Too many") as refused:
        client.call(health)

    assert (refused.value.retry_after, client.api.pauses) == (300, [])


def test_a_call_ends_after_its_attempts(client_of: Any) -> None:
    client = client_of(UNAVAILABLE, retries=Retries(attempts=3))

    with pytest.raises(ServerError, match="503 No capacity"):
        client.call(health)

    assert len(client.api.calls) == 3


def test_a_call_ends_within_its_time(client_of: Any) -> None:
    client = client_of(UNREACHABLE, retries=Retries(attempts=1_000, total_seconds=60))

    with pytest.raises(NoAnswer, match="ConnectError") as lost:
        client.call(health)

    assert isinstance(lost.value.__cause__, httpx.ConnectError)
    assert sum(client.api.pauses) < 60


def test_no_attempt_waits_for_the_network_past_the_deadline(client_of: Any) -> None:
    client = client_of(UNAVAILABLE, retries=Retries(attempts=9, total_seconds=8, timeout=5))

    with pytest.raises(ServerError):
        client.call(health)

    timeouts = [request.extensions["timeout"]["read"] for request in client.api.calls]
    assert timeouts[0] == 5
    assert timeouts[-1] < 5


def test_a_post_keeps_its_key_and_its_bytes_in_all_attempts(client_of: Any) -> None:
    client = client_of(LOST, UNAVAILABLE, PUSHED)

    client.call(push)

    assert len(set(client.api.keys)) == 1
    assert {request.content for request in client.api.calls} == {b'{"invoices":[]}'}


def test_each_call_has_a_key_of_its_own(client_of: Any) -> None:
    client = client_of(PUSHED)

    client.call(push)
    client.call(push)

    assert len(set(client.api.keys)) == 2


def test_the_caller_may_give_the_key(client_of: Any) -> None:
    client = client_of(PUSHED)

    client.call(lambda one: one.pims.upsert_invoices(BATCH, idempotency_key="mine"))

    assert client.api.keys == ["mine"]


def test_our_own_attempt_that_still_runs_is_waited_for(client_of: Any) -> None:
    client = client_of(LOST, RUNNING, RUNNING, PUSHED)

    client.call(push)

    assert len(client.api.calls) == 4


def test_a_conflict_at_the_first_attempt_is_not_repeated(client_of: Any) -> None:
    client = client_of(RUNNING, PUSHED)

    with pytest.raises(Conflict):
        client.call(push)

    assert len(client.api.calls) == 1


@pytest.mark.parametrize("fault", [LOST, UNAVAILABLE])
def test_a_post_that_may_do_harm_twice_is_not_repeated(client_of: Any, fault: Any) -> None:
    """A code of a sign-in is good for one use."""
    client = client_of(fault, json_answer(200, {"id_token": "t"}))

    with pytest.raises(FakturaError):
        client.call(lambda one: one.access.redeem_sign_in(code="c", code_verifier="v"))

    assert len(client.api.calls) == 1


@pytest.mark.parametrize("fault", [UNREACHABLE, httpx.Response(429)])
def test_a_request_that_was_not_executed_is_always_repeated(client_of: Any, fault: Any) -> None:
    client = client_of(fault, json_answer(200, {"id_token": "t"}))

    assert client.call(lambda one: one.access.redeem_sign_in(code="c", code_verifier="v")).id_token == "t"


def test_a_deletion_whose_answer_was_lost_is_done(client_of: Any) -> None:
    client = client_of(LOST, GONE)

    assert client.call(lambda one: one.billing.delete_payment(7)) is None


def test_deleting_what_is_not_there_is_not_found(client_of: Any) -> None:
    client = client_of(json_answer(429, {}), GONE)

    with pytest.raises(NotFound, match="There is no such payment"):
        client.call(lambda one: one.billing.delete_payment(7))


@pytest.mark.parametrize("status", [400, 403, 404, 413, 415, 422])
def test_a_refusal_is_not_repeated(client_of: Any, status: int) -> None:
    client = client_of(httpx.Response(status), HEALTHY)

    with pytest.raises(FakturaError):
        client.call(health)

    assert len(client.api.calls) == 1


@pytest.mark.parametrize("answer", [json_answer(200, "not JSON"), json_answer(200, {"status": 1}), httpx.Response(302)])
def test_an_answer_that_is_not_described_is_unexpected(client_of: Any, answer: httpx.Response) -> None:
    client = client_of(answer)

    with pytest.raises(UnexpectedAnswer, match=r"service\.health"):
        client.call(health)


def test_what_is_wrong_with_an_answer_is_said_without_what_it_holds(client_of: Any) -> None:
    client = client_of(json_answer(200, [{"id": "x", "billTo": "Ana Ortiz"}]))

    with pytest.raises(UnexpectedAnswer, match=r"0\.id: Input should be a valid integer") as unexpected:
        client.call(lambda client: client.billing.list_client_invoices(7))

    assert "Ana" not in "".join(traceback.format_exception(unexpected.value))


def test_an_answer_that_is_damaged_on_its_way_is_asked_for_again(client_of: Any) -> None:
    client = client_of(httpx.DecodingError("incorrect header check"), PUSHED)

    client.call(push)

    assert len(client.api.calls) == 2
    assert len(set(client.api.keys)) == 1


def test_an_answer_that_is_always_damaged_is_no_answer(client_of: Any) -> None:
    client = client_of(httpx.DecodingError("incorrect header check"))

    with pytest.raises(NoAnswer, match="DecodingError"):
        client.call(push)


def test_an_error_has_the_apis_own_body(client_of: Any) -> None:
    document = {
        "error": {"code": "BadRequest", "message": "Wrong.", "details": [{"target": "date", "message": "is required"}]}
    }
    client = client_of(json_answer(400, document))

    with pytest.raises(BadRequest, match=r"^400 Wrong\. date is required \(request r-1\)$") as refused:
        client.call(push)

    assert isinstance(refused.value.body, models.RefusedRequest)
    assert refused.value.body.error.details[0].target == "date"


def test_an_error_of_the_gateway_has_the_gateways_body(client_of: Any) -> None:
    parts = {"status": "failed", "code": "413", "detailInfo": "", "details": {}}
    document = {"requestId": "g", "error": {"code": "TOO", "message": "Big."}, "message": "Big.", **parts}
    client = client_of(json_answer(413, document))

    with pytest.raises(FakturaError, match="413 Big") as refused:
        client.call(push)

    assert isinstance(getattr(refused.value, "body", None), models.GatewayError)


def test_an_error_without_a_body_has_its_status_and_request(client_of: Any) -> None:
    client = client_of(httpx.Response(404, headers={"x-request-id": "r-9"}))

    with pytest.raises(NotFound, match=r"404 Not Found \(request r-9\)") as refused:
        client.call(push)

    assert refused.value.body is None


def test_paths_begin_with_the_base_url_and_their_parts_are_encoded(client_of: Any) -> None:
    client = client_of(httpx.Response(404))

    with pytest.raises(NotFound):
        client.call(lambda one: one.capture.find_invoice("a/b", "Ä 7?"))

    assert str(client.api.calls[0].url) == "https://api.example/stage/api/v1/invoice/a%2Fb/lookup/%C3%84%207%3F"


@pytest.mark.parametrize("kind", [FakturaClient, AsyncFakturaClient])
def test_a_base_url_without_its_scheme_is_refused_at_once(kind: Any) -> None:
    with pytest.raises(ValueError, match=r"must begin with https:// or http://, unlike '127\.0\.0\.1:3000'"):
        kind("127.0.0.1:3000", "petwell-pims", "secret")


@pytest.mark.parametrize(("status", "fault"), [(200, UnexpectedAnswer), (400, BadRequest)])
def test_an_answer_that_is_nested_without_end_is_one_of_our_errors(
    client_of: Any, status: int, fault: type[FakturaError]
) -> None:
    deep = httpx.Response(status, content=b"[" * 100_000, headers={"content-type": "application/json"})
    client = client_of(deep)

    with pytest.raises(fault):
        client.call(lambda one: one.service.health())


def test_polling_ends_when_the_answer_is_as_wanted(client_of: Any) -> None:
    client = client_of(httpx.Response(404), json_answer(200, {"status": "Healthy"}))

    found = client.call(lambda one: one.poll(one.service.health, until=lambda state: state.status == "Healthy"))

    assert (found.status, client.api.pauses) == ("Healthy", [1.0])


def test_polling_ends_in_time(client_of: Any) -> None:
    client = client_of(HEALTHY)

    with pytest.raises(NotReady, match="within 10 seconds"):
        client.call(lambda one: one.poll(one.service.health, until=lambda _: False, seconds=10))

    assert sum(client.api.pauses) <= 10
