from faktura.core.errors import Unavailable
from faktura.core.observability import log
from faktura.core.task import task
from faktura.jobs.chunk import ChunkReference
from faktura.jobs.configurations.configuration import E_INVOICE, EInvoiceSettings
from faktura.jobs.configurations.configuration_store import ConfigurationStore
from faktura.jobs.invoices.invoice_store import InvoiceStore
from faktura.jobs.invoices.pdf_store import PdfStore
from faktura.jobs.invoices.rendering_service import RenderingService
from faktura.jobs.job_store import JobStore
from faktura.jobs.orders.order_store import OrderStore


@task
def handler(
    reference: ChunkReference,
    jobs: JobStore,
    orders: OrderStore,
    invoices: InvoiceStore,
    pdfs: PdfStore,
    configurations: ConfigurationStore,
) -> None:
    """Draw the invoices that this job numbered in a chunk, and record their outcomes.

    It also works for a job that is done: it then draws the PDFs that are missing (docs/operations.md).
    """
    chunk = jobs.chunk(reference)
    settings: EInvoiceSettings = configurations.parsed(reference.tenant, E_INVOICE) or EInvoiceSettings()
    service = RenderingService(reference, orders, invoices, pdfs, settings.format)
    orders_drawn = 0
    for outcomes in service.render(chunk):
        chunk = jobs.record(chunk, outcomes)
        orders_drawn += len(outcomes)
    log.info(
        "chunk rendered", tenant=reference.tenant, job_id=reference.job_id, chunk=reference.chunk, orders=orders_drawn
    )
    if service.not_stored:
        raise Unavailable(f"{service.not_stored} PDFs were not stored.")
