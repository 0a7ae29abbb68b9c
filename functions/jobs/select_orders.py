from typing import Any

from faktura.core.observability import log
from faktura.core.task import task
from faktura.jobs.chunk import JobChunks
from faktura.jobs.configurations.configuration import INVOICE_SETTINGS, InvoiceSettings
from faktura.jobs.configurations.configuration_store import ConfigurationStore
from faktura.jobs.job import MAX_ORDERS, JobReference
from faktura.jobs.job_store import JobStore
from faktura.jobs.orders.order_store import OrderStore


@task
def handler(
    job: JobReference, jobs: JobStore, orders: OrderStore, configurations: ConfigurationStore
) -> dict[str, Any]:
    """Return the chunks of the job's orders; an AUTOMATIC job first selects the orders that are due."""
    opened = jobs.open(job)
    if opened is None:
        return JobChunks.of(job, 0).model_dump(by_alias=True)
    count = opened.orders
    if count is None:
        settings: InvoiceSettings = configurations.parsed(job.tenant, INVOICE_SETTINGS) or InvoiceSettings()
        due = settings.delivered_by(opened.created_at)
        order_ids = orders.waiting_ids(job.tenant, settings.statuses, due, MAX_ORDERS)
        jobs.select(job, order_ids)
        count = len(order_ids)
        log.info("orders selected", tenant=job.tenant, job_id=job.job_id, orders=count)
    return JobChunks.of(job, count).model_dump(by_alias=True)
