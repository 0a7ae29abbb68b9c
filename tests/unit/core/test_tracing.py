"""What X-Ray receives of an AWS call, and when it receives nothing."""

import json
import socket
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from faktura.core import aws, tracing
from tests.support.faults.virtual_time import virtual_sleep
from tests.support.services import Service, client_of

ROOT, PARENT = "1-5759e988-bd862e3fe1be46a994272793", "53995c3f42cd8ad8"
SAMPLED = f"Root={ROOT};Parent={PARENT};Sampled=1;Lineage=1:a:0"
CANARY = "canary-7f3e"


@dataclass
class Daemon:
    """X-Ray's daemon on loopback."""

    listener: socket.socket

    def received(self) -> list[dict[str, Any]]:
        """The documents that have come."""
        self.listener.settimeout(0.2)
        found = []
        while True:
            try:
                head, _, document = self.listener.recv(65_536).partition(b"\n")
            except TimeoutError:
                return found
            assert json.loads(head) == {"format": "json", "version": 1}
            found.append(json.loads(document))


@pytest.fixture
def daemon(monkeypatch: pytest.MonkeyPatch) -> Iterator[Daemon]:
    """A daemon, in an invocation that is sampled."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    aws._session.cache_clear()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_XRAY_DAEMON_ADDRESS", f"127.0.0.1:{listener.getsockname()[1]}")
        monkeypatch.setenv("_X_AMZN_TRACE_ID", SAMPLED)
        yield Daemon(listener)
    aws._session.cache_clear()


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Makes a client of a service that answers by these statuses and then hangs."""
    services = []

    def make(name: str, statuses: Sequence[int]) -> Any:
        services.append(Service(*statuses))
        return client_of(monkeypatch, name, services[-1])

    yield make
    for service in services:
        service.close()


def get(dynamodb: Any) -> None:
    dynamodb.get_item(TableName="invoices", Key={"office": {"S": CANARY}})


def test_a_call_is_a_subsegment_of_its_functions_segment(daemon: Daemon, answering: Any) -> None:
    dynamodb, before = answering("dynamodb", [200]), time.time()

    get(dynamodb)

    [document] = daemon.received()
    assert (document["type"], document["trace_id"], document["parent_id"]) == ("subsegment", ROOT, PARENT)
    assert (document["name"], document["namespace"]) == ("dynamodb", "aws")
    assert document["aws"] == {"operation": "GetItem", "region": "eu-central-1", "table_name": "invoices", "retries": 0}
    assert document["http"] == {"response": {"status": 200}}
    assert before <= document["start_time"] <= document["end_time"] <= time.time()
    assert int(document["id"], 16) >= 0
    assert len(document["id"]) == 16
    assert not {"error", "fault", "throttle", "cause"} & document.keys()


def test_retries_count_and_what_they_waited_for_is_in_the_time(daemon: Daemon, answering: Any) -> None:
    dynamodb = answering("dynamodb", [500, 500, 200])

    with virtual_sleep():
        get(dynamodb)

    [document] = daemon.received()
    assert (document["aws"]["retries"], document["http"]) == (2, {"response": {"status": 200}})


@pytest.mark.parametrize(
    ("status", "kind"), [(400, {"error"}), (404, {"error"}), (429, {"error", "throttle"}), (503, {"fault"})]
)
def test_a_call_that_is_refused_says_whose_fault_it_is(
    daemon: Daemon, answering: Any, status: int, kind: set[str]
) -> None:
    dynamodb = answering("dynamodb", [status] * 4)

    with virtual_sleep(), pytest.raises(ClientError):
        get(dynamodb)

    [document] = daemon.received()
    assert {flag for flag in ("error", "fault", "throttle") if document.get(flag)} == kind
    assert document["http"] == {"response": {"status": status}}


