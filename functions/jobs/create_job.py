from faktura.core.clock import now
from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.idempotency import Idempotency
from faktura.core.request import Request
from faktura.core.response import Created
from faktura.jobs.api import api
from faktura.jobs.job import Job
from faktura.jobs.schemas.requests import JobRequest
from faktura.jobs.schemas.responses import JobCreated
from faktura.jobs.start_service import StartService


@api.post("/invoice/{tenant}/jobs/invoices", scope="invoice.invoice_manage", raises=[MalformedBody, InvalidRequest])
def handler(
    tenant: str, wanted: JobRequest, request: Request, idempotency: Idempotency, service: StartService
) -> Created[JobCreated]:
    """Start a job that invoices the named orders (`MANUAL`) or the orders that are due (`AUTOMATIC`).

    The job runs in the background. A `MANUAL` job takes each order as it is when the job reaches it. An `AUTOMATIC` job
    follows writes within seconds: it may leave an order that was just stored to the next job.
    """
    orders = len(wanted.order_ids) if wanted.job_type == "MANUAL" else None
    job = Job.new(tenant, wanted.job_type, now(), orders, request.id)
    created = Created(JobCreated(job_id=job.job_id))
    service.start(job, wanted.order_ids, idempotency.writes_recording(created), undoing=idempotency.writes_forgetting())
    return created
