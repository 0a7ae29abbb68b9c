"""Stopping the stack and starting it again: what was on is on, what was off stays off, and each may be repeated."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from faktura.core.aws import client
from tests.support.bookkeeping import Desk
from tests.support.builders import http_event
from tests.support.deployment import Deployment
from tests.support.faults.calls import Answer, Call, Carry, intercepted
from tests.support.faults.crashes import crash_points
from tests.support.faults.virtual_time import virtual_sleep
from tests.support.operator import Operator, operating

STOP = ("stop", "--drain", "0", "--wait", "0")


@pytest.fixture
def operator(faktura: Deployment) -> Iterator[Operator]:
    with operating(faktura) as operator:
        yield operator
        operator.run("start")


def switches(faktura: Deployment) -> dict[str, bool]:
    """What is on."""
    found = faktura.stack.switches
    queues = {one.logical_id: found.polls(one.logical_id) for one in faktura.stack.subscriptions}
    schedules = {one.logical_id: found.fires(one.logical_id) for one in faktura.stack.schedules}
    return queues | schedules | {"Api": "stopped" not in (found.stage_variables() or {})}


def through_the_gateway(faktura: Deployment, event: Mapping[str, Any]) -> dict[str, Any]:
    """The event with the variables of the stage."""
    return {**event, "stageVariables": faktura.stack.switches.stage_variables()}


def test_a_stop_turns_everything_off_and_a_start_turns_it_on(faktura: Deployment, operator: Operator) -> None:
    before = switches(faktura)

    stopped = operator.run(*STOP)
    meanwhile = switches(faktura)
    started = operator.run("start")

    assert (stopped.status, stopped.report["state"]) == (0, "stopped")
    assert set(before.values()) == {True}
    assert set(meanwhile.values()) == {False}
    assert (started.status, started.report["state"], switches(faktura)) == (0, "started", before)


def test_a_start_leaves_off_what_the_operator_had_turned_off(faktura: Deployment, operator: Operator) -> None:
    schedule = client("scheduler").get_schedule(Name="faktura-job-sweep")
    terms = {name: value for name, value in schedule.items() if name in ("Name", "ScheduleExpression", "Target")}
    terms["FlexibleTimeWindow"] = schedule["FlexibleTimeWindow"]
    client("scheduler").update_schedule(**terms, State="DISABLED")

    operator.run(*STOP)
    operator.run(*STOP)
    operator.run("start")

    assert {name for name, on in switches(faktura).items() if not on} == {"JobsSweepJobsFunctionSchedule"}
    client("scheduler").update_schedule(**terms, State="ENABLED")


def test_a_schedule_keeps_all_its_terms(operator: Operator) -> None:
    names = ("faktura-job-sweep", "faktura-request-sweep", "faktura-scheduled-jobs")
    volatile = ("LastModificationDate", "ResponseMetadata")

    def terms() -> list[dict[str, Any]]:
        found = [client("scheduler").get_schedule(Name=name) for name in names]
        return [{name: value for name, value in one.items() if name not in volatile} for one in found]

    before = terms()
    operator.run(*STOP)
    operator.run("start")

    assert terms() == before


def test_starting_what_is_not_stopped_changes_nothing(faktura: Deployment, operator: Operator) -> None:
    before = switches(faktura)

    outcome = operator.run("start")

    assert (outcome.status, outcome.report["state"], switches(faktura)) == (0, "was not stopped", before)


def test_a_stopped_service_answers_503_and_says_when_to_try_again(faktura: Deployment, operator: Operator) -> None:
    desk = Desk.of(faktura)
    operator.run(*STOP)

    reply = faktura.request("billing.create_invoice", through_the_gateway(faktura, desk.event("POST", "/api/invoices")))
    health = faktura.request("service.health", through_the_gateway(faktura, http_event("GET", "/health")))
    operator.run("start")
    after = faktura.request("billing.create_invoice", through_the_gateway(faktura, desk.event("POST", "/api/invoices")))

    assert (reply.status, reply.headers["Retry-After"]) == (503, "300")
    assert "stopped for maintenance" in reply.text
    assert health.status == 200
    assert (after.status, after.json["invoiceNumber"]) == (201, "0001")


@pytest.mark.parametrize("command", [STOP, ("start",)])
def test_a_command_that_died_at_any_call_is_finished_by_the_same_or_undone_by_start(
    faktura: Deployment, operator: Operator, command: tuple[str, ...]
) -> None:
    @contextmanager
    def world() -> Iterator[None]:
        operator.run("start")
        if command == ("start",):
            operator.run(*STOP)
        yield

    for point in crash_points(world, lambda: operator.run(*command)):
        finished = operator.run(*command)
        reached = set(switches(faktura).values())
        operator.run("start")

        assert (finished.status, reached) == (0, {command == ("start",)}), point
        assert set(switches(faktura).values()) == {True}, point


def test_a_stop_waits_for_running_executions_and_ends_deliveries(
    faktura: Deployment, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    machines = {name: faktura.stack.physical[name] for name in ("CaptureWebhookDelivery", "JobsInvoiceJob")}
    running = {machine: [f"{machine}:one"] for machine in machines.values()}
    ended: list[str] = []
    store = "faktura.operations.pausing.execution_store.ExecutionStore"
    monkeypatch.setattr(f"{store}.running", lambda _, machine: running.get(machine, []))

    def end(_: object, execution: str) -> None:
        ended.append(execution)
        running[machines["CaptureWebhookDelivery"]] = []

    monkeypatch.setattr(f"{store}.end", end)

    with virtual_sleep():
        refused = operator.run(*STOP)
        running.clear()
        repeated = operator.run(*STOP)

    assert (refused.status, repeated.status) == (1, 0)
    assert "1 of JobsInvoiceJob" in refused.said
    assert ended == [f"{machines['CaptureWebhookDelivery']}:one"]


def test_a_restore_writes_only_while_the_stack_is_stopped(faktura: Deployment, operator: Operator) -> None:
    Desk.of(faktura).ask("create_invoice", "POST", "/api/invoices")
    terms = ("restore", "--table", "billing", "--at", operator.moment().isoformat(), "--apply")

    running = operator.run(*terms)
    operator.run(*STOP)
    stopped = operator.run(*terms)

    assert (running.status, stopped.status) == (1, 0)


def test_a_stop_that_still_waits_is_no_stop_for_a_restore(
    faktura: Deployment, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    Desk.of(faktura).ask("create_invoice", "POST", "/api/invoices")
    terms = ("restore", "--table", "billing", "--at", operator.moment().isoformat(), "--apply")
    machine, running = faktura.stack.physical["JobsInvoiceJob"], ["one"]
    monkeypatch.setattr(
        "faktura.operations.pausing.execution_store.ExecutionStore.running",
        lambda _, one: running if one == machine else [],
    )

    waiting = operator.run(*STOP), operator.run(*terms)
    running.clear()
    stopped = operator.run(*STOP), operator.run(*terms)

    assert [one.status for one in waiting] == [1, 1]
    assert "until stop succeeds" in waiting[1].said
    assert [one.status for one in stopped] == [0, 0]


def test_a_start_that_broke_off_is_no_stop_for_a_restore(faktura: Deployment, operator: Operator) -> None:
    Desk.of(faktura).ask("create_invoice", "POST", "/api/invoices")
    terms = ("restore", "--table", "billing", "--at", operator.moment().isoformat(), "--apply")
    operator.run(*STOP)
    before = switches(faktura)

    def around(call: Call, carry_out: Carry) -> Answer:
        if call.operation == "DeleteParameters":
            raise EndpointConnectionError(endpoint_url="ssm")
        return carry_out()

    with intercepted(around):
        broken_off = operator.run("start")

    assert (broken_off.status, switches(faktura) == before) == (1, False)
    assert operator.run(*terms).status == 1
