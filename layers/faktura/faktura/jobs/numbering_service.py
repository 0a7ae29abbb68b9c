"""Numbers the orders of a chunk in blocks; each block is one transaction over the counter, invoices and orders.

The numbers have no gaps: the counter advances together with the invoices. An order records its invoice in the same
transaction, so neither a repeated nor a concurrent call numbers an order again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from faktura.core.observability import log
from faktura.documents.coverage import unprintable
from faktura.jobs.chunk import Chunk
from faktura.jobs.configurations.configuration import (
    E_INVOICE,
    INVOICE_NUMBERING,
    SELLER_ADDRESS,
    EInvoiceSettings,
    Seller,
)
from faktura.jobs.configurations.configuration_store import ConfigurationStore
from faktura.jobs.errors import (
    AlreadyInvoiced,
    CharactersMissing,
    JobEnded,
    NoEInvoice,
    NotInvoiced,
    NumberingMissing,
    NumbersExhausted,
    NumberTaken,
    OrderClaimed,
    OrderMissing,
)
from faktura.jobs.invoices.e_invoice import explanation
from faktura.jobs.invoices.invoice import Bill, Invoice
from faktura.jobs.invoices.invoice_store import Draft, InvoiceStore
from faktura.jobs.job import JobReference, JobType
from faktura.jobs.job_store import JobStore
from faktura.jobs.numbering import Numbering
from faktura.jobs.orders.order import SalesOrder
from faktura.jobs.orders.order_store import OrderStore, StoredOrder
from faktura.jobs.orders.pricing import bill_for
from faktura.jobs.outcome import Outcome
from faktura.jobs.ranges.journal_record import issued
from faktura.jobs.ranges.range_store import Issue, NumberRange, RangeStore

MAX_BLOCK_ORDERS = 33
"""A transaction has at most 100 writes: two for each order, and at most five for counter, journal and job."""

MAX_BLOCK_BYTES = 3_000_000
"""A transaction has at most 4 MB."""


class _TooFewNumbers(Exception):
    """The numbering has only `left` numbers left."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left


