"""A tenant whose job has more orders than its partitions carry at once, next to a small tenant; and many tenants."""

import logging
from importlib import import_module

import boto3
import pytest

from faktura.jobs.keys import scheduled_key
from local.dynamodb.throughput import NEW_TABLE, Limits
from tests.support.deployment import REGION, Deployment
from tests.support.simulation.aws import START, Environment, SimulatedContext, simulated
from tests.support.simulation.jobs import number_orders


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger("faktura"), "disabled", True)


def test_a_tenant_with_many_orders_slows_down_alone(faktura: Deployment) -> None:
    orders, write_units = 400, 40

    figures = number_orders(faktura, {"big": orders, "small": 10}, Limits(partition_write=write_units))

    assert figures.numbers["big"] == [f"R-{number:04}" for number in range(1, orders + 1)]
    assert figures.numbers["small"] == [f"R-{number:04}" for number in range(1, 11)]
    assert figures.throttled["TableWriteKeyRangeThroughputExceeded"] > 10
    assert figures.done_after["big"] > 10
    assert figures.done_after["small"] < 2


def test_the_jobs_of_many_tenants_are_started_side_by_side(faktura: Deployment) -> None:
    """One after the other, each would take the 30 ms of its two calls."""
    tenants = 100
    faktura.fill("JobTable", (scheduled_key(f"tenant-{number}") for number in range(tenants)))

    with simulated(faktura, ["jobs.start_scheduled_jobs"], NEW_TABLE) as world:
        handler = import_module("jobs.start_scheduled_jobs").handler
        context = SimulatedContext(world.simulation, 600, 0)
        event = {"dueAt": START.isoformat()}
        world.simulation.begin(lambda: handler(event, context), Environment())
        world.simulation.run()

    machine = faktura.stack.physical["JobsInvoiceJob"]
    started = boto3.client("stepfunctions", region_name=REGION).list_executions(stateMachineArn=machine)
    assert len(started["executions"]) == tenants
    assert world.simulation.now < tenants * 0.030 / 4
