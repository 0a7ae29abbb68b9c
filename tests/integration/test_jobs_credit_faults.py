"""Credit notes with races, dying functions, lost answers and failing services; the handlers run on moto."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
import time_machine
from botocore.exceptions import EndpointConnectionError

from faktura.core import json
from tests.support.builders import http_event, sales_order
from tests.support.deployment import Deployment, Reply
from tests.support.faults.calls import Answer, Call, Carry, intercepted
from tests.support.faults.crashes import crash_points
from tests.support.faults.injected import Faults
from tests.support.faults.interleaving import Interleaving
from tests.support.faults.state import Stored, snapshot
from tests.support.faults.virtual_time import virtual_sleep
from tests.support.jobs import INVOICES, Shop, downloaded

ID = "Ui0wMDAx"
PATH = INVOICES + "/{invoiceId}/credit-note"
KEY = {"Idempotency-Key": "friday"}
MOMENT = "2026-11-21T09:30:00Z"


def ready(faktura: Deployment, *order_ids: str) -> Shop:
    """A shop with an invoice of each order; they are numbered from R-0001."""
    shop = Shop(faktura)
    shop.numbering()
    shop.numbers_credit_notes()
    shop.issued(*(order_ids or ("A",)))
    return shop


def crediting(shop: Shop, *lines: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Any:
    """A call of the endpoint in this process, for an interleaving; returns status and body."""
    from jobs.credit_invoice import handler

    variables = {"tenant": shop.tenant, "invoiceId": ID}
    body = {"lines": list(lines)} if lines else {}
    event = http_event("POST", PATH.format(**variables), body, shop.token, headers, **variables)

    def call() -> tuple[int, Any]:
        answer = handler(event, None)
        return answer["statusCode"], json.loads(answer["body"].encode())

    return call


def until_credited(shop: Shop, line: Mapping[str, Any], key: str) -> Reply:
    """The response of a request that is repeated with the same key until it succeeds, at most twenty times."""
    replies = (shop.credit(ID, line, headers={"Idempotency-Key": key}) for _ in range(8))
    return next(reply for reply in replies if reply.status == 201)


def credit_notes(shop: Shop) -> list[str]:
    return sorted(one["number"] for one in shop.invoices(kind="CREDIT_NOTE").json)


# ---------------------------------------------------------------- races


@pytest.mark.parametrize("seed", range(8))
def test_two_whole_credits_at_once_are_one(faktura: Deployment, seed: int) -> None:
    shop = ready(faktura)
    with faktura.environment("jobs.credit_invoice"):
        workers = Interleaving(seed).run(crediting(shop), crediting(shop))

    assert [worker.error for worker in workers] == [None] * 2
    assert sorted(worker.result[0] for worker in workers) == [201, 409]
    assert credit_notes(shop) == ["C-0001"]


@pytest.mark.parametrize("seed", range(8))
def test_credits_at_once_never_credit_more_than_there_is(faktura: Deployment, seed: int) -> None:
    shop = ready(faktura)
    two_pieces = {"lineId": "1", "quantity": 2}
    with faktura.environment("jobs.credit_invoice"):
        workers = Interleaving(seed).run(
            *(crediting(shop, two_pieces) for _ in range(2)), crediting(shop, {"lineId": "2"})
        )

    assert [worker.error for worker in workers] == [None] * 3
    assert sorted(worker.result[0] for worker in workers) == [201, 201, 409]
    assert credit_notes(shop) == ["C-0001", "C-0002"]
    left = [one["creditable"]["amount"] for one in shop.document(ID).json["lines"]]
    assert left == [100, 0, 35]


@pytest.mark.parametrize("seed", range(8))
def test_a_request_that_is_delivered_twice_at_once_is_one(faktura: Deployment, seed: int) -> None:
    shop = ready(faktura)
    with faktura.environment("jobs.credit_invoice"):
        workers = Interleaving(seed).run(*(crediting(shop, headers=KEY) for _ in range(2)))

    assert [worker.error for worker in workers] == [None] * 2
    assert [worker.result[0] for worker in workers] == [201, 201]
    assert workers[0].result[1] == workers[1].result[1]
    assert credit_notes(shop) == ["C-0001"]


@pytest.mark.parametrize("seed", range(8))
def test_invoices_and_credit_notes_that_share_a_counter_have_no_gaps(faktura: Deployment, seed: int) -> None:
    shop = ready(faktura)
    shop.numbers_credit_notes(preText="R-")
    shop.has("B", "C")
    job = {"tenant": "acme", "jobId": shop.start("B", "C").json["jobId"], "chunk": 0}
    with faktura.environment("jobs.credit_invoice"):
        from jobs.number_chunk import handler

        workers = Interleaving(seed).run(partial(handler, job, None), crediting(shop, {"lineId": "1"}))

    assert [worker.error for worker in workers] == [None] * 2
    assert sorted(one["number"] for one in shop.invoices().json) == ["R-0001", "R-0002", "R-0003", "R-0004"]


@pytest.mark.parametrize("seed", range(8))
def test_two_jobs_at_once_invoice_a_credited_order_once(faktura: Deployment, seed: int) -> None:
    shop = ready(faktura)
    shop.credit(ID)
    jobs = [{"tenant": "acme", "jobId": shop.start("A").json["jobId"], "chunk": 0} for _ in range(2)]
    with faktura.environment("jobs.number_chunk"):
        from jobs.number_chunk import handler

        workers = Interleaving(seed).run(*(partial(handler, job, None) for job in (*jobs, jobs[0])))

    assert [worker.error for worker in workers] == [None] * 3
    assert sorted(one["number"] for one in shop.invoices(kind="INVOICE").json) == ["R-0001", "R-0002"]


@pytest.mark.parametrize("seed", range(8))
def test_an_order_that_is_credited_while_it_is_numbered_is_invoiced_anew_at_most_once(
    faktura: Deployment, seed: int
) -> None:
    shop = ready(faktura)
    job = {"tenant": "acme", "jobId": shop.start("A").json["jobId"], "chunk": 0}
    with faktura.environment("jobs.credit_invoice"):
        from jobs.number_chunk import handler

        workers = Interleaving(seed).run(partial(handler, job, None), crediting(shop))

    assert [worker.error for worker in workers] == [None] * 2
    faktura.call("jobs.number_chunk", job)
    faktura.call("jobs.render_chunk", job)
    found = sorted(one["number"] for one in shop.invoices(kind="INVOICE").json)
    expected = ("SUCCESS", "R-0002"), ("FAILURE", "The order already has an invoice: R-0001.")
    assert shop.outcomes(job["jobId"])["A"] == expected[0 if "R-0002" in found else 1]


@pytest.mark.parametrize("seed", range(12))
def test_an_order_that_is_stored_while_it_is_credited_waits_for_no_job(faktura: Deployment, seed: int) -> None:
    shop = ready(faktura)
    with faktura.environment("jobs.credit_invoice"):
        from faktura.jobs.orders.order_store import OrderStore

        content = json.loads(shop.get_order("A").text.encode())
        put = partial(OrderStore.from_settings().put, "acme", "A", content)
        workers = Interleaving(seed).run(crediting(shop), put)

    assert [worker.error for worker in workers] == [None] * 2
    [order] = [item for item in faktura.items("JobTable") if item["tenant"] == "acme#order"]
    assert (order["creditedBy"], "waiting" in order) == ("C-0001", False)


# ---------------------------------------------------------------- crashes


def without_links(stored: Stored) -> Stored | None:
    """Without what differs between runs: ids of jobs and requests, and the record's body, which has a signed link."""
    from dataclasses import replace

    other = (
        "jobId",
        "invoiceJob",
        "holder",
        "expiresAt",
        "correlationId",
        "version",
        "writtenBy",
        "body",
        "outcomes",
        "pdfVersions",
    )
    other += ("pdfVersion", "pdfVersions")
    if isinstance(stored.value, Mapping):
        if "#job" in str(stored.value.get("tenant")) or "#chunk" in str(stored.value.get("tenant")):
            return None
        value = {name: one for name, one in stored.value.items() if name not in other}
        return replace(stored, value=value)
    return stored


