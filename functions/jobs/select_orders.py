from typing import Any

from faktura.core.observability import log
from faktura.core.task import task
from faktura.jobs.configuration import INVOICE_SETTINGS, InvoiceSettings
from faktura.jobs.job import JobChunks, JobReference
from faktura.jobs.job_store import JobStore
from faktura.jobs.order_store import ConfigurationStore, OrderStore
from faktura.jobs.schemas import MOST_ORDERS


@task
def handler(
    job: JobReference, jobs: JobStore, orders: OrderStore, configurations: ConfigurationStore
) -> dict[str, Any]:
    """The job's orders in chunks; an AUTOMATIC job finds the ones that are due first."""
    begun = jobs.open(job)
    if begun is None:
        return JobChunks.of(job, 0).model_dump(by_alias=True)
    count = begun.orders
    if count is None:
        settings: InvoiceSettings = configurations.understood(job.tenant, INVOICE_SETTINGS) or InvoiceSettings()
        due = settings.delivered_by(begun.created_at)
        order_ids = orders.waiting(job.tenant, settings.statuses, due, MOST_ORDERS)
        jobs.select(job, order_ids)
        count = len(order_ids)
        log.info("orders selected", tenant=job.tenant, job_id=job.job_id, orders=count)
    return JobChunks.of(job, count).model_dump(by_alias=True)
