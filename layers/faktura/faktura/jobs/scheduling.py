"""Jobs that nobody asked for by HTTP: those of the schedule, and the sweep of those that did not end."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Annotated, TypeVar

from pydantic import Field, TypeAdapter

from faktura.core import json
from faktura.core.clock import Deadline, now
from faktura.core.errors import Unavailable
from faktura.core.model import Model, validated
from faktura.core.observability import correlated, log, set_correlation_id
from faktura.jobs.ending import end
from faktura.jobs.job_store import JobExistsError, JobStore
from faktura.jobs.machine import JobMachine
from faktura.jobs.models import Job, JobReference
from faktura.jobs.store import OrderStore

_AnyJob = TypeVar("_AnyJob", Job, JobReference)

PATIENCE = timedelta(minutes=10)
"""A job of this age that is not done is looked after: it may never have been started."""


class ScheduledMoment(Model):
    """What EventBridge Scheduler tells: the moment the schedule was due, the same however often it is told."""

    due_at: Annotated[datetime, Field(strict=False)]


class _Ended(Model):
    name: str
    input: str


class Sweep(Model):
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

    return _each((Job.scheduled(tenant, moment.due_at) for tenant in tenants), start)


def sweep(wanted: Sweep, jobs: JobStore, machine: JobMachine, orders: OrderStore, deadline: Deadline) -> None:
    """End the job of an execution that died; without one, look after the jobs that should be done by now.

    What the time does not do for is left to the next sweep, which finds none again of those that were ended.
    """

    def look_after(job: JobReference) -> None:
        """Started again it is begun if it never was, stays as it is while it runs, and is ended if it is over."""
        if not machine.start(job):
            _end(job, jobs, orders)

    if wanted.detail is None:
        overdue = jobs.overdue(now() - PATIENCE)
        _each(takewhile(lambda _: not deadline.has_passed, overdue), look_after)
    else:
        job = validated(_REFERENCE, json.loads(wanted.detail.input.encode()))
        set_correlation_id(job.correlation_id or job.job_id)
        _end(job, jobs, orders)


def _end(job: JobReference, jobs: JobStore, orders: OrderStore) -> None:
    unfinished = end(job, jobs, orders)
    log.info("job swept", tenant=job.tenant, job_id=job.job_id, unfinished=unfinished)


def _each(jobs: Iterable[_AnyJob], do: Callable[[_AnyJob], None]) -> int:
    """Do it for each; `Unavailable` at the end, where some failed, so that the whole call is tried again."""
    done = failed = 0
    for job in jobs:
        with correlated(job.correlation_id or job.job_id):
            try:
                do(job)
                done += 1
            except Exception:
                log.exception("job not looked after", tenant=job.tenant, job_id=job.job_id)
                failed += 1
    if failed:
        raise Unavailable(f"{failed} jobs could not be looked after.")
    return done


_REFERENCE = TypeAdapter(JobReference)
