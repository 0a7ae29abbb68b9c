"""The sweep of invoice jobs when one call has no time for all of them."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from botocore.exceptions import ReadTimeoutError

from faktura.core.clock import now
from faktura.core.errors import Unavailable
from tests.support.deployment import Deployment
from tests.support.faults.calls import (
    Answer,
    Call,
    Carry,
    intercepted,
)
from tests.support.faults.injected import refusal
from tests.support.faults.virtual_time import virtual_sleep

RUNNING, OVER = 150, 40


@contextmanager
def step_functions(
    clock: time_machine.Traveller, seconds: float, over: frozenset[str] = frozenset()
) -> Iterator[list[str]]:
    """Step Functions takes `seconds` for each start; the executions `over` have ended. Yields the names it started."""
    started = list[str]()

    def around(call: Call, carry_out: Carry) -> Answer:
        if call.operation != "StartExecution":
            return carry_out()
        clock.shift(timedelta(seconds=seconds))
        started.append(call.parameters["name"])
        return refusal(call, 400, "ExecutionAlreadyExists") if started[-1] in over else carry_out()

    with intercepted(around):
        yield started


def begun(faktura: Deployment, count: int) -> list[str]:
    """Ids of jobs without orders that were created in January, the oldest first."""
    ids = [f"{number:032x}" for number in range(count)]
    faktura.fill(
        "JobTable",
        (
            {
                "tenant": "acme#job",
                "record": job_id,
                "jobType": "MANUAL",
                "createdAt": f"2026-01-01T00:{number // 60:02}:{number % 60:02}.000Z",
                "status": "IN_PROGRESS",
                "numbering": True,
                "unfinished": "job",
                "orders": 0,
            }
            for number, job_id in enumerate(ids)
        ),
    )
    return ids


def test_long_running_jobs_do_not_hide_jobs_that_were_never_started(faktura: Deployment) -> None:
    """Regression: each sweep looked only at the oldest hundred."""
    ids = begun(faktura, RUNNING)

    with time_machine.travel("2026-01-02T00:00:00Z", tick=False) as clock, step_functions(clock, seconds=0) as started:
        faktura.call("jobs.sweep_jobs", {})

    assert sorted(started) == ids


def test_every_job_is_reached_although_one_sweep_has_no_time_for_all(faktura: Deployment) -> None:
    """Regression: each sweep began with the oldest job, and never had time for the youngest."""
    ids = begun(faktura, OVER)
    random.seed(7)
    with time_machine.travel("2026-01-02T00:00:00Z", tick=False) as clock, step_functions(clock, seconds=1) as started:
        for _ in range(20):  # each has time for half of the jobs, so one in a million is not reached by all of them
            faktura.call("jobs.sweep_jobs", {})

    assert set(started) == set(ids)


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"createdAt": "2026-01-00"}, id="a date that is none"),
        pytest.param({"jobType": None}, id="no type"),
        pytest.param({"orders": "many"}, id="a number that is none"),
    ],
)
def test_a_job_that_cannot_be_read_does_not_stop_the_sweep(
    faktura: Deployment, broken: dict[str, Any], logged: StringIO
) -> None:
    """Regression: it ended this sweep and every later one."""
    first, *others = begun(faktura, 5)
    [item] = [item for item in faktura.items("JobTable") if item["record"] == first]
    faktura.fill("JobTable", [{name: value for name, value in (item | broken).items() if value is not None}])

    with (
        time_machine.travel("2026-01-02T00:00:00Z", tick=False) as clock,
        step_functions(clock, seconds=0) as started,
        pytest.raises(Unavailable),
    ):
        faktura.call("jobs.sweep_jobs", {})

    assert sorted(started) == others
    [line] = [line for line in lines(logged) if line["message"] == "job not looked after"]
    assert line["job_id"] == first


def test_an_item_that_is_no_job_is_logged_and_skipped(faktura: Deployment, logged: StringIO) -> None:
    [job_id] = begun(faktura, 1)
    [item] = faktura.items("JobTable")
    faktura.fill("JobTable", [item | {"record": "no-job"}])

    with time_machine.travel("2026-01-02T00:00:00Z", tick=False) as clock, step_functions(clock, seconds=0) as started:
        faktura.call("jobs.sweep_jobs", {})

    assert started == [job_id]
    assert [line["job_id"] for line in lines(logged) if line["message"] == "no such job"] == ["no-job"]


def test_a_sweep_with_hanging_calls_ends_in_time_and_logs_how_many_jobs_are_left(
    faktura: Deployment, logged: StringIO
) -> None:
    begun(faktura, OVER)
    random.seed(7)
    with time_machine.travel("2026-01-02T00:00:00Z", tick=False) as clock:

        def around(call: Call, carry_out: Carry) -> Answer:
            if call.operation != "StartExecution":
                return carry_out()
            clock.shift(timedelta(seconds=4))
            raise ReadTimeoutError(endpoint_url=call.url)

        began = now()
        with (
            intercepted(around),
            virtual_sleep(pass_by=lambda seconds: clock.shift(timedelta(seconds=seconds))),
            pytest.raises(Unavailable),
        ):
            faktura.call("jobs.sweep_jobs", {})
        seconds = (now() - began).total_seconds()

    [line] = [line for line in lines(logged) if line["message"] == "jobs left for the next sweep"]
    failed = [line for line in lines(logged) if line["message"] == "job not looked after"]
    assert 20 <= seconds < 30
    assert (line["level"], line["done"], line["left"]) == ("INFO", 0, OVER - len(failed))


def test_a_sweep_that_runs_out_of_time_leaves_the_rest_to_the_next(faktura: Deployment) -> None:
    ids = begun(faktura, OVER)
    with time_machine.travel("2026-01-02T00:00:00Z", tick=False) as clock:
        sweeps = list[list[str]]()
        with step_functions(clock, seconds=1, over=frozenset(ids)) as started:
            while unfinished(faktura) and len(sweeps) < OVER:
                started.clear()
                faktura.call("jobs.sweep_jobs", {})
                sweeps.append(list(started))

    assert unfinished(faktura) == 0
    assert {job_id for sweep in sweeps for job_id in sweep} == set(ids)
    assert [len(sweep) for sweep in sweeps] == [20, 20, 2]  # the time is up while the twentieth is being ended


def lines(logged: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in logged.getvalue().splitlines()]


def unfinished(faktura: Deployment) -> int:
    return sum("unfinished" in item for item in faktura.items("JobTable"))
