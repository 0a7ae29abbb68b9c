"""Starts the jobs of the schedule, and sweeps up the jobs that did not end by themselves."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from random import sample
from typing import Any

from pydantic import TypeAdapter

from faktura.core import json
from faktura.core.clock import Deadline, DeadlinePassed, now
from faktura.core.errors import Unavailable
from faktura.core.model import Model, validated
from faktura.core.observability import correlated, log, set_correlation_id
from faktura.core.parallel import each
from faktura.core.schedule import ScheduledMoment
from faktura.core.throttles import is_throttle
from faktura.jobs.end_service import end_job
from faktura.jobs.errors import JobExists, NoSuchJob
from faktura.jobs.job import Job, JobReference
from faktura.jobs.job_store import JobStore
from faktura.jobs.job_workflow import JobWorkflow
from faktura.jobs.orders.order_store import OrderStore

OVERDUE_AFTER = timedelta(minutes=10)
"""A job of this age that is not done may have no execution, so the sweep looks at it."""


class EndedExecution(Model):
    """An execution that ended, with its input."""

    name: str
    input: str


class SweepEvent(Model):
    """Step Functions' event that an execution ended or, without `detail`, a call by the schedule."""

    detail: EndedExecution | None = None


def start_jobs(
    moment: ScheduledMoment, tenants: Iterable[str], jobs: JobStore, workflow: JobWorkflow, deadline: Deadline
) -> int:
    """Start each tenant's AUTOMATIC job of the moment, several at a time; returns how many.

    One failure does not stop the others. `Unavailable` at the end if one failed, and `DeadlinePassed` if there was too
    little time for all, so that the whole call is repeated. The order is random, so that no tenant is always the last.
    """

    def start(job: Job) -> bool:
        try:
            _start(job, jobs, workflow)
        except Exception as fault:
            if is_throttle(fault):  # it waits its turn
                raise
            log.exception("job not looked after", **_named(job))
            return False
        return True

    scheduled = [Job.scheduled(tenant, moment.due_at) for tenant in tenants]
    started = each(start, sample(scheduled, len(scheduled)), deadline)
    if failed := started.count(False):
        raise Unavailable(f"{failed} jobs could not be started or ended.")
    return len(started)


def _start(job: Job, jobs: JobStore, workflow: JobWorkflow) -> None:
    try:
        jobs.create(job)
    except JobExists:
        log.info("job begun before", **_named(job))
    workflow.start(job.reference)


def _named(job: Job) -> dict[str, Any]:
    """The job's fields of a log line. The logger's correlation id is one for all jobs that are started together."""
    return {"tenant": job.tenant, "job_id": job.job_id, "correlation_id": job.correlation_id}


def sweep(event: SweepEvent, jobs: JobStore, workflow: JobWorkflow, orders: OrderStore, deadline: Deadline) -> None:
    """End the job of an execution that died; on the schedule's call, look at all jobs that are overdue.

    The jobs that are left at the deadline wait for the next sweep. Each sweep takes the jobs in a random order, so that
    no job is always among the last.
    """
    if event.detail is None:
        overdue = list(jobs.overdue(now() - OVERDUE_AFTER))
        _each(sample(overdue, len(overdue)), lambda job: _revive(job, jobs, workflow, orders), deadline)
    else:
        job = validated(_REFERENCE, json.loads(event.detail.input.encode()))
        set_correlation_id(job.correlation_id or job.job_id)
        _end(job, jobs, orders)


def _revive(overdue: JobReference, jobs: JobStore, workflow: JobWorkflow, orders: OrderStore) -> None:
    """Start the job's execution if it has none, leave it if it runs, and end the job if its execution is over."""
    try:
        job = jobs.get(overdue).reference
    except NoSuchJob:
        log.warning("no such job", tenant=overdue.tenant, job_id=overdue.job_id)
        return
    set_correlation_id(job.correlation_id or job.job_id)
    if not workflow.start(job):
        _end(job, jobs, orders)


def _end(job: JobReference, jobs: JobStore, orders: OrderStore) -> None:
    unfinished = end_job(job, jobs, orders)
    log.info("job swept", tenant=job.tenant, job_id=job.job_id, unfinished=unfinished)


def _each(jobs: Sequence[JobReference], do: Callable[[JobReference], None], deadline: Deadline) -> int:
    """Call `do` for each job until the deadline; returns how many succeeded.

    `Unavailable` at the end if one failed, so that the whole call is repeated.
    """
    done = failed = 0
    for job in jobs:
        if deadline.has_passed:
            break
        with correlated(job.correlation_id or job.job_id):
            try:
                do(job)
                done += 1
            except DeadlinePassed:  # during an AWS call
                break
            except Exception:
                log.exception("job not looked after", tenant=job.tenant, job_id=job.job_id)
                failed += 1
    if left := len(jobs) - done - failed:
        log.info("jobs left for the next sweep", done=done, left=left)
    if failed:
        raise Unavailable(f"{failed} jobs could not be started or ended.")
    return done


_REFERENCE = TypeAdapter(JobReference)