@pytest.mark.parametrize("lines", [(), ({"lineId": "1", "quantity": 1},)], ids=["all of it", "a part"])
def test_a_request_that_dies_at_any_call_and_is_repeated_leaves_the_same_state(
    faktura: Deployment, lines: tuple[Mapping[str, Any], ...]
) -> None:
    @contextmanager
    def an_invoice() -> Iterator[None]:
        faktura.empty()
        with time_machine.travel(MOMENT, tick=False):
            ready(faktura)
        yield

    def credit() -> None:
        with time_machine.travel(MOMENT, tick=False), virtual_sleep():
            shop = Shop(faktura)
            reply = shop.credit(ID, *lines, headers=KEY)
            assert reply.status == 201
            document = shop.document(reply.json["invoiceId"]).json
            assert document["number"] in downloaded(document["downloadLink"])[1]

    for point in crash_points(an_invoice, credit, without_links):
        credit()

        assert snapshot(without_links) == point.undisturbed, point


@pytest.mark.parametrize("call", ["jobs.number_chunk", "jobs.render_chunk"])
def test_a_task_that_dies_while_it_invoices_anew_and_is_repeated_leaves_the_same_state(
    faktura: Deployment, call: str
) -> None:
    job: dict[str, Any] = {}

    @contextmanager
    def a_credited_order() -> Iterator[None]:
        faktura.empty()
        with time_machine.travel(MOMENT, tick=False):
            shop = ready(faktura)
            shop.credit(ID)
            job.update(tenant="acme", jobId=shop.start("A").json["jobId"], chunk=0)
            if call == "jobs.render_chunk":
                faktura.call("jobs.number_chunk", job)
        yield

    def task() -> None:
        with time_machine.travel(MOMENT, tick=False), virtual_sleep():
            faktura.call(call, job)

    for point in crash_points(a_credited_order, task, without_links):
        task()

        assert snapshot(without_links) == point.undisturbed, point


