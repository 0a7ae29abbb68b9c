"""Webhooks from a request's end to their delivery: handlers on moto, receivers on loopback (docs/apis/capture.md)."""

import hashlib
import hmac
import json
import socket
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from io import StringIO
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
import time_machine
from samcli.yamlhelper import yaml_parse
from standardwebhooks import Webhook

from faktura.capture.requests.overdue_service import OverdueService
from faktura.capture.webhooks.delivery import BROKEN_OFF, LEASE, MARGIN
from faktura.capture.webhooks.delivery_service import DeliveryService
from faktura.capture.webhooks.delivery_store import DeliveryStore
from faktura.capture.webhooks.delivery_workflow import execution_name
from faktura.capture.webhooks.schedule import DELAYS, MAX_FAILURES
from faktura.capture.webhooks.signature import encoded_secret
from faktura.core.aws import client
from local.demo_clients import WEBHOOK_SECRET
from tests.support.architecture.template import translated
from tests.support.deployment import Deployment
from tests.support.faults.calls import (
    Answer,
    Call,
    Carry,
    intercepted,
)
from tests.support.faults.crashes import crash_points
from tests.support.faults.injected import Fault, Faults, refusal
from tests.support.metrics import published
from tests.support.receivers import (
    OK,
    Received,
    Receiver,
    http,
    receiving,
)
from tests.support.webhooks import (
    BEGIN,
    BODY,
    EXPIRES,
    WORKFLOW,
    Mga,
    gaps,
    mga,
    told,
)
from tests.support.workflow import TaskCall

STAMP = "2026-11-26T01:00:00.000Z"


FAILED = BODY.replace(b'"completed"', b'"failed"').replace(
    b'"data":{"totalAmount":1.10}', b'"error":{"code":"OCR_FAILED"}'
)
"""The response of a failed request."""


@pytest.fixture
def alpha(faktura: Deployment) -> Iterator[Mga]:
    with mga(faktura) as alpha:
        yield alpha


def url(receiver: Receiver) -> str:
    return f"http://127.0.0.1:{receiver.port}/hook"


def unknown_host(_host: str, *_terms: object, **_rest: object) -> object:
    raise socket.gaierror(-2, "Name or service not known")


def verify(request: Received, *secrets: str) -> None:
    """Check both signatures of the bytes that arrived, at the time of their arrival."""
    newest = hmac.new(secrets[0].encode(), request.body, hashlib.sha256).hexdigest()
    assert request.headers["X-Request-Signature"] == newest
    with time_machine.travel(int(request.headers["webhook-timestamp"]), tick=False):
        for secret in secrets:
            assert Webhook(encoded_secret(secret)).verify(request.body, request.headers) == json.loads(request.body)


def test_a_webhook_is_posted_with_the_whole_response_and_both_signatures(alpha: Mga) -> None:
    with receiving(OK) as receiver:
        alpha.ended(url(receiver))
        execution = alpha.deliver()

    assert (execution.status, alpha.waited) == ("SUCCEEDED", [])
    [request] = receiver.received
    assert (request.line, told(request.body)) == ("POST /hook HTTP/1.1", json.loads(BODY))
    assert request.headers["Content-Type"] == "application/json"
    assert (request.headers["webhook-id"], request.headers["webhook-timestamp"]) == ("r1", "1795654800")
    verify(request, WEBHOOK_SECRET)
    item = alpha.item()
    assert item["webhook"] == {"state": "delivered", "delivery": 1, "failures": 0}
    assert item["webhookAttempts"] == [{"at": STAMP, "status": 200}]
    assert not {"unfinished", "deadline"} & set(item)


@pytest.mark.parametrize(("state", "body"), [("completed", BODY), ("failed", FAILED)])
def test_a_webhook_tells_what_a_get_shows_without_the_webhook(alpha: Mga, state: str, body: bytes) -> None:
    with receiving(OK) as receiver:
        alpha.ended(url(receiver), body=body, state=state)
        alpha.deliver()

    shown = alpha.shown()

    assert shown.pop("webhook")["state"] == "delivered"
    assert json.loads(receiver.received[0].body) == shown
    assert {"beganAt", "completedAt"} & set(shown)


