from typing import Any

from faktura.core.observability import log
from faktura.core.task import task
from faktura.jobs.end_service import end_job
from faktura.jobs.job import JobReference
from faktura.jobs.job_store import JobStore
from faktura.jobs.orders.order_store import OrderStore


@task
def handler(job: JobReference, jobs: JobStore, orders: OrderStore) -> dict[str, Any]:
    """End the job. Returns how many orders were still pending; if there are any, the execution fails."""
    unfinished = end_job(job, jobs, orders)
    log.info("job ended", tenant=job.tenant, job_id=job.job_id, unfinished=unfinished)
    return {"unfinished": unfinished}
