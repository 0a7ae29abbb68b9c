"""Draws the PDFs of a chunk's invoices. A repeated call draws and writes what an earlier one has not."""

from collections.abc import Iterator
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from faktura.core.errors import Unavailable
from faktura.core.observability import log, reason_of
from faktura.core.parallel import each, in_batches
from faktura.einvoices.form import Form
from faktura.jobs.chunk import Chunk
from faktura.jobs.errors import PdfTaken
from faktura.jobs.invoices.e_invoice import explanation
from faktura.jobs.invoices.invoice import Invoice
from faktura.jobs.invoices.invoice_pdf import pdf_of
from faktura.jobs.invoices.invoice_store import InvoiceStore
from faktura.jobs.invoices.pdf_store import PdfStore
from faktura.jobs.job import JobReference
from faktura.jobs.orders.order_store import OrderStore
from faktura.jobs.outcome import Outcome

_BATCH_SIZE = 10
"""Invoices whose outcomes are recorded together; a call that runs out of time loses no earlier batch."""


@dataclass
class RenderingService:
    """Draws the invoices that a job numbered in a chunk; `not_stored` counts the PDFs that S3 did not take.

    An outcome says what an invoice lacks for `form`, the tenant's own form of e-invoices.
    """

    job: JobReference
    orders: OrderStore
    invoices: InvoiceStore
    pdfs: PdfStore
    form: Form
    not_stored: int = 0

    def render(self, chunk: Chunk) -> Iterator[dict[str, Outcome]]:
        """The outcomes by order id, batch by batch; an order whose PDF was not stored has none."""
        for invoices in in_batches(self._numbered(chunk), _BATCH_SIZE):
            outcomes = each(self._outcome, map(self._drawn, invoices))  # uploads one while it draws the next
            self.not_stored += outcomes.count(None)
            yield {outcome.order_id: outcome for outcome in outcomes if outcome}

    def _numbered(self, chunk: Chunk) -> Iterator[Invoice]:
        """The invoices that this job issued and that have no PDF."""
        stored = self.orders.get_each(self.job.tenant, chunk.ids_without_pdf())
        numbers = [number for order in stored.values() if (number := self.orders.number_by(self.job, order))]
        return self.invoices.get_each(self.job.tenant, numbers)

    def _drawn(self, invoice: Invoice) -> tuple[Invoice, bytes | None]:
        """The invoice with its PDF, or `None` if it cannot be drawn or is stored. The others are still drawn."""
        if invoice.pdf_version:
            return invoice, None
        try:
            return invoice, pdf_of(invoice)
        except Exception:
            log.exception("invoice not drawn", tenant=self.job.tenant, number=invoice.number)
            return invoice, None

    def _outcome(self, drawing: tuple[Invoice, bytes | None]) -> Outcome | None:
        """The order's outcome, after its PDF is stored; `None` if it was not stored."""
        invoice, pdf = drawing
        order_id, number, version = invoice.bill.order_id, invoice.number, invoice.pdf_version
        if pdf is None and not version:
            return Outcome.without_pdf(order_id, number)
        try:
            version = version if pdf is None else self._stored(invoice, pdf)
        except PdfTaken:
            log.error("another pdf is stored", tenant=self.job.tenant, number=number)
            return Outcome.without_pdf(order_id, number)
        except (ClientError, BotoCoreError, Unavailable) as fault:
            log.error("pdf not stored", number=number, reason=reason_of(fault))
            return None
        return Outcome.invoiced(order_id, number, self._note(invoice), version)

    def _stored(self, invoice: Invoice, pdf: bytes) -> str:
        """Store the PDF and record its version."""
        version = self.pdfs.put(self.job.tenant, invoice.number, invoice.issued_at, pdf)
        return self.invoices.drawn(self.job.tenant, invoice.number, version)

    def _note(self, invoice: Invoice) -> str:
        reason = explanation(invoice, self.form)
        named = "" if self.form == "factur-x" else f" ({self.form})"
        return f"It is not an e-invoice{named}. {reason}" if reason else ""