# ---------------------------------------------------------------- failing services


def test_a_credit_note_whose_pdf_was_not_stored_is_drawn_when_it_is_read(faktura: Deployment) -> None:
    shop = ready(faktura)

    def no_s3(call: Call, carry_out_call: Carry) -> Answer:
        if call.service == "s3" and call.operation == "PutObject":
            raise EndpointConnectionError(endpoint_url="https://unreachable")
        return carry_out_call()

    with virtual_sleep(), intercepted(no_s3):
        reply = shop.credit(ID)

    assert reply.status == 201
    document = shop.document(reply.json["invoiceId"]).json
    assert "C-0001" in downloaded(document["downloadLink"])[1]
    [stored] = [item for item in faktura.items("JobTable") if item["record"] == "C-0001" and "bill" in item]
    assert "undrawn" not in stored


def test_failed_calls_are_repeated_and_nothing_is_lost_or_doubled(faktura: Deployment) -> None:
    shop = ready(faktura)
    line = {"lineId": "1", "quantity": 0.1}

    with Faults(seed=15, rate=0.1) as faults:
        replies = [until_credited(shop, line, f"key {n}") for n in range(30)]

    assert len(faults.struck) > 10
    assert [reply.json["number"] for reply in replies] == [f"C-{n:04d}" for n in range(1, 31)]
    [left, *_] = [one["creditable"] for one in shop.document(ID).json["lines"]]
    assert left == {"quantity": 0, "amount": 0}
    assert sum(reply.json["net"] for reply in replies) == 300


@pytest.mark.parametrize(
    "function", ["jobs.list_invoices", "jobs.get_invoice", "jobs.get_e_invoice", "jobs.credit_invoice"]
)
def test_an_endpoint_without_its_table_is_a_503_and_changes_nothing(faktura: Deployment, function: str) -> None:
    shop = ready(faktura)
    before = snapshot()
    calls = {
        "jobs.list_invoices": shop.invoices,
        "jobs.get_invoice": partial(shop.document, ID),
        "jobs.get_e_invoice": partial(shop.e_invoice, ID),
        "jobs.credit_invoice": partial(shop.credit, ID),
    }
    token = shop.token

    def no_table(call: Call, carry_out_call: Carry) -> Answer:
        if call.service == "dynamodb" and "JobTable" in str(call.parameters):
            raise EndpointConnectionError(endpoint_url="https://unreachable")
        return carry_out_call()

    with virtual_sleep(), intercepted(no_table):
        reply = calls[function]()

    assert (reply.status, reply.json["message"]) == (503, "The service is temporarily unavailable.")
    assert snapshot() == before
    assert token not in reply.text


def test_sales_of_other_orders_are_not_touched(faktura: Deployment) -> None:
    shop = ready(faktura, "A", "B")
    before = [item for item in faktura.items("JobTable") if item["record"] in ("B", "R-0002")]

    shop.credit(ID)

    assert [item for item in faktura.items("JobTable") if item["record"] in ("B", "R-0002")] == before
    assert sales_order("B")["id"] == "B"
