"""One id follows a piece of work even if it is retried, swept or scheduled, and each metric counts once."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO
from random import Random
from typing import Any

import pytest
import time_machine

from faktura.jobs.job import Job, JobReference
from faktura.jobs.job_store import JobStore
from faktura.jobs.job_workflow import JobWorkflow
from tests.support.builders import pims_invoice, sales_order, sweep_round
from tests.support.capture.interruptions import dying_at, losing_the_answer, reading
from tests.support.capture.requests import (
    HOOK,
    KEY,
    PDF,
    accept,
    bind,
    look_up,
    mga,
    mga_with_webhooks,
    process,
    push,
    read,
    read_again,
    requests,
    start_upload,
)
from tests.support.deployment import Deployment
from tests.support.faults.calls import (
    Answer,
    Call,
    Carry,
    intercepted,
)
from tests.support.faults.injected import refusal
from tests.support.faults.virtual_time import virtual_sleep
from tests.support.jobs import Shop, executions, invoking
from tests.support.metrics import published
from tests.support.paper import page
from tests.support.webhooks import Mga
from tests.support.workflow import carry_out

pytestmark = pytest.mark.usefixtures("_textract")

BEGIN = "2026-01-01T00:00:00Z"
SAMPLED = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"

Line = dict[str, Any]


def lines(logged: StringIO) -> list[Line]:
    return [json.loads(line) for line in logged.getvalue().splitlines() if line.startswith("{")]


def works(logged: StringIO, message: str) -> list[str | None]:
    """The correlation id of each line of this message."""
    return [line.get("correlation_id") for line in lines(logged) if line["message"] == message]


@pytest.fixture
def acme(faktura: Deployment) -> Shop:
    shop = Shop(faktura)
    shop.numbering()
    shop.has("A", "B")
    return shop


@pytest.fixture
def alpha(faktura: Deployment) -> Mga:
    return mga_with_webhooks(faktura)


def sweep_later(faktura: Deployment) -> None:
    """Run a sweep when every job is overdue."""
    with time_machine.travel("2099-01-01T00:00:00Z", tick=False):
        faktura.call("jobs.sweep_jobs", {})


def test_a_swept_job_has_the_id_of_the_request_that_created_it(acme: Shop, logged: StringIO) -> None:
    started = acme.start("A", "NOPE")
    [execution] = executions(acme.faktura)
    text = json.dumps(execution.document)

    acme.faktura.call("jobs.sweep_jobs", {"detail": {"name": started.json["jobId"], "input": text}})

    assert works(logged, "job swept") == works(logged, "job created") == [started.headers["x-request-id"]]


@pytest.mark.parametrize("correlation_id", ["r1", ""])
def test_a_sweep_recognises_a_running_execution_by_its_input(acme: Shop, correlation_id: str) -> None:
    """Step Functions refuses the same name with another input, as if that execution were over.

    Jobs from before there were correlation ids have none, and their executions continue.
    """
    faktura = acme.faktura
    job = Job.new("acme", "MANUAL", datetime(2026, 1, 1, tzinfo=UTC), 1, correlation_id)
    named = JobReference(tenant="acme", job_id=job.job_id)
    with faktura.environment("jobs.create_job"):
        JobStore.from_settings().create(job, ["A"])
        JobWorkflow.from_settings().start(job.reference if correlation_id else named)

    sweep_later(faktura)

    assert [one["jobStatus"] for one in acme.jobs().json] == ["IN_PROGRESS"]
    assert len(executions(faktura)) == 1


def test_a_job_whose_execution_was_not_started_is_started_with_the_id_of_its_request(
    acme: Shop, logged: StringIO
) -> None:
    with dying_at("stepfunctions.StartExecution"):
        acme.start("A", headers={"x-request-id": "a-callers-own"})
    [item] = [item for item in acme.faktura.items("JobTable") if "correlationId" in item]

    sweep_later(acme.faktura)
    carry_out(executions(acme.faktura), invoking(acme.faktura), Random(0))

    assert works(logged, "chunk rendered") == works(logged, "job ended") == [item["correlationId"]]
    assert item["correlationId"] not in ("", "a-callers-own")


def test_each_scheduled_job_has_its_own_id_and_the_schedule_has_another(faktura: Deployment, logged: StringIO) -> None:
    for tenant in ("acme", "globex"):
        Shop(faktura, tenant).configure("invoiceSettings", {"threshold": "24"})

    for _ in range(2):  # its own moment, because a scheduled job's id is made of it
        faktura.call("jobs.start_scheduled_jobs", {"dueAt": "2026-11-22T07:07:00Z"})
    carry_out(executions(faktura), invoking(faktura), Random(0))

    jobs = {line["tenant"]: line["job_id"] for line in lines(logged) if line["message"] == "job begun before"}
    assert jobs.keys() == {"acme", "globex"}
    assert sorted(works(logged, "job begun before")) == sorted(jobs.values())
    assert sorted(works(logged, "orders selected")) == sorted(works(logged, "job ended")) == sorted(jobs.values())
    assert works(logged, "scheduled jobs started") == [None, None]


def test_a_request_that_the_sweep_fails_has_its_own_id(alpha: Mga, logged: StringIO) -> None:
    faktura = alpha.faktura
    with time_machine.travel(BEGIN, tick=False) as clock:
        request_id = start_upload(faktura, {**PDF, "webhookUrl": HOOK}).json["requestId"]
        clock.shift(25 * 3_600)
        for request in faktura.call("capture.select_overdue_requests", sweep_round())["requests"]:
            faktura.call("capture.end_overdue_request", request)

    [failed] = [line for line in lines(logged) if line["message"] == "request failed"]
    assert works(logged, "upload expected") == [failed["correlation_id"]] == [request_id]
    assert (failed["RequestsFailed"], failed["DocumentsFailed"]) == (1, 0)  # no document arrived


def test_a_try_that_continues_an_earlier_request_logs_both_ids(alpha: Mga, logged: StringIO) -> None:
    with time_machine.travel(BEGIN, tick=False) as clock:
        with dying_at("s3.PutObject"):
            accept(alpha.faktura, request_id="first", headers=KEY)
        clock.shift(31)
        accept(alpha.faktura, request_id="second", headers=KEY)
        read(alpha.faktura)

    [again] = [line for line in lines(logged) if line["message"] == "request tried again"]
    assert (again["correlation_id"], again["request_id"]) == ("first", "second")
    assert works(logged, "request accepted") == works(logged, "request completed") == ["first"]


@pytest.mark.parametrize("is_taken", [False, True])
def test_a_request_whose_202_could_not_be_recorded_is_counted_once_and_read_once(
    alpha: Mga, logged: StringIO, is_taken: bool
) -> None:
    """Each try counted it. A try after a reader had taken it also lost the pages that were read."""
    faktura = alpha.faktura

    with time_machine.travel(BEGIN, tick=False) as clock:
        token = alpha.token
        with losing_the_answer():
            accept(faktura, request_id="first", headers=KEY, token=token)
        if is_taken:
            with reading(0):
                read_again(faktura)
        taken = requests(faktura)
        clock.shift(31)
        again = accept(faktura, request_id="second", headers=KEY, token=token)
        asked_again = accept(faktura, request_id="third", headers=KEY, token=token)
        assert requests(faktura) == taken
        read(faktura)

    assert [(one.status, one.json["requestId"]) for one in (again, asked_again)] == [(202, "first")] * 2
    counts = [{name: line[name] for name in line if name.startswith("Requests")} for line in lines(logged)]
    assert [each for each in counts if each] == [{"RequestsAccepted": 1}, {"RequestsCompleted": 1}]


def test_a_document_that_is_read_twice_counts_once(alpha: Mga, logged: StringIO) -> None:
    push(alpha.faktura, pims_invoice())

    accept(alpha.faktura, request_id="r1")
    read(alpha.faktura, times=3)

    [completed] = [line for line in lines(logged) if "DocumentsRead" in line]
    counts = {name: value for name, value in completed.items() if name[0].isupper()}
    assert counts == {"RequestsCompleted": 1, "DocumentsRead": 1, "DocumentsVouched": 1}


def test_a_document_with_a_failed_check_counts_as_read_and_not_as_vouched_for(alpha: Mga, logged: StringIO) -> None:
    push(alpha.faktura, pims_invoice())

    answer = process(alpha.faktura, page(pims_invoice(total=999)), token=mga(alpha.faktura))

    [completed] = [line for line in lines(logged) if "DocumentsRead" in line]
    assert answer.json["validationResults"]["passed"] is False
    assert (completed["DocumentsRead"], completed["DocumentsVouched"]) == (1, 0)


def test_the_log_lines_of_a_document_are_short(alpha: Mga, logged: StringIO) -> None:
    with time_machine.travel(BEGIN, tick=False) as clock:
        with dying_at("s3.PutObject"):
            accept(alpha.faktura, request_id="x" * 36, headers=KEY, token=alpha.token)
        first = logged.getvalue()
        clock.shift(31)
        accept(alpha.faktura, request_id="y" * 36, headers=KEY, token=alpha.token)

    for written in (first, logged.getvalue().removeprefix(first)):
        assert len(written.encode()) <= 512
        assert len(written.splitlines()) == 1


def test_a_lookup_that_fails_in_the_background_is_no_fault_of_the_api(alpha: Mga, logged: StringIO) -> None:
    """`ApiFaults` counted it, so the alarm on failed calls went off though no call had failed."""
    push(alpha.faktura, pims_invoice())
    accept(alpha.faktura, request_id="r1")

    with lookups_failing():
        [failures] = read(alpha.faktura)

    [failed] = [line for line in lines(logged) if line["message"] == "message failed"]
    assert (len(failures), failed["correlation_id"]) == (1, "r1")
    assert "ProvisionedThroughputExceededException" in failed["exception"]
    assert [line for line in lines(logged) if "ApiFaults" in line] == []


def test_a_lookup_that_fails_while_its_caller_waits_is_one_fault_with_its_reason(alpha: Mga, logged: StringIO) -> None:
    with lookups_failing():
        answer = look_up(alpha.faktura, "1234567", token=alpha.token)

    assert (answer.status, answer.json["error"]["code"]) == (500, "PIMS_LOOKUP_FAILED")
    *throttled, line = lines(logged)
    assert {one["message"] for one in throttled} == {"aws call throttled"}
    assert (line["message"], line["ApiFaults"]) == ("endpoint unavailable", 1)
    assert "ProvisionedThroughputExceededException" in line["reason"]
    assert len(json.dumps(line)) <= 512


@contextmanager
def lookups_failing() -> Iterator[None]:
    """DynamoDB throttles every query of the practices' invoices."""

    def around(call: Call, carry_out: Carry) -> Answer:
        is_lookup = call.operation == "Query" and "Pims" in call.parameters["TableName"]
        return refusal(call, 400, "ProvisionedThroughputExceededException") if is_lookup else carry_out()

    with intercepted(around), virtual_sleep():
        yield


