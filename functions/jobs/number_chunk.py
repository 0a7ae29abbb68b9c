from faktura.core.clock import now
from faktura.core.observability import log
from faktura.core.task import task
from faktura.jobs.chunk import ChunkReference
from faktura.jobs.configurations.configuration_store import ConfigurationStore
from faktura.jobs.invoices.invoice_store import InvoiceStore
from faktura.jobs.job_store import JobStore
from faktura.jobs.numbering_service import NumberingService
from faktura.jobs.orders.order_store import OrderStore
from faktura.jobs.ranges.range_store import RangeStore


@task
def handler(
    reference: ChunkReference,
    jobs: JobStore,
    orders: OrderStore,
    invoices: InvoiceStore,
    ranges: RangeStore,
    configurations: ConfigurationStore,
) -> None:
    """Price and number the orders of a chunk, and record the orders that get no invoice."""
    chunk = jobs.chunk(reference)
    service = NumberingService.at(now(), reference, jobs, orders, invoices, ranges, configurations)
    service.number(chunk)
    jobs.record(chunk, service.outcomes)
    log.info(
        "chunk numbered",
        tenant=reference.tenant,
        job_id=reference.job_id,
        chunk=reference.chunk,
        not_invoiced=len(service.outcomes),
    )
