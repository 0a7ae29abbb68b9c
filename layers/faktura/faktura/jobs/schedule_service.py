"""Jobs that nobody asked for by HTTP: those of the schedule, and the sweep of those that did not end."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from random import sample
from typing import Annotated, TypeVar

from pydantic import Field, TypeAdapter

from faktura.core import json
from faktura.core.clock import Deadline, DeadlinePassed, now
from faktura.core.errors import Unavailable
from faktura.core.model import Model, validated
from faktura.core.observability import correlated, log, set_correlation_id
from faktura.jobs.end_service import end
from faktura.jobs.errors import NoSuchJob
from faktura.jobs.job import Job, JobReference
from faktura.jobs.job_store import JobExistsError, JobStore
from faktura.jobs.machine import JobMachine
from faktura.jobs.order_store import OrderStore

_AnyJob = TypeVar("_AnyJob", Job, JobReference)

PATIENCE = timedelta(minutes=10)
"""A job of this age that is not done is looked after: it may never have been started."""


class ScheduledMoment(Model):
    """What EventBridge Scheduler tells: the moment the schedule was due, the same however often it is told."""

    due_at: Annotated[datetime, Field(strict=False)]


class _Ended(Model):
    name: str
    input: str


class SweepEvent(Model):
    """Step Functions' event that an execution ended, or, without a `detail`, the schedule's call."""

    detail: _Ended | None = None


def start_jobs(moment: ScheduledMoment, tenants: Iterable[str], jobs: JobStore, machine: JobMachine) -> int:
    """Start each tenant's AUTOMATIC job of the moment; how many. One that fails does not stop the others."""

    def start(job: Job) -> None:
        try:
            jobs.begin(job)
        except JobExistsError:
            log.info("job begun before", tenant=job.tenant, job_id=job.job_id)
        machine.start(job.reference)

    return _each([Job.scheduled(tenant, moment.due_at) for tenant in tenants], start)


def sweep(event: SweepEvent, jobs: JobStore, machine: JobMachine, orders: OrderStore, deadline: Deadline) -> None:
    """End the job of an execution that died; without one, look after the jobs that should be done by now.

    When there is not enough time for all, the rest is left to the next sweeps. Each takes them in an order of its own,
    so that none is behind the same others each time.
    """

    def look_after(overdue: JobReference) -> None:
        """Started again it is begun if it never was, stays as it is while it runs, and is ended if it is over."""
        try:
            job = jobs.get(overdue).reference
        except NoSuchJob:
            log.warning("no such job", tenant=overdue.tenant, job_id=overdue.job_id)
            return
        set_correlation_id(job.correlation_id or job.job_id)
        if not machine.start(job):
            _end(job, jobs, orders)

    if event.detail is None:
        overdue = list(jobs.overdue(now() - PATIENCE))
        _each(sample(overdue, len(overdue)), look_after, deadline)
    else:
        job = validated(_REFERENCE, json.loads(event.detail.input.encode()))
        set_correlation_id(job.correlation_id or job.job_id)
        _end(job, jobs, orders)


def _end(job: JobReference, jobs: JobStore, orders: OrderStore) -> None:
    unfinished = end(job, jobs, orders)
    log.info("job swept", tenant=job.tenant, job_id=job.job_id, unfinished=unfinished)


def _each(jobs: Sequence[_AnyJob], do: Callable[[_AnyJob], None], deadline: Deadline | None = None) -> int:
    """Do it for each until the deadline; how many.

    `Unavailable` at the end, where some failed, so that the whole call is tried again.
    """
    done = failed = 0
    for job in jobs:
        if deadline and deadline.has_passed:
            break
        with correlated(job.correlation_id or job.job_id):
            try:
                do(job)
                done += 1
            except DeadlinePassed:  # in one of its calls of AWS
                break
            except Exception:
                log.exception("job not looked after", tenant=job.tenant, job_id=job.job_id)
                failed += 1
    if left := len(jobs) - done - failed:
        log.info("jobs left for the next sweep", done=done, left=left)
    if failed:
        raise Unavailable(f"{failed} jobs could not be looked after.")
    return done


_REFERENCE = TypeAdapter(JobReference)
