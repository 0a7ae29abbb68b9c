"""The sweep of invoice jobs with more jobs than one call has time for."""

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
def machine(clock: time_machine.Traveller, seconds: float, over: frozenset[str] = frozenset()) -> Iterator[list[str]]:
    """Step Functions takes so long for a start, and knows the executions that are over; lists the names started."""
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
    """Ids of jobs without orders that were begun in January, the oldest first."""
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


def test_jobs_that_run_long_hide_none_that_was_never_started(faktura: Deployment) -> None:
    """A sweep looked at the oldest hundred, and found the same hundred again the next time."""
    ids = begun(faktura, RUNNING)

    with time_machine.travel("2026-01-02T00:00:00Z", tick=False) as clock, machine(clock, seconds=0) as started:
        faktura.call("jobs.sweep_jobs", {})

    assert sorted(started) == ids


def test_a_job_behind_more_running_ones_than_a_sweep_has_time_for_is_reached(faktura: Deployment) -> None:
    """Each sweep began at the oldest, and its time was up before it came to the youngest."""
    ids = begun(faktura, OVER)
    random.seed(7)
    with time_machine.travel("2026-01-02T00:00:00Z", tick=False) as clock, machine(clock, seconds=1) as started:
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
def test_a_job_that_cannot_be_read_keeps_no_other_from_being_looked_after(
    faktura: Deployment, broken: dict[str, Any], logged: StringIO
) -> None:
    """It ended the sweep, and each one after it."""
    first, *others = begun(faktura, 5)
    [item] = [item for item in faktura.items("JobTable") if item["record"] == first]
    faktura.fill("JobTable", [{name: value for name, value in (item | broken).items() if value is not None}])

    with (
        time_machine.travel("2026-01-02T00:00:00Z", tick=False) as clock,
        machine(clock, seconds=0) as started,
        pytest.raises(Unavailable),
    ):
        faktura.call("jobs.sweep_jobs", {})

    assert sorted(started) == others
    [line] = [line for line in lines(logged) if line["message"] == "job not looked after"]
    assert line["job_id"] == first


def test_what_cannot_be_a_job_is_named_and_looked_after_no_further(faktura: Deployment, logged: StringIO) -> None:
    [job_id] = begun(faktura, 1)
    [item] = faktura.items("JobTable")
    faktura.fill("JobTable", [item | {"record": "no-job"}])

    with time_machine.travel("2026-01-02T00:00:00Z", tick=False) as clock, machine(clock, seconds=0) as started:
        faktura.call("jobs.sweep_jobs", {})

    assert started == [job_id]
    assert [line["job_id"] for line in lines(logged) if line["message"] == "no such job"] == ["no-job"]


def test_a_sweep_whose_calls_hang_ends_before_lambda_ends_it_and_says_what_is_left(
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


def test_a_sweep_whose_time_is_up_leaves_the_rest_to_the_next(faktura: Deployment) -> None:
    ids = begun(faktura, OVER)
    with time_machine.travel("2026-01-02T00:00:00Z", tick=False) as clock:
        sweeps = list[list[str]]()
        with machine(clock, seconds=1, over=frozenset(ids)) as started:
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
