"""The sweep of invoice jobs with more jobs than one call has time for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import time_machine

from tests.deployment import Deployment
from tests.faults.calls import Answer, Call, Carry, intercepted
from tests.faults.injected import refusal

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

    assert started == ids


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
    assert [job_id for sweep in sweeps for job_id in sweep] == ids
    assert [len(sweep) for sweep in sweeps] == [20, 20]


def unfinished(faktura: Deployment) -> int:
    return sum("unfinished" in item for item in faktura.items("JobTable"))
