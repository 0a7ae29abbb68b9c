"""Drawing a chunk's numbered invoices; the same invoice is the same bytes under the same key, however often."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from botocore.exceptions import BotoCoreError, ClientError

from faktura.core.observability import log
from faktura.jobs.invoice_store import InvoiceStore
from faktura.jobs.invoices import Invoice
from faktura.jobs.models import Chunk, JobReference, Outcome
from faktura.jobs.page import drawn
from faktura.jobs.pdfs import InvoicePdfs
from faktura.jobs.store import OrderStore

_UPLOADS = 8
_TOGETHER = 10
"""Invoices that are recorded together: what is drawn by then outlives a call that runs out of time."""


@dataclass
class ChunkRendering:
    """Draws what a job numbered of a chunk; `not_stored` counts the PDFs that S3 did not take."""

    job: JobReference
    orders: OrderStore
    invoices: InvoiceStore
    pdfs: InvoicePdfs
    not_stored: int = 0

    def render(self, chunk: Chunk) -> Iterator[dict[str, Outcome]]:
        """What became of the orders that this job numbered, few by few; those whose PDF is not stored are left out."""
        with ThreadPoolExecutor(_UPLOADS) as uploads:
            for invoices in _few_by_few(self._numbered(chunk)):
                under_way = [(invoice, self._upload(invoice, uploads)) for invoice in invoices]
                outcomes = [self._outcome(invoice, upload) for invoice, upload in under_way]
                yield {outcome.order_id: outcome for outcome in outcomes if outcome}

    def _numbered(self, chunk: Chunk) -> Iterator[Invoice]:
        stored = self.orders.get_each(self.job.tenant, chunk.without_pdf())
        numbers = [order.number for order in stored.values() if order.number and order.job_id == self.job.job_id]
        return self.invoices.get_each(self.job.tenant, numbers)

    def _upload(self, invoice: Invoice, uploads: ThreadPoolExecutor) -> "Future[None] | None":
        """`None` where the invoice cannot be drawn: one fails, the others go on."""
        try:
            pdf = drawn(invoice)
        except Exception:
            log.exception("invoice not drawn", tenant=self.job.tenant, number=invoice.number)
            return None
        return uploads.submit(self.pdfs.put, self.job.tenant, invoice.number, pdf)

    def _outcome(self, invoice: Invoice, upload: "Future[None] | None") -> Outcome | None:
        order_id, number = invoice.bill.order_id, invoice.number
        if upload is None:
            return Outcome.failed(order_id, f"Invoice {number} was created and could not be drawn.", number)
        try:
            upload.result()
        except (ClientError, BotoCoreError) as fault:
            log.error("pdf not stored", number=number, reason=f"{type(fault).__name__}: {fault}")
            self.not_stored += 1
            return None
        return Outcome.invoiced(order_id, number)


def _few_by_few(invoices: Iterable[Invoice]) -> Iterator[list[Invoice]]:
    left = iter(invoices)
    while few := list(islice(left, _TOGETHER)):
        yield few
