from botocore.exceptions import BotoCoreError, ClientError

from faktura.core.clock import now
from faktura.core.errors import InvalidRequest, MalformedBody, Unavailable
from faktura.core.idempotency import Idempotency
from faktura.core.observability import log
from faktura.core.request import Request
from faktura.core.response import Created
from faktura.jobs.api import api
from faktura.jobs.job import Job, JobCreated
from faktura.jobs.job_store import JobBegunError, JobStore
from faktura.jobs.machine import JobMachine
from faktura.jobs.schemas import JobRequest


@api.post(
    "/invoice/{tenant}/jobs/invoices",
    scope="invoice.invoice_manage",
    raises=[MalformedBody, InvalidRequest],
)
def handler(
    tenant: str, wanted: JobRequest, request: Request, idempotency: Idempotency, jobs: JobStore, machine: JobMachine
) -> Created[JobCreated]:
    """Start a job that creates the invoices of the named orders (MANUAL), or of those that are due (AUTOMATIC).

    A MANUAL job takes its orders as they are by then. An AUTOMATIC one follows writes within seconds: an order that was
    just stored may be left to the next job.
    """
    orders = len(wanted.order_ids) if wanted.job_type == "MANUAL" else None
    job = Job.new(tenant, wanted.job_type, now(), orders, request.id)
    created = Created(JobCreated(job_id=job.job_id))
    jobs.begin(job, wanted.order_ids, extra_writes=idempotency.writes_recording(created))
    try:
        machine.start(job.reference)
    except (ClientError, BotoCoreError) as fault:
        log.error("job not started", tenant=tenant, job_id=job.job_id, reason=f"{type(fault).__name__}: {fault}")
        _withdraw(job, jobs, idempotency)
    log.info("job created", tenant=tenant, job_id=job.job_id, job_type=job.job_type)
    return created


def _withdraw(job: Job, jobs: JobStore, idempotency: Idempotency) -> None:
    """Take the job back, unless it was started and only the answer was lost."""
    try:
        jobs.withdraw(job.reference, extra_writes=idempotency.writes_forgetting())
    except JobBegunError:
        return
    raise Unavailable
