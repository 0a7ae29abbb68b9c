from faktura.core.clock import now
from faktura.core.observability import log
from faktura.core.task import task
from faktura.jobs.invoice_store import InvoiceStore
from faktura.jobs.job import ChunkReference
from faktura.jobs.job_store import JobStore
from faktura.jobs.numbering_service import ChunkNumbering
from faktura.jobs.order_store import ConfigurationStore, OrderStore


@task
def handler(
    reference: ChunkReference,
    jobs: JobStore,
    orders: OrderStore,
    invoices: InvoiceStore,
    configurations: ConfigurationStore,
) -> None:
    """Price and number a chunk's orders, and record those that get no invoice."""
    chunk = jobs.chunk(reference)
    numbering = ChunkNumbering.at(now(), reference, orders, invoices, configurations)
    numbering.number(chunk)
    jobs.settle(chunk, numbering.outcomes)
    log.info(
        "chunk numbered",
        tenant=reference.tenant,
        job_id=reference.job_id,
        chunk=reference.chunk,
        not_invoiced=len(numbering.outcomes),
    )
