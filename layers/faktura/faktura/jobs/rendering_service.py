"""Drawing a chunk's numbered invoices; the same invoice is the same bytes under the same key, however often."""

from collections.abc import Iterator
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from faktura.core.observability import log, reason_of
from faktura.core.parallel import each, in_batches
from faktura.jobs.invoice import Invoice
from faktura.jobs.invoice_page import drawn
from faktura.jobs.invoice_store import InvoiceStore
from faktura.jobs.job import Chunk, JobReference, Outcome
from faktura.jobs.order_store import OrderStore
from faktura.jobs.pdf_store import InvoicePdfs

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
        for invoices in in_batches(self._numbered(chunk), _TOGETHER):
            outcomes = each(self._outcome, map(self._drawn, invoices))  # uploads one while it draws the next
            self.not_stored += outcomes.count(None)
            yield {outcome.order_id: outcome for outcome in outcomes if outcome}

    def _numbered(self, chunk: Chunk) -> Iterator[Invoice]:
        stored = self.orders.get_each(self.job.tenant, chunk.without_pdf())
        numbers = [order.number for order in stored.values() if order.number and order.job_id == self.job.job_id]
        return self.invoices.get_each(self.job.tenant, numbers)

    def _drawn(self, invoice: Invoice) -> tuple[Invoice, bytes | None]:
        """The invoice with its PDF, `None` where it cannot be drawn: one fails, the others go on."""
        try:
            return invoice, drawn(invoice)
        except Exception:
            log.exception("invoice not drawn", tenant=self.job.tenant, number=invoice.number)
            return invoice, None

    def _outcome(self, drawing: tuple[Invoice, bytes | None]) -> Outcome | None:
        """What became of the order, once its PDF is stored; `None` where S3 did not take it."""
        invoice, pdf = drawing
        order_id, number = invoice.bill.order_id, invoice.number
        if pdf is None:
            return Outcome.failed(order_id, f"Invoice {number} was created and could not be drawn.", number)
        try:
            self.pdfs.put(self.job.tenant, number, pdf)
        except (ClientError, BotoCoreError) as fault:
            log.error("pdf not stored", number=number, reason=reason_of(fault))
            return None
        return Outcome.invoiced(order_id, number)