def test_a_call_without_an_answer_is_a_fault(daemon: Daemon, answering: Any) -> None:
    textract = answering("textract", [])

    with aws.at_most(0.1), pytest.raises(BotoCoreError):
        textract.analyze_expense(Document={"Bytes": b"x"})

    [document] = daemon.received()
    assert (document["name"], document["fault"]) == ("textract", True)
    assert document["cause"]["exceptions"][0]["type"] == "ReadTimeoutError"
    assert document["end_time"] - document["start_time"] >= 0.1


def test_what_is_asked_for_is_not_told(daemon: Daemon, answering: Any) -> None:
    s3, sqs, dynamodb = answering("s3", [200]), answering("sqs", [200]), answering("dynamodb", [200, 200])
    key = {"office": {"S": CANARY}}

    s3.get_object(Bucket="files", Key=CANARY)
    sqs.send_message(QueueUrl=sqs.meta.endpoint_url + "/1/queue", MessageBody=CANARY)
    dynamodb.batch_get_item(RequestItems={"invoices": {"Keys": [key]}})
    dynamodb.transact_write_items(TransactItems=[{"Delete": {"TableName": "payments", "Key": key}}])

    received = daemon.received()
    assert CANARY not in json.dumps(received)
    assert [one["aws"].get("bucket_name") or one["aws"].get("table_names") or one["name"] for one in received] == [
        *("files", "sqs", ["invoices"], ["payments"])
    ]


def test_calls_of_several_threads_have_the_same_parent(daemon: Daemon, answering: Any) -> None:
    dynamodb = answering("dynamodb", [200] * 8)

    with ThreadPoolExecutor(4) as readers:
        list(readers.map(lambda _: get(dynamodb), range(8)))

    received = daemon.received()
    assert {(one["trace_id"], one["parent_id"]) for one in received} == {(ROOT, PARENT)}
    assert len({one["id"] for one in received}) == 8


@pytest.mark.parametrize("header", [None, f"Root={ROOT};Parent={PARENT};Sampled=0", f"Root={ROOT}", "?"])
def test_an_invocation_that_is_not_sampled_tells_nothing(
    daemon: Daemon, answering: Any, monkeypatch: pytest.MonkeyPatch, header: str | None
) -> None:
    """The same client, which the former invocation made: each is asked anew."""
    dynamodb = answering("dynamodb", [200, 200])
    get(dynamodb)
    assert len(daemon.received()) == 1

    monkeypatch.delenv("_X_AMZN_TRACE_ID")
    if header is not None:
        monkeypatch.setenv("_X_AMZN_TRACE_ID", header)
    get(dynamodb)

    assert daemon.received() == []


@pytest.mark.parametrize("address", ["", "127.0.0.1", "127.0.0.1:", "127.0.0.1:9", "no-such-host.invalid:2000", "?:?"])
@pytest.mark.usefixtures("daemon")
def test_a_daemon_that_is_not_there_costs_nobody_an_answer(
    answering: Any, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("AWS_XRAY_DAEMON_ADDRESS", address)
    dynamodb, began = answering("dynamodb", [200, 200]), time.monotonic()

    for _ in range(2):
        get(dynamodb)

    assert time.monotonic() - began < 5


def test_a_link_that_is_signed_is_no_call(daemon: Daemon) -> None:
    """botocore emits the first event for it too, without what a call has: every sampled download link failed."""
    s3 = aws.client.__wrapped__("s3")

    link = s3.generate_presigned_url("get_object", Params={"Bucket": "invoices", "Key": "1.pdf"})
    form = s3.generate_presigned_post("uploads", "1.pdf")

    assert (link.startswith("https://"), form["url"].startswith("https://")) == (True, True)
    assert daemon.received() == []


@pytest.mark.usefixtures("daemon")
@pytest.mark.parametrize("hook", ["_begin", "_end", "_send"])
def test_a_trace_that_fails_fails_no_call(answering: Any, monkeypatch: pytest.MonkeyPatch, hook: str) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise KeyError(hook)

    monkeypatch.setattr(tracing, hook, fail)

    assert get(answering("dynamodb", [200, 200])) is None