def test_a_receiver_that_was_down_and_then_redirected_gets_the_webhook_when_it_is_up(alpha: Mga) -> None:
    with receiving(OK) as elsewhere, receiving(http(500), http(302, Location=url(elsewhere)), http(204)) as receiver:
        alpha.ended(url(receiver))
        execution = alpha.deliver()

    assert (execution.status, alpha.attempts(), elsewhere.received) == ("SUCCEEDED", [500, 302, 204], [])
    assert {request.headers["webhook-id"] for request in receiver.received} == {"r1"}
    assert [told(request.body) for request in receiver.received] == [json.loads(BODY)] * len(receiver.received)
    sent = [int(request.headers["webhook-timestamp"]) for request in receiver.received]
    assert sent[0] == int(BEGIN.timestamp())
    assert 10 <= sent[1] - sent[0] <= 15
    assert sent[2] - sent[0] <= 60
    for request in receiver.received:
        verify(request, WEBHOOK_SECRET)


def test_a_failed_webhook_has_its_next_due_time_and_stays_in_the_index(alpha: Mga) -> None:
    with receiving(http(500)) as receiver:
        alpha.ended(url(receiver))
        outcome = alpha.faktura.call("capture.deliver_webhook", alpha.execution().document)

    item = alpha.item()
    due = BEGIN + timedelta(seconds=outcome["seconds"])
    assert outcome["outcome"] == "again"
    assert item["webhook"] == {"state": "pending", "delivery": 1, "failures": 1, "dueAt": due.isoformat()}
    assert (item["unfinished"], item["deadline"]) == ("webhook", int(due.timestamp()) + 3_600)


def test_a_task_called_before_the_attempt_is_due_waits_for_the_rest(alpha: Mga) -> None:
    with receiving(http(500)) as receiver:
        alpha.ended(url(receiver))
        first = alpha.faktura.call("capture.deliver_webhook", alpha.execution().document)
        alpha.clock.shift(4.5)
        again = alpha.faktura.call("capture.deliver_webhook", alpha.execution().document)

    assert again == {"outcome": "again", "seconds": first["seconds"] - 4}
    assert len(receiver.received) == 1


def test_a_receiver_that_is_gone_gets_no_more_attempts(alpha: Mga) -> None:
    with receiving(http(500), http(410)) as receiver:
        alpha.ended(url(receiver))
        execution = alpha.deliver()

    assert (execution.status, alpha.attempts()) == ("FAILED", [500, 410])
    assert alpha.item()["webhook"] == {"state": "failed", "delivery": 1, "failures": 2}
    assert "unfinished" not in alpha.item()


def test_a_webhook_has_failed_after_three_days_and_can_be_sent_again(alpha: Mga) -> None:
    answers = [*[http(503)] * (len(DELAYS) + 1), OK]
    with receiving(*answers) as receiver:
        alpha.ended(url(receiver))
        failed = alpha.deliver()
        visible = alpha.item()
        resent = alpha.resend()
        delivered = alpha.deliver(delivery=2)

    assert (failed.status, visible["webhook"]) == ("FAILED", {"state": "failed", "delivery": 1, "failures": 11})
    assert sum(gaps(visible["webhookAttempts"])) >= 3 * 86_400
    kept = [{"attemptedAt": one["at"], "status": 503} for one in visible["webhookAttempts"]]
    assert (resent.status, resent.headers["Location"]) == (202, "https://api.example.com/api/v1/requests/r1")
    assert resent.json == {
        "requestId": "r1",
        "status": "completed",
        "webhook": {"state": "pending", "attempts": kept},
    }
    assert alpha.started() == [
        (execution_name(alpha.reference(delivery=2)), '{"mga":"alpha","requestId":"r1","delivery":2}')
    ]
    assert (delivered.status, alpha.attempts()) == ("SUCCEEDED", [503] * 11 + [200])
    assert {request.headers["webhook-id"] for request in receiver.received} == {"r1"}


