from faktura.core.errors import Unavailable
from faktura.core.observability import log
from faktura.core.task import task
from faktura.jobs.invoice_store import InvoiceStore
from faktura.jobs.job import ChunkReference
from faktura.jobs.job_store import JobStore
from faktura.jobs.order_store import OrderStore
from faktura.jobs.pdf_store import InvoicePdfs
from faktura.jobs.rendering_service import ChunkRendering


@task
def handler(
    reference: ChunkReference, jobs: JobStore, orders: OrderStore, invoices: InvoiceStore, pdfs: InvoicePdfs
) -> None:
    """Draw the invoices that this job has numbered in a chunk, and record their success.

    It may be called for a job that is done: what could not be drawn then is drawn now (docs/operations.md).
    """
    chunk = jobs.chunk(reference)
    rendering = ChunkRendering(reference, orders, invoices, pdfs)
    orders_drawn = 0
    for outcomes in rendering.render(chunk):
        chunk = jobs.settle(chunk, outcomes)
        orders_drawn += len(outcomes)
    log.info(
        "chunk rendered", tenant=reference.tenant, job_id=reference.job_id, chunk=reference.chunk, orders=orders_drawn
    )
    if rendering.not_stored:
        raise Unavailable(f"{rendering.not_stored} PDFs were not stored.")
