"""The correlation id of log lines, and metrics that a task publishes."""

import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest

from faktura.core.endpoint import Api
from faktura.core.errors import Unavailable
from faktura.core.model import Model
from faktura.core.observability import correlated, count, log, set_correlation_id
from faktura.core.task import task
from faktura.core.worker import worker
from tests.support.builders import http_event, sqs_event

API = Api("Test", lambda _refusal, _status, _request: {})


class Work(Model):
    """An input that may say whose work it is."""

    correlation_id: str = ""
    fails: bool = False


@pytest.fixture(autouse=True)
def _uncorrelated() -> None:
    """Other tests of this process call parts of an invocation by themselves."""
    set_correlation_id(None)


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[dict[str, Any]]]:
    """What our logger has written."""
    written, logger = StringIO(), logging.getLogger("faktura")
    handler = logging.StreamHandler(written)
    handler.setFormatter(log.registered_formatter)
    monkeypatch.setattr(logger, "handlers", [handler])
    monkeypatch.setattr(logger, "disabled", False)
    return lambda: [json.loads(line) for line in written.getvalue().splitlines()]


@API.get("/thing", scope=None)
def endpoint() -> None:
    log.info("asked")


@API.get("/broken", scope=None)
def broken() -> None:
    raise ZeroDivisionError


@worker
def working(message: Work) -> None:
    log.info("worked")
    if message.fails:
        raise Unavailable


@task
def doing(work: Work) -> None:
    log.info("done")
    if work.fails:
        raise Unavailable


Lines = Callable[[], list[dict[str, Any]]]


def ids(lines: Lines) -> list[tuple[str, str | None]]:
    return [(line["message"], line.get("correlation_id")) for line in lines()]


def test_a_requests_lines_carry_its_id_and_nothing_after_it_does(lines: Lines) -> None:
    endpoint(http_event("GET", "/thing", request_id="r1"), None)
    log.info("between")
    broken(http_event("GET", "/broken", request_id="r2"), None)
    log.info("after")

    assert ids(lines) == [("asked", "r1"), ("between", None), ("endpoint failed", "r2"), ("after", None)]


def test_a_callers_own_id_is_not_taken_for_the_requests(lines: Lines) -> None:
    endpoint(http_event("GET", "/thing", headers={"x-request-id": "forged"}, request_id="r1"), None)

    assert ids(lines) == [("asked", "r1")]


def test_a_message_is_followed_by_the_id_it_names_else_by_its_own(lines: Lines) -> None:
    bodies = ['{"correlationId": "r1"}', '{"correlationId": "r2", "fails": true}', "{}", "[]"]
    event = sqs_event(bodies)
    names = [record["messageId"] for record in event["Records"]]

    working(event, None)
    log.info("after")

    assert ids(lines) == [
        *(("worked", "r1"), ("worked", "r2"), ("message failed", "r2")),
        *(("worked", names[2]), ("message failed", names[3]), ("after", None)),
    ]


def test_a_task_is_followed_by_the_id_it_names_else_by_its_invocations(lines: Lines) -> None:
    invocation = SimpleNamespace(aws_request_id="i1")

    doing({"correlationId": "r1"}, invocation)
    doing({}, invocation)
    with pytest.raises(Unavailable):
        doing({"correlationId": "r2", "fails": True}, invocation)
    log.info("after")

    [failed] = [line for line in lines() if line["message"] == "task failed"]
    assert failed["exception_name"] == "Unavailable"
    assert "exception" not in failed  # Lambda logs the traceback of what a function raises
    expected = [("done", "r1"), ("done", "i1"), ("done", "r2"), ("task failed", "r2"), ("after", None)]
    assert ids(lines) == expected


def test_work_within_work_gives_the_former_id_back(lines: Lines) -> None:
    with correlated("all"):
        with correlated("one"):
            log.info("one")
        log.info("all")
        set_correlation_id("goes on")
        log.info("goes on")

    assert ids(lines) == [("one", "one"), ("all", "all"), ("goes on", "goes on")]


def test_a_threads_lines_carry_the_id_of_the_invocation(lines: Lines) -> None:
    with ThreadPoolExecutor(1) as threads, correlated("r1"):
        threads.submit(log.info, "in a thread").result()

    assert ids(lines) == [("in a thread", "r1")]


def test_a_count_is_one_line_of_embedded_metrics_with_the_id(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "faktura-test")

    with correlated("r1"):
        count(OrdersInvoiced=3, WebhooksLate=0)
        count(OrdersInvoiced=0)
    count(OrdersInvoiced=1)

    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    [published] = first["_aws"]["CloudWatchMetrics"]
    assert (published["Namespace"], published["Dimensions"]) == ("faktura-test", [[]])
    assert [metric["Name"] for metric in published["Metrics"]] == ["OrdersInvoiced", "WebhooksLate"]
    assert (first["OrdersInvoiced"], first["WebhooksLate"], first["correlation_id"]) == ([3], [0], "r1")
    assert (second["OrdersInvoiced"], second.get("correlation_id")) == ([1], None)


def test_what_cannot_be_counted_fails_no_work(
    lines: Lines, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is counted is stored by then, and a task that fails does it again."""
    monkeypatch.delenv("POWERTOOLS_METRICS_NAMESPACE", raising=False)

    count(OrdersInvoiced=3)

    [line] = lines()
    assert (line["message"], line["metrics"]) == ("not counted", {"OrdersInvoiced": 3})
    assert capsys.readouterr().out == ""