def test_a_receivers_retry_after_is_respected(alpha: Mga) -> None:
    with receiving(http(429, Retry_After="3600"), http(503, Retry_After="9999999"), OK) as receiver:
        alpha.ended(url(receiver))
        alpha.deliver()

    assert alpha.waited == [3_600, 86_400]


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ("https://nobody.invalid/", "The host name was not found."),
        ("http://127.0.0.1:9/", "The connection could not be made or was lost."),
        ("https://10.0.0.1/", "The webhook URL's host is not on the public internet."),
    ],
)
def test_an_attempt_without_an_answer_says_why(
    alpha: Mga, where: str, error: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if where.startswith("https://nobody"):
        monkeypatch.setattr(socket, "getaddrinfo", unknown_host)
    alpha.ended(where)

    outcome = alpha.faktura.call("capture.deliver_webhook", alpha.execution().document)

    assert outcome["outcome"] == "again"
    assert alpha.item()["webhookAttempts"] == [{"at": STAMP, "error": error}]


def test_without_a_secret_nothing_is_sent_until_there_is_one(alpha: Mga) -> None:
    beta = Mga(alpha.faktura, "beta", alpha.clock)
    with receiving(OK) as receiver:
        beta.ended(url(receiver))
        execution = beta.execution()
        execution.step(beta.invoke)
        beta.has_secrets("a new one")
        execution.step(beta.invoke)

    assert beta.attempts() == ["This MGA has no webhook secret to sign with.", 200]
    verify(receiver.received[0], "a new one")


def test_a_webhook_signed_with_two_secrets_verifies_with_either(alpha: Mga) -> None:
    alpha.has_secrets("older", "newer")
    with receiving(OK) as receiver:
        alpha.ended(url(receiver))
        alpha.deliver()

    verify(receiver.received[0], "newer", "older")


def test_the_webhook_of_a_failed_request_has_its_error(alpha: Mga) -> None:
    with receiving(OK) as receiver:
        alpha.ended(url(receiver), body=FAILED, state="failed")
        alpha.deliver()
        resent = alpha.resend()

    assert told(receiver.received[0].body) == json.loads(FAILED)
    assert resent.json["status"] == "failed"


def test_a_delivery_that_a_newer_one_replaces_ends_without_an_error(alpha: Mga) -> None:
    with receiving(http(500), OK) as receiver:
        alpha.ended(url(receiver))
        first = alpha.execution()
        first.step(alpha.invoke)
        alpha.resend()
        first.step(alpha.invoke)
        second = alpha.deliver(delivery=2)

    assert (first.status, second.status, len(receiver.received)) == ("SUCCEEDED", "SUCCEEDED", 2)
    assert alpha.attempts() == [500, 200]


@pytest.mark.parametrize("status", [200, 410, 500])
def test_an_attempt_during_which_the_webhook_is_sent_again_is_recorded_and_ends_nothing(
    alpha: Mga, status: int
) -> None:
    token = alpha.token

    def resend(connection: socket.socket) -> None:
        alpha.resend(token=token)
        connection.sendall(http(status))

    with receiving(resend) as receiver:
        alpha.ended(url(receiver))
        outcome = alpha.faktura.call("capture.deliver_webhook", alpha.execution().document)

    assert outcome == {"outcome": "superseded", "seconds": 0}
    assert alpha.item()["webhook"] == {"state": "pending", "delivery": 2, "failures": 0}
    assert alpha.attempts() == [status]
    assert alpha.item()["unfinished"] == "webhook"


def test_two_executions_of_one_delivery_make_each_attempt_once(alpha: Mga) -> None:
    with receiving(http(500), OK) as receiver:
        alpha.ended(url(receiver))
        one, other = alpha.execution(), alpha.execution()
        meanwhile: list[object] = []

        def both(connection: socket.socket) -> None:
            meanwhile.append(alpha.faktura.call("capture.deliver_webhook", other.document))
            connection.sendall(http(500))

        receiver.answers = [both, OK]
        one.step(alpha.invoke)
        counted = alpha.item()["webhook"]["failures"]
        one.step(alpha.invoke)
        other.step(alpha.invoke)

    assert (meanwhile, counted) == ([{"outcome": "again", "seconds": 90}], 1)
    assert alpha.attempts() == [500, 200]
    assert (one.status, other.status) == ("SUCCEEDED", "SUCCEEDED")


def test_only_one_of_several_simultaneous_executions_posts(alpha: Mga) -> None:
    executions, barrier = 3, Barrier(3)

    def side_by_side(call: Call, carry_out: Carry) -> Answer:
        answer = carry_out()
        if call.operation == "GetItem" and "request#" in str(call.parameters):
            with suppress(BrokenBarrierError):
                barrier.wait(5)  # all have read the item before one of them claims
                barrier.abort()
        return answer

    with receiving(http(500)) as receiver:
        alpha.ended(url(receiver))
        with (
            alpha.faktura.environment("capture.deliver_webhook"),
            intercepted(side_by_side),
            ThreadPoolExecutor(executions) as threads,
        ):
            outcomes = list(threads.map(DeliveryService.from_settings().attempt, [alpha.reference()] * executions))

    assert len(receiver.received) == 1
    assert (alpha.attempts(), alpha.item()["webhook"]["failures"]) == ([500], 1)
    assert {outcome.outcome for outcome in outcomes} == {"again"}


@pytest.mark.parametrize("others", [410, 500])
def test_a_failed_delivery_becomes_delivered_by_an_attempt_that_was_still_running(alpha: Mga, others: int) -> None:
    def late(connection: socket.socket) -> None:
        alpha.clock.shift(91)  # longer than the lease
        alpha.faktura.call("capture.deliver_webhook", alpha.execution().document)
        connection.sendall(OK)

    with receiving(late, http(others)) as receiver:
        alpha.ended(url(receiver))
        outcome = alpha.faktura.call("capture.deliver_webhook", alpha.execution().document)

    assert outcome == {"outcome": "delivered", "seconds": 0}
    assert alpha.attempts() == [200, others]
    assert alpha.item()["webhook"] == {"state": "delivered", "delivery": 1, "failures": 1}
    assert "unfinished" not in alpha.item()


def test_attempts_that_cannot_be_recorded_are_counted_and_end(
    alpha: Mga, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unable(*_terms: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(DeliveryStore, "record", unable)
    with receiving(OK) as receiver:
        alpha.ended(url(receiver))
        execution = alpha.deliver()

    assert (execution.status, len(receiver.received)) == ("FAILED", MAX_FAILURES)
    assert alpha.attempts() == [BROKEN_OFF] * MAX_FAILURES
    assert published(capsys) == {"WebhooksFailed": 1, "WebhooksLate": 1}
    assert alpha.item()["webhook"] == {"state": "failed", "delivery": 1, "failures": MAX_FAILURES}
    assert "unfinished" not in alpha.item()


def test_a_running_attempt_is_listed_as_broken_off_and_leased_for_90_s(alpha: Mga) -> None:
    found: list[dict[str, Any]] = []

    def look(connection: socket.socket) -> None:
        found.append(alpha.item())
        connection.sendall(OK)

    with receiving(look) as receiver:
        alpha.ended(url(receiver))
        alpha.deliver()

    due = BEGIN + timedelta(seconds=90)
    assert found[0]["webhookAttempts"] == [{"at": STAMP, "error": BROKEN_OFF}]
    assert found[0]["webhook"] == {"state": "pending", "delivery": 1, "failures": 1, "dueAt": due.isoformat()}
    assert found[0]["deadline"] == int(due.timestamp()) + 3_600


def test_the_lease_is_longer_than_the_function_may_run() -> None:
    function = translated()["CaptureDeliverWebhookFunction"]

    assert function["Properties"]["Timeout"] < LEASE.total_seconds()


def test_an_execution_gives_up_before_a_sweep_takes_over() -> None:
    [task] = [state for state in yaml_parse(WORKFLOW.read_text("utf-8"))["States"].values() if state["Type"] == "Task"]
    waits = [
        min(retry["IntervalSeconds"] * retry["BackoffRate"] ** n, retry["MaxDelaySeconds"])
        for retry in task["Retry"]
        for n in range(retry["MaxAttempts"])
    ]
    [others] = [retry for retry in task["Retry"] if retry["ErrorEquals"] == ["States.ALL"]]

    assert sum(waits) + 60 * (others["MaxAttempts"] + 1) < 0.75 * MARGIN.total_seconds()


@pytest.mark.parametrize(
    "code", ["InvalidCiphertextException", "AccessDeniedException", "NotFoundException", "DisabledException"]
)
def test_a_secret_that_kms_refuses_permanently_is_a_failed_attempt(alpha: Mga, code: str) -> None:
    def refuse(call: Call, carry_out: Carry) -> Answer:
        return refusal(call, 400, code) if call.service == "kms" else carry_out()

    with receiving(OK) as receiver:
        alpha.ended(url(receiver))
        execution = alpha.execution()
        with intercepted(refuse):
            execution.step(alpha.invoke)
        refused = alpha.attempts()
        execution.step(alpha.invoke)

    assert refused == ["The webhook secret of this MGA cannot be read."]
    assert (execution.status, alpha.attempts()[1:], len(receiver.received)) == ("SUCCEEDED", [200], 1)


def test_a_webhook_deleted_before_its_delivery_sets_off_the_alarm(alpha: Mga) -> None:
    with receiving(http(500)) as receiver:
        alpha.ended(url(receiver))
        execution = alpha.execution()
        execution.step(alpha.invoke)
        key = {"mga": {"S": "alpha"}, "record": {"S": "request#r1"}}
        client("dynamodb").delete_item(TableName=alpha.table.name, Key=key)
        execution.step(alpha.invoke)

    assert execution.status == "FAILED"


def test_an_expired_webhook_is_neither_delivered_nor_sent_again(alpha: Mga) -> None:
    with receiving(OK) as receiver:
        alpha.ended(url(receiver))
        token = alpha.token
        alpha.table.put(alpha.item() | {"expiresAt": int(BEGIN.timestamp())})
        execution = alpha.deliver()
        resent = alpha.resend(token=token)

    assert (execution.status, receiver.received) == ("FAILED", [])
    assert (resent.status, resent.json["error"]["code"]) == (404, "REQUEST_NOT_FOUND")


def test_the_request_of_a_pending_webhook_is_stored_for_at_least_five_days(alpha: Mga) -> None:
    soon = int(BEGIN.timestamp()) + 60
    with receiving(http(500), OK) as receiver:
        alpha.ended(url(receiver))
        alpha.table.put(alpha.item() | {"expiresAt": soon})
        execution = alpha.execution()
        execution.step(alpha.invoke)
        first = alpha.item()["expiresAt"]
        alpha.clock.move_to(BEGIN + timedelta(hours=1))
        execution.step(alpha.invoke)

    assert first == int(BEGIN.timestamp()) + 5 * 86_400
    assert alpha.item()["expiresAt"] == first + 3_600
    alpha.ended("https://example.com/", "long")
    assert alpha.item("long")["expiresAt"] == EXPIRES


def test_only_the_webhook_of_an_ended_request_can_be_sent_again(alpha: Mga) -> None:
    alpha.begun("https://example.com/", "running")
    alpha.ended(None, "without")
    Mga(alpha.faktura, "beta", alpha.clock).ended("https://example.com/", "foreign")

    replies = {name: alpha.resend(name) for name in ("running", "without", "foreign", "unknown", "x" * 129)}

    assert {name: (reply.status, reply.json["error"]["code"]) for name, reply in replies.items()} == {
        "running": (409, "REQUEST_NOT_COMPLETED"),
        "without": (400, "NO_WEBHOOK"),
        "foreign": (404, "REQUEST_NOT_FOUND"),
        "unknown": (404, "REQUEST_NOT_FOUND"),
        "x" * 129: (404, "REQUEST_NOT_FOUND"),
    }
    assert alpha.started() == []


@pytest.mark.parametrize(
    ("scopes", "status"), [(("invoice:lookup",), 202), (("invoice:process",), 404), (("customer:write",), 403)]
)
def test_a_webhook_can_be_sent_again_with_the_scope_of_its_request(
    alpha: Mga, scopes: tuple[str, ...], status: int
) -> None:
    alpha.ended("https://example.com/")

    reply = alpha.resend(token=alpha.faktura.token("mga-alpha", scopes, mga_id="alpha", practices="*"))

    assert reply.status == status


def test_a_resend_needs_a_token(alpha: Mga) -> None:
    alpha.ended("https://example.com/")

    reply = alpha.resend(token="garbage")

    assert (reply.status, reply.json["error"]["code"]) == (401, "AUTH_TOKEN_INVALID")
    assert alpha.item()["webhook"]["delivery"] == 1


@pytest.mark.parametrize("service", ["kms", "dynamodb.GetItem", "dynamodb.TransactWriteItems"])
def test_the_workflow_retries_when_a_service_fails(alpha: Mga, service: str) -> None:
    with receiving(OK) as receiver:
        alpha.ended(url(receiver))
        execution = alpha.execution()
        with Faults(1, 1.0, (Fault.FAILED,), frozenset({service})):
            execution.step(alpha.invoke)
        during = execution.status
        execution.step(alpha.invoke)

    assert (during, execution.status, alpha.attempts()) == ("RUNNING", "SUCCEEDED", [200])


def test_a_resend_with_the_same_key_happens_once(alpha: Mga) -> None:
    alpha.ended("https://example.com/")

    replies = [alpha.resend(**{"Idempotency-Key": "k1"}) for _ in range(2)]

    assert [reply.status for reply in replies] == [202, 202]
    assert replies[0].json == replies[1].json
    assert alpha.item()["webhook"]["delivery"] == 2


def test_a_resend_that_cannot_be_started_is_left_to_the_sweep(alpha: Mga) -> None:
    alpha.ended("https://example.com/")

    with Faults(1, 1.0, (Fault.FAILED,), frozenset({"stepfunctions"})):
        reply = alpha.resend()
    too_early = swept(alpha)
    alpha.clock.shift(3_601)
    resumed, again = swept(alpha), swept(alpha)

    assert (reply.status, too_early, resumed, again) == (202, False, True, False)
    name = execution_name(alpha.reference(delivery=2), str(int(BEGIN.timestamp()) + 7_201))
    assert alpha.started() == [(name, '{"mga":"alpha","requestId":"r1","delivery":2}')]


def test_a_delivery_that_was_interrupted_continues_where_it_stopped(alpha: Mga) -> None:
    with receiving(http(500), http(500), OK) as receiver:
        alpha.ended(url(receiver))
        dead = alpha.execution()
        dead.step(alpha.invoke)
        dead.abort()
        alpha.clock.shift(4_000)
        resumed = swept(alpha)
        alpha.deliver()

    assert resumed
    assert alpha.attempts() == [500, 500, 200]
    assert 25 <= alpha.waited[-1] <= 30


def test_a_delivered_webhook_is_not_resumed(alpha: Mga) -> None:
    with receiving(OK) as receiver:
        alpha.ended(url(receiver))
        alpha.deliver()
        alpha.clock.shift(86_400)

    assert not swept(alpha)
    assert alpha.started() == []


def swept(alpha: Mga) -> bool:
    """Whether a sweep resumes the webhook of the request r1."""
    with alpha.faktura.environment("capture.end_overdue_request"):
        return OverdueService.from_settings().resume("alpha", "r1")


@pytest.mark.parametrize("answers", [[OK], [http(500), OK], [http(410)]], ids=["taken", "taken at last", "gone"])
def test_a_task_killed_at_any_call_and_run_again_records_what_happened(
    faktura: Deployment, answers: Sequence[bytes]
) -> None:
    with receiving(*answers) as receiver, mga(faktura) as alpha:

        @contextmanager
        def world() -> Iterator[None]:
            faktura.empty()
            alpha.clock.move_to(BEGIN)
            receiver.received.clear()
            alpha.has_secrets(WEBHOOK_SECRET)
            alpha.ended(url(receiver))
            yield

        def deliver() -> None:
            alpha.invoke(TaskCall("DeliverWebhook", alpha.execution().document))

        points = 0
        for point in crash_points(world, deliver, acts_elsewhere=True):
            alpha.deliver()
            posted = len(receiver.received)
            state, attempts = alpha.item()["webhook"]["state"], alpha.attempts()
            assert state == ("failed" if answers[-1] != OK else "delivered"), point
            assert len(attempts) in (posted, posted + 1), point  # one was claimed and never posted
            assert attempts[-1] == (410 if state == "failed" else 200), point
            assert "unfinished" not in alpha.item(), point
            points += 1

    assert points >= 8


def test_a_resend_killed_at_any_call_leaves_one_next_delivery(faktura: Deployment) -> None:
    with mga(faktura) as alpha:

        @contextmanager
        def world() -> Iterator[None]:
            faktura.empty()
            alpha.clock.move_to(BEGIN)
            alpha.ended("https://example.com/")
            yield

        headers = {"Idempotency-Key": "k1"}
        for point in crash_points(world, lambda: alpha.resend(**headers)):
            assert alpha.resend(**headers).status == 202, point
            assert alpha.item()["webhook"]["delivery"] == 2, point
            alpha.clock.shift(3_601)
            assert alpha.started() or swept(alpha), point


def test_the_log_has_each_attempt_without_url_secret_or_content(alpha: Mga, logged: StringIO) -> None:
    with receiving(http(500), OK) as receiver:
        alpha.ended(url(receiver))
        alpha.deliver()

    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    logged_lines = [(line["message"], line["correlation_id"], line["answer"], line["outcome"]) for line in lines]
    assert logged_lines == [("webhook attempted", "r1", 500, "again"), ("webhook attempted", "r1", 200, "delivered")]
    assert not any(word in logged.getvalue() for word in (str(receiver.port), WEBHOOK_SECRET, "totalAmount"))