@dataclass
class NumberingService:
    """Numbers the orders of one chunk in one call; `outcomes` collects the orders that get no invoice.

    `job_type` is read when an order with a credited invoice comes up.
    """

    job: JobReference
    jobs: JobStore
    orders: OrderStore
    invoices: InvoiceStore
    ranges: RangeStore
    numbering: Numbering | None
    seller: Seller
    e_invoice: EInvoiceSettings
    issued_at: datetime
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    job_type: JobType | None = None

    @classmethod
    def at(
        cls,
        issued_at: datetime,
        job: JobReference,
        jobs: JobStore,
        orders: OrderStore,
        invoices: InvoiceStore,
        ranges: RangeStore,
        configurations: ConfigurationStore,
    ) -> "NumberingService":
        """With the tenant's configuration as of now; `issued_at` becomes the date of the invoices."""
        numbering: Numbering | None = configurations.parsed(job.tenant, INVOICE_NUMBERING)
        numbering = numbering.in_year(issued_at.year) if numbering else None
        seller: Seller = configurations.parsed(job.tenant, SELLER_ADDRESS) or Seller()
        e_invoice: EInvoiceSettings = configurations.parsed(job.tenant, E_INVOICE) or EInvoiceSettings()
        return cls(job, jobs, orders, invoices, ranges, numbering, seller, e_invoice, issued_at)

    def number(self, chunk: Chunk) -> None:
        """Number every order of the chunk that can be invoiced and has no number yet."""
        drafts = list(self._drafts(chunk.pending_ids()))
        if not drafts or self.numbering is None:
            return
        found = self.ranges.of(self.job.tenant, self.numbering)
        try:
            for block in _blocks(drafts):
                self._number_block(block, found, self.numbering)
        except JobEnded:
            return

    def _drafts(self, order_ids: Sequence[str]) -> Iterator[Draft]:
        stored = self.orders.get_each(self.job.tenant, order_ids)
        for order_id in order_ids:
            try:
                order = self._without_number(stored.get(order_id))
                if order:
                    yield self._draft(order)
            except NotInvoiced as reason:
                self.outcomes[order_id] = Outcome.failed(order_id, reason.message)
            except Exception:  # one bad order must not stop the others
                log.exception("order not priced", tenant=self.job.tenant, order_id=order_id)
                self.outcomes[order_id] = Outcome.failed(order_id, "The order could not be read.")

    def _without_number(self, order: StoredOrder | None) -> StoredOrder | None:
        """The order; `None` if this job has numbered it already."""
        if order is None:
            raise OrderMissing
        if not order.number:
            return order
        if self.orders.number_by(self.job, order):
            return None
        if order.credited_by and self._is_manual:
            return order
        raise AlreadyInvoiced(order.number)

    @property
    def _is_manual(self) -> bool:
        """Whether the job's request named its orders: only then is an order with a credited invoice meant."""
        self.job_type = self.job_type or self.jobs.get(self.job).job_type
        return self.job_type == "MANUAL"

    def _draft(self, order: StoredOrder) -> Draft:
        bill = bill_for(SalesOrder.of(order.content), self.seller, self.job.tenant)
        if self.numbering is None:
            raise NumberingMissing
        if characters := unprintable(*bill.texts, self.numbering.text(0)):
            raise CharactersMissing(characters)
        self._require_e_invoice(bill, self.numbering)
        return Draft.of(bill, len(order.compressed), replaces=order.number)

    def _require_e_invoice(self, bill: Bill, numbering: Numbering) -> None:
        """Refuse an order that cannot become the e-invoice that the tenant requires, before it gets a number."""
        if not self.e_invoice.required:
            return
        invoice = Invoice(number=numbering.text(0), issued_at=self.issued_at, bill=bill)
        if reason := explanation(invoice, self.e_invoice.format):
            raise NoEInvoice(f"The order cannot become an e-invoice ({self.e_invoice.format}). {reason}")

    def _number_block(self, drafts: list[Draft], found: NumberRange, numbering: Numbering) -> None:
        while drafts:
            try:
                found.number(lambda taken: self._issue(drafts, taken, numbering), self.issued_at, len(drafts))  # noqa: B023
                return
            except _TooFewNumbers as numbers:
                self._fail(drafts[numbers.left :], NumbersExhausted(numbering.max_value or 0))
                drafts = drafts[: numbers.left]
            except OrderClaimed:
                drafts = list(self._drafts([draft.order_id for draft in drafts]))
            except NumberTaken as taken:
                self._number_block(drafts[: taken.position], found, numbering)
                drafts = drafts[taken.position :]
                self.ranges.skip_taken(self.job.tenant, found, numbering, self.issued_at)

    def _issue(self, drafts: Sequence[Draft], numbers: range, numbering: Numbering) -> Issue:
        if numbering.max_value is not None and numbers[-1] > numbering.max_value:
            raise _TooFewNumbers(max(0, numbering.max_value - numbers[0] + 1))
        texts = [numbering.text(number) for number in numbers]
        records = [
            issued(text, number, draft.shown, self.issued_at, draft.document)
            for text, number, draft in zip(texts, numbers, drafts, strict=True)
        ]
        return self.invoices.writes_issuing(self.job, drafts, texts, self.issued_at), records

    def _fail(self, drafts: Sequence[Draft], reason: NotInvoiced) -> None:
        for draft in drafts:
            self.outcomes[draft.order_id] = Outcome.failed(draft.order_id, reason.message)


def _blocks(drafts: Sequence[Draft]) -> Iterator[list[Draft]]:
    """Blocks of about equal size, each of which fits into one transaction."""
    block_count = -(-len(drafts) // MAX_BLOCK_ORDERS)
    block_size, weight = -(-len(drafts) // block_count), 0
    block: list[Draft] = []
    for draft in drafts:
        if block and (len(block) == block_size or weight + draft.weight > MAX_BLOCK_BYTES):
            yield block
            block, weight = [], 0
        block.append(draft)
        weight += draft.weight
    yield block
