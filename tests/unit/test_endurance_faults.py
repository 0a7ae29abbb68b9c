"""Faults between functions and AWS: a call is carried out or not as its fault says, and only functions meet them."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from local.environment import Answer
from tests.support.endurance import faults
from tests.support.endurance.faults import Faults

LAMBDA = "Boto3/1 exec-env/AWS_Lambda_python3.13"


class Aws:
    """A server that counts the calls it carries out, and a connection that can be cut off."""

    def __init__(self) -> None:
        self.calls, self.closed, self.status = 0, 0, ""

    def __call__(self, _: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.calls += 1
        start_response("200 OK", [])
        return [b"{}"]

    def shutdown(self, _: int) -> None:
        self.closed += 1


def call(aws: Aws, application: Any, agent: str = LAMBDA) -> None:
    """One call of DynamoDB by this user agent."""
    environ = {"PATH_INFO": "/", "HTTP_USER_AGENT": agent, "HTTP_X_AMZ_TARGET": "DynamoDB.PutItem"}
    environ |= {"CONTENT_LENGTH": "2", "wsgi.input": BytesIO(b"{}"), "werkzeug.socket": aws}

    def start_response(status: str, _: Any) -> Any:
        aws.status = status

    list(application(environ, start_response))


@pytest.mark.parametrize(
    ("fault", "status", "calls"),
    [
        ("throttled", "400 ThrottlingException", 0),
        ("failed before", "500 InternalServerError", 0),
        ("failed after", "500 InternalServerError", 1),
    ],
)
def test_a_refusal_comes_before_or_after_the_call(
    monkeypatch: pytest.MonkeyPatch, fault: str, status: str, calls: int
) -> None:
    monkeypatch.setattr(faults, "_PERMILLE", {fault: 1_000})
    aws, met = Aws(), Faults(1, 1)

    call(aws, met.around(aws))

    assert (aws.status, aws.calls, met.counts) == (status, calls, {fault: 1})


@pytest.mark.parametrize(("fault", "calls"), [("cut off before", 0), ("cut off after", 1)])
def test_a_connection_is_cut_off_before_or_after_the_call(
    monkeypatch: pytest.MonkeyPatch, fault: str, calls: int
) -> None:
    monkeypatch.setattr(faults, "_PERMILLE", {fault: 1_000})
    aws = Aws()

    with pytest.raises(ConnectionAbortedError):
        call(aws, Faults(1, 1).around(aws))

    assert (aws.closed, aws.calls, aws.status) == (1, calls, "")


def test_the_stack_itself_and_calls_after_the_end_meet_no_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "_PERMILLE", {"throttled": 1_000})
    aws, met = Aws(), Faults(1, 1)

    call(aws, met.around(aws), agent="Boto3/1")
    met.end()
    call(aws, met.around(aws))

    assert (aws.calls, met.counts) == (2, {})


def test_one_seed_gives_one_sequence_of_faults() -> None:
    first, second, other = (Faults(seed, 10) for seed in (1, 1, 2))
    sequences = [[met._next() for _ in range(300)] for met in (first, second, other)]

    assert sequences[0] == sequences[1] != sequences[2]


def test_a_message_is_delivered_again_after_it_was_handled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "_REDELIVERED", 1)
    monkeypatch.setattr(faults, "_LATE", 0)
    monkeypatch.setattr(faults, "_MAX_LATE_SECONDS", 0.1)
    handled: list[bytes] = []

    def invoke(_: str, event: bytes) -> Answer:
        handled.append(event)
        return Answer(b"null")

    met = Faults(1, 1)
    met.redelivering(invoke)("Store", b"{}")
    met.await_redeliveries()

    assert handled == [b"{}"] * 2
