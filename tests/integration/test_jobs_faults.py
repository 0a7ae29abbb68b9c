"""Invoice jobs with killed tasks, lost answers, races and executions that die; the handlers run on moto."""

import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from random import Random
from typing import Any

import pytest
import time_machine
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from moto.core.botocore_stubber import MockRawResponse

from local.dynamodb.conflicts import conflicting
from tests.support.deployment import Deployment
from tests.support.faults.calls import (
    Answer,
    Call,
    Carry,
    intercepted,
)
from tests.support.faults.crashes import Crash, crash_points
from tests.support.faults.injected import Faults
from tests.support.faults.interleaving import Interleaving
from tests.support.faults.state import Stored, snapshot
from tests.support.faults.virtual_time import virtual_sleep
from tests.support.jobs import (
    Shop,
    executions,
    function_of,
    invoking,
)
from tests.support.workflow import TaskCall, carry_out

TENANTS = ("acme", "globex", "initech")


@contextmanager
def killed(chance: Random) -> Iterator[None]:
    """Kills the process at one of its first ten AWS calls, before or after the call."""
    left, after = chance.randrange(10), chance.random() < 0.5

    def around(call: Call, carry_out_call: Carry) -> Answer:
        nonlocal left
        left -= 1
        if left > 0 or not call.url:
            return carry_out_call()
        if left == 0 and after:
            carry_out_call()
        raise Crash

    with intercepted(around):
        yield


class Storm:
    """Calls tasks; one in twenty is killed while it works, and one in twenty fails after its work."""

    def __init__(self, faktura: Deployment, chance: Random) -> None:
        self.struck: Counter[str] = Counter()
        self._faktura, self._chance = faktura, chance

    def __call__(self, call: TaskCall) -> Any:
        fate = self._chance.random()
        if fate < 0.05:
            self.struck[call.function] += 1
            with killed(self._chance):
                return self._faktura.call(function_of(call), call.document)
        answer = self._faktura.call(function_of(call), call.document)
        if fate < 0.1:
            self.struck[call.function] += 1
            raise ConnectionError
        return answer


def invoices(faktura: Deployment, tenant: str) -> dict[str, str]:
    """Order → number, from the stored invoices. If an order had two, `numbers` would have one more."""
    return {item["orderId"]: number for number, item in issued(faktura, tenant)}


def numbers(faktura: Deployment, tenant: str) -> list[str]:
    return sorted(number for number, _ in issued(faktura, tenant))


def issued(faktura: Deployment, tenant: str) -> list[tuple[str, Mapping[str, Any]]]:
    return [(item["record"], item) for item in faktura.items("JobTable") if item["tenant"] == f"{tenant}#invoice"]


def pdfs(tenant: str) -> list[str]:
    found = [re.fullmatch(r"invoices/(\w+)/(.+)\.pdf", stored.key) for stored in snapshot() if stored.service == "s3"]
    return sorted(one[2] for one in found if one and one[1] == tenant)


def test_a_thousand_orders_in_six_overlapping_jobs_each_become_one_invoice_and_one_pdf(faktura: Deployment) -> None:
    chance, names = Random(20), [f"order {n}" for n in range(334)]
    for tenant in TENANTS:
        shop = Shop(faktura, tenant)
        shop.numbering(startValue=100)
        shop.has(*names)
    jobs = []
    for tenant in TENANTS:
        for named in (names[:250], names[84:]):
            jobs.append((tenant, Shop(faktura, tenant).start(*named).json["jobId"]))
    storm = Storm(faktura, chance)

    with virtual_sleep(), conflicting(rate=0.02, seed=20):
        carry_out(executions(faktura, chance), storm, chance)

    assert min(storm.struck["NumberChunk"], storm.struck["RenderChunk"]) >= 1
    expected = [f"R-{n:04d}" for n in range(101, 435)]
    for tenant in TENANTS:
        assert numbers(faktura, tenant) == pdfs(tenant) == expected
        assert sorted(invoices(faktura, tenant)) == sorted(names)
    by_order = {tenant: invoices(faktura, tenant) for tenant in TENANTS}
    successes = {tenant: Counter[str]() for tenant in TENANTS}
    for tenant, job_id in jobs:
        shop, invoiced = Shop(faktura, tenant), by_order[tenant]
        assert shop.job(job_id, pageSize=1).json["jobStatus"] == "DONE"
        for order_id, (status, detail) in shop.outcomes(job_id).items():
            number = invoiced[order_id]
            assert (status, detail) in [
                ("SUCCESS", number),
                ("FAILURE", f"The order already has an invoice: {number}."),
            ]
            successes[tenant][order_id] += status == "SUCCESS"
    assert all(successes[tenant] == Counter(names) for tenant in TENANTS)