def test_an_order_counts_as_invoiced_once_however_often_its_chunk_is_rendered(
    acme: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    acme.invoice("A", "NOPE", "B")
    [job] = acme.jobs().json
    chunk = {"tenant": "acme", "jobId": job["jobId"], "chunk": 0}

    for task in ("number_chunk", "render_chunk", "render_chunk"):
        acme.faktura.call(f"jobs.{task}", chunk)
    acme.invoice("A", "B")

    assert published(capsys) == {"OrdersInvoiced": 2}


def test_orders_that_two_calls_render_at_once_count_once(acme: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """The second has read the chunk before the first records it, so its write meets the condition."""
    chunk = {"tenant": "acme", "jobId": acme.start("A", "B").json["jobId"], "chunk": 0}
    acme.faktura.call("jobs.number_chunk", chunk)
    with acme.faktura.environment("jobs.render_chunk"):
        from faktura.jobs.chunk import ChunkReference
        from faktura.jobs.outcome import Outcome

        jobs = JobStore.from_settings()
        before = jobs.chunk(ChunkReference.model_validate(chunk, by_alias=True))
        for order_ids in (("A",), ("A", "B")):
            jobs.record(before, {order_id: Outcome.invoiced(order_id, "R-1") for order_id in order_ids})

    assert published(capsys) == {"OrdersInvoiced": 2}


@pytest.mark.parametrize("lost", [1, 2])
def test_orders_count_once_if_the_response_to_their_write_is_lost(
    acme: Shop, capsys: pytest.CaptureFixture[str], lost: int
) -> None:
    """botocore retries the write, which then finds the chunk that it wrote itself."""
    chunk = {"tenant": "acme", "jobId": acme.start("A", "B").json["jobId"], "chunk": 0}
    acme.faktura.call("jobs.number_chunk", chunk)
    answers = iter([True] * lost)

    def around(call: Call, carry_out: Carry) -> Answer:
        answer = carry_out()
        is_write = call.operation == "PutItem" and "Job" in call.parameters["TableName"]
        return refusal(call, 500, "InternalServerError") if is_write and next(answers, False) else answer

    with intercepted(around), virtual_sleep():
        acme.faktura.call("jobs.render_chunk", chunk)

    assert next(answers, None) is None
    assert published(capsys) == {"OrdersInvoiced": 2}


def test_orders_that_two_calls_record_with_the_same_content_count_once(
    acme: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    """The chunk is stored as the second would write it, though the second did not write it."""
    chunk = {"tenant": "acme", "jobId": acme.start("A", "B").json["jobId"], "chunk": 0}
    with acme.faktura.environment("jobs.render_chunk"):
        from faktura.jobs.chunk import ChunkReference
        from faktura.jobs.outcome import Outcome

        jobs = JobStore.from_settings()
        before = jobs.chunk(ChunkReference.model_validate(chunk, by_alias=True))
        for _ in range(2):
            jobs.record(before, {"A": Outcome.invoiced("A", "R-1")})

    assert published(capsys) == {"OrdersInvoiced": 1}


def test_x_ray_gets_the_calls_of_a_sampled_request_and_none_of_its_content(alpha: Mga) -> None:
    owner = {"firstName": "Canary", "lastName": "Quetzal", "email": "canary@quetzal.example"}
    bind(alpha.faktura, **owner)
    push(alpha.faktura, pims_invoice(petOwner=owner))
    token, documents = mga(alpha.faktura), list[bytes]()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as daemon:
        daemon.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{daemon.getsockname()[1]}"
        alpha.faktura.variables |= {"AWS_XRAY_DAEMON_ADDRESS": address, "_X_AMZN_TRACE_ID": SAMPLED}
        try:
            answer = process(alpha.faktura, page(pims_invoice(petOwner=owner)), token=token)
        finally:
            for name in ("AWS_XRAY_DAEMON_ADDRESS", "_X_AMZN_TRACE_ID"):
                del alpha.faktura.variables[name]
        daemon.settimeout(0.2)
        try:
            while True:
                documents.append(daemon.recv(65_536))
        except TimeoutError:
            pass

    calls = [json.loads(document.split(b"\n")[1]) for document in documents]
    assert answer.status == 200
    assert {(one["name"], one["aws"]["operation"]) for one in calls} >= {
        ("dynamodb", "TransactWriteItems"),
        ("s3", "PutObject"),
        ("textract", "AnalyzeExpense"),
    }
    said = b"".join(documents).decode()
    secrets = ("Canary", "Quetzal", "quetzal", token, answer.headers["x-request-id"])
    assert [secret for secret in secrets if secret in said] == []


def test_personal_data_is_in_no_metric(acme: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    acme.has(sales_order("C", billingAddress={"contactName": "Canary Person", "street": "Canary Street"}))

    acme.invoice("A", "C")

    written = capsys.readouterr().out
    assert "OrdersInvoiced" in written
    assert "Canary" not in written
