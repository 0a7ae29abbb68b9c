from typing import Any

from faktura.core.observability import log
from faktura.core.task import task
from faktura.jobs.end_service import end
from faktura.jobs.job import JobReference
from faktura.jobs.job_store import JobStore
from faktura.jobs.order_store import OrderStore


@task
def handler(job: JobReference, jobs: JobStore, orders: OrderStore) -> dict[str, Any]:
    """End the job; how many of its orders had come to no end, for the execution to fail by."""
    unfinished = end(job, jobs, orders)
    log.info("job ended", tenant=job.tenant, job_id=job.job_id, unfinished=unfinished)
    return {"unfinished": unfinished}