TASKS = ("jobs.select_orders", "jobs.number_chunk", "jobs.render_chunk", "jobs.finish_job")


@pytest.mark.parametrize("task", TASKS)
def test_a_task_that_dies_at_any_call_and_is_repeated_leaves_the_same_state(faktura: Deployment, task: str) -> None:
    job: dict[str, Any] = {}

    @contextmanager
    def before_the_task() -> Iterator[None]:
        faktura.empty()
        shop = Shop(faktura)
        shop.numbering()
        shop.has("A", "B", "C")
        with time_machine.travel("2026-11-21T09:30:00Z", tick=False):
            job.update(tenant="acme", jobId=Shop(faktura).start("A", "NOPE", "B", "C").json["jobId"], chunk=0)
            for earlier in TASKS[: TASKS.index(task)]:
                faktura.call(earlier, job)
        yield

    def call() -> None:
        with time_machine.travel("2026-11-21T09:30:00Z", tick=False), virtual_sleep():
            faktura.call(task, job)

    for point in crash_points(before_the_task, call, without_ids):
        call()

        assert snapshot(without_ids) == point.undisturbed, point


DIFFERENT_EACH_TIME = ("version", "writtenBy", "jobId", "invoiceJob", "correlationId")


VERSION = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""The id of a version of an object, as moto makes it."""


def without_ids(stored: Stored) -> Stored | None:
    """Without what differs between runs: ids of the job and of versions, and the version and the writer of a chunk."""
    value = stored.value
    if isinstance(value, Mapping) and "record" in value:
        value = {name: one for name, one in value.items() if name not in DIFFERENT_EACH_TIME}
        for name in ("outcomes", "pdfVersions"):
            if name in value:
                value[name] = VERSION.sub(b"version", zlib.decompress(bytes(value[name])))
        if "pdfVersion" in value:
            value["pdfVersion"] = VERSION.sub(b"version", value["pdfVersion"].encode())
        value |= {name: re.sub("[0-9a-f]{32}", "id", value[name]) for name in ("tenant", "record")}
        return replace(stored, key="", value=value)
    return stored


@pytest.mark.parametrize("key", [None, "friday"])
def test_a_request_that_dies_at_any_call_leaves_a_complete_job_or_none(faktura: Deployment, key: str | None) -> None:
    headers = {"Idempotency-Key": key} if key else {}
    job_ids: set[str] = set()

    @contextmanager
    def orders() -> Iterator[None]:
        faktura.empty()
        Shop(faktura).numbering()
        Shop(faktura).has("A", "B")
        job_ids.clear()
        yield

    def start() -> None:
        job_ids.add(Shop(faktura).start("A", "B", headers=headers).json["jobId"])

    for point in crash_points(orders, start):
        start()
        with time_machine.travel("2099-01-01T00:00:00Z", tick=False):
            faktura.call("jobs.sweep_jobs", {})
        carry_out(executions(faktura), invoking(faktura), Random(0))

        jobs = Shop(faktura).jobs().json
        assert {job["jobStatus"] for job in jobs} == {"DONE"}, point
        assert job_ids <= {job["jobId"] for job in jobs}, point
        assert len(jobs) == 1 or not key, point
        assert numbers(faktura, "acme") == pdfs("acme") == ["R-0001", "R-0002"], point


@pytest.mark.parametrize("seed", range(25))
def test_two_calls_of_one_task_and_another_job_number_each_order_once(faktura: Deployment, seed: int) -> None:
    """A call that Step Functions has given up, its repetition, and another job with the same orders."""
    shop = Shop(faktura)
    shop.numbering()
    shop.has("A", "B", "C")
    mine, other = ({"tenant": "acme", "jobId": shop.start("A", "B", "C").json["jobId"], "chunk": 0} for _ in range(2))
    with faktura.environment("jobs.number_chunk"):
        from jobs.number_chunk import handler

        workers = Interleaving(seed).run(*(partial(handler, job, None) for job in (mine, mine, other)))

    assert [worker.error for worker in workers] == [None] * 3
    assert numbers(faktura, "acme") == ["R-0001", "R-0002", "R-0003"]
    assert sorted(invoices(faktura, "acme")) == ["A", "B", "C"]
    for job in (mine, other):
        faktura.call("jobs.render_chunk", job)
        faktura.call("jobs.finish_job", job)
    successes = [shop.outcomes(job["jobId"])[order_id][0] for job in (mine, other) for order_id in "ABC"]
    assert Counter(successes) == {"SUCCESS": 3, "FAILURE": 3}


@pytest.mark.parametrize("seed", range(20))
def test_two_jobs_that_skip_the_same_taken_number_skip_no_other(faktura: Deployment, seed: int) -> None:
    """`R1` + `1` is taken, and both calls come to `R` + `11`."""
    shop = Shop(faktura)
    shop.has("A", "B", "C")
    shop.numbering(preText="R1", numberOfDigits=0)
    shop.invoice("A")
    shop.numbering(preText="R", numberOfDigits=0, startValue=10)
    jobs = [{"tenant": "acme", "jobId": shop.start(order).json["jobId"], "chunk": 0} for order in "BC"]
    with faktura.environment("jobs.number_chunk"):
        from jobs.number_chunk import handler

        workers = Interleaving(seed).run(*(partial(handler, job, None) for job in jobs))

    assert [worker.error for worker in workers] == [None] * 2
    assert numbers(faktura, "acme") == ["R11", "R12", "R13"]


@pytest.mark.parametrize("seed", range(20))
def test_an_order_gets_no_number_after_its_job_has_failed_it(faktura: Deployment, seed: int) -> None:
    """A call that Step Functions has given up still works while its job is ended."""
    shop = Shop(faktura)
    shop.numbering()
    shop.has("A")
    job = {"tenant": "acme", "jobId": shop.start("A").json["jobId"], "chunk": 0}
    with faktura.environment("jobs.number_chunk"):
        from jobs.finish_job import handler as finish
        from jobs.number_chunk import handler as number

        workers = Interleaving(seed).run(partial(number, job, None), partial(finish, job, None))

    assert [worker.error for worker in workers] == [None] * 2
    outcome = shop.outcomes(job["jobId"])["A"]
    if numbers(faktura, "acme"):
        assert outcome == ("FAILURE", "Invoice R-0001 was created, but its PDF could not be made.")
    else:
        assert outcome == ("FAILURE", "The order was not processed.")


@pytest.mark.parametrize("seed", range(12))
def test_a_success_that_is_recorded_while_the_job_ends_is_not_lost(faktura: Deployment, seed: int) -> None:
    shop = Shop(faktura)
    shop.numbering()
    shop.has("A")
    job = {"tenant": "acme", "jobId": shop.start("A").json["jobId"], "chunk": 0}
    faktura.call("jobs.number_chunk", job)
    with faktura.environment("jobs.render_chunk"):
        from jobs.finish_job import handler as finish
        from jobs.render_chunk import handler as render

        workers = Interleaving(seed).run(partial(render, job, None), partial(finish, job, None))

    assert [worker.error for worker in workers] == [None] * 2
    assert shop.outcomes(job["jobId"]) == {"A": ("SUCCESS", "R-0001")}


@pytest.mark.parametrize("seed", range(10))
def test_an_order_that_is_stored_while_it_is_numbered_waits_no_longer(faktura: Deployment, seed: int) -> None:
    shop = Shop(faktura)
    shop.numbering()
    shop.has("A")
    job = {"tenant": "acme", "jobId": shop.start("A").json["jobId"], "chunk": 0}
    content = shop.get_order("A").json
    with faktura.environment("jobs.number_chunk"):
        from faktura.jobs.orders.order_store import OrderStore
        from jobs.number_chunk import handler

        put = partial(OrderStore.from_settings().put, "acme", "A", {**content, "note": "changed"})
        workers = Interleaving(seed).run(partial(handler, job, None), put)

    assert [worker.error for worker in workers] == [None] * 2
    [order] = [item for item in faktura.items("JobTable") if item["tenant"] == "acme#order"]
    assert (order["invoiceNumber"], "waiting" in order) == ("R-0001", False)
    assert shop.get_order("A").json["note"] == "changed"


def test_failed_calls_are_repeated_and_nothing_is_lost(faktura: Deployment) -> None:
    shop, names = Shop(faktura), [f"A{n}" for n in range(120)]
    shop.numbering()
    shop.has(*names)
    job_id = shop.start(*names).json["jobId"]

    with Faults(seed=8, rate=0.1) as faults:
        carry_out(executions(faktura), invoking(faktura), Random(8))

    assert len(faults.struck) > 10
    assert {status for status, _ in shop.outcomes(job_id).values()} == {"SUCCESS"}
    assert numbers(faktura, "acme") == pdfs("acme") == [f"R-{n:04d}" for n in range(1, 121)]


def test_pdfs_drawn_before_a_call_runs_out_of_time_are_recorded(faktura: Deployment) -> None:
    shop, names = Shop(faktura), [f"A{n}" for n in range(25)]
    shop.numbering()
    shop.has(*names)
    job = {"tenant": "acme", "jobId": shop.start(*names).json["jobId"], "chunk": 0}
    faktura.call("jobs.number_chunk", job)
    stored = 0

    def out_of_time(call: Call, carry_out_call: Carry) -> Answer:
        nonlocal stored
        stored += call.operation == "PutObject" and bool(call.url)
        if stored > 22:
            raise Crash
        return carry_out_call()

    with pytest.raises(Crash), virtual_sleep(), intercepted(out_of_time):
        faktura.call("jobs.render_chunk", job)

    assert Counter(status for status, _ in shop.outcomes(job["jobId"]).values()) == {"SUCCESS": 20, "PENDING": 5}
    faktura.call("jobs.render_chunk", job)
    assert Counter(status for status, _ in shop.outcomes(job["jobId"]).values()) == {"SUCCESS": 25}


def test_unprocessed_items_of_dynamodb_are_read_again(faktura: Deployment) -> None:
    shop, names = Shop(faktura), [f"A{n}" for n in range(10)]
    shop.numbering()
    shop.has(*names)
    job_id = shop.start(*names).json["jobId"]

    def three_at_a_time(call: Call, carry_out_call: Carry) -> Answer:
        answer = carry_out_call()
        if call.operation != "BatchGetItem" or not answer or not call.parameters["RequestItems"]:
            return answer
        found = json.loads(answer.content)
        [(table, items)] = found["Responses"].items()
        key = ("tenant", "record")
        kept_back = [{name: item[name] for name in key} for item in items[3:] if "record" in item]
        if kept_back:
            found["Responses"][table] = items[:3]
            found["UnprocessedKeys"] = {table: {"Keys": kept_back, "ConsistentRead": True}}
        return AWSResponse(call.url, 200, HTTPHeaders(), MockRawResponse(json.dumps(found)))

    with virtual_sleep(), intercepted(three_at_a_time):
        carry_out(executions(faktura), invoking(faktura), Random(0))

    assert {status for status, _ in shop.outcomes(job_id).values()} == {"SUCCESS"}


# ---------------------------------------------------------------- jobs whose execution died


def death(job: Mapping[str, Any], status: str = "TIMED_OUT") -> dict[str, Any]:
    """The event of Step Functions for an execution that ended."""
    text = f'{{"tenant":"{job["tenant"]}","jobId":"{job["jobId"]}"}}'
    return {"source": "aws.states", "detail": {"name": job["jobId"], "status": status, "input": text}}


@pytest.mark.parametrize("steps", range(6))
def test_the_sweep_ends_a_job_whose_execution_died_anywhere(faktura: Deployment, steps: int) -> None:
    shop, names = Shop(faktura), [f"A{n}" for n in range(101)]
    shop.numbering()
    shop.has("A0", "A100")
    job = {"tenant": "acme", "jobId": shop.start(*names).json["jobId"]}
    [execution] = executions(faktura)
    for _ in range(steps):
        execution.step(invoking(faktura))
    execution.abort()

    for _ in range(2):
        faktura.call("jobs.sweep_jobs", death(job, "ABORTED"))

    assert shop.job(job["jobId"]).json["jobStatus"] == "DONE"
    outcomes = shop.outcomes(job["jobId"])
    assert {status for status, _ in outcomes.values()} <= {"SUCCESS", "FAILURE"}
    for order_id, number in invoices(faktura, "acme").items():
        unseen = ("FAILURE", f"Invoice {number} was created, but its PDF could not be made.")
        assert outcomes[order_id] in [("SUCCESS", number), unseen]


def test_rendering_a_swept_chunk_again_draws_its_missing_pdfs(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.numbering()
    shop.has("A", "B")
    job = {"tenant": "acme", "jobId": shop.start("A", "NOPE", "B").json["jobId"], "chunk": 0}
    faktura.call("jobs.number_chunk", job)
    faktura.call("jobs.sweep_jobs", death(job))
    assert [status for status, _ in shop.outcomes(job["jobId"]).values()] == ["FAILURE"] * 3

    faktura.call("jobs.render_chunk", job)

    assert shop.outcomes(job["jobId"]) == {
        "A": ("SUCCESS", "R-0001"),
        "NOPE": ("FAILURE", "The order does not exist."),
        "B": ("SUCCESS", "R-0002"),
    }


def test_a_chunk_that_keeps_failing_fails_only_its_own_orders(faktura: Deployment) -> None:
    shop, names = Shop(faktura), [f"A{n}" for n in range(101)]
    shop.numbering()
    shop.has("A0", "A100")
    job_id = shop.start(*names).json["jobId"]
    [execution] = executions(faktura)

    def no_second_chunk(call: TaskCall) -> Any:
        if call.document.get("chunk") == 1 and call.function == "RenderChunk":
            raise ConnectionError
        return faktura.call(function_of(call), call.document)

    carry_out([execution], no_second_chunk, Random(0))

    outcomes = shop.outcomes(job_id)
    number = invoices(faktura, "acme")["A100"]
    assert outcomes["A0"][0] == "SUCCESS"
    assert outcomes["A100"] == ("FAILURE", f"Invoice {number} was created, but its PDF could not be made.")
    assert shop.job(job_id, pageSize=1).json["jobStatus"] == "DONE"
    assert execution.status == "FAILED"


def test_numbered_orders_are_drawn_even_if_the_task_fails_afterwards(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.numbering()
    shop.has("A")
    job_id = shop.start("A").json["jobId"]

    def numbering_dies_at_its_end(call: TaskCall) -> Any:
        answer = faktura.call(function_of(call), call.document)
        if call.function == "NumberChunk":
            raise ConnectionError
        return answer

    carry_out(executions(faktura), numbering_dies_at_its_end, Random(0))

    assert shop.outcomes(job_id) == {"A": ("SUCCESS", "R-0001")}


def test_an_event_of_a_missing_job_has_no_effect(faktura: Deployment) -> None:
    faktura.call("jobs.sweep_jobs", death({"tenant": "acme", "jobId": "gone"}))

    assert faktura.items("JobTable") == []


def test_the_scheduled_sweep_leaves_young_jobs_alone(faktura: Deployment) -> None:
    Shop(faktura).start("A")

    faktura.call("jobs.sweep_jobs", {})

    [job] = Shop(faktura).jobs().json
    assert job["jobStatus"] == "IN_PROGRESS"


def test_no_log_has_personal_data_or_tokens(faktura: Deployment, logged: Any) -> None:
    from tests.support.builders import sales_order

    shop = Shop(faktura)
    shop.numbering()
    shop.configure("sellerAddress", {"name": "Canary Seller"})
    shop.has(sales_order("A", billingAddress={"contactName": "Canary Person"}))
    shop.has(sales_order("B", billingAddress={"contactName": "Canary Person", "street": 5}))
    shop.invoice("A", "B")

    assert "job ended" in logged.getvalue()
    assert "Canary" not in logged.getvalue()
    assert shop.token not in logged.getvalue()
