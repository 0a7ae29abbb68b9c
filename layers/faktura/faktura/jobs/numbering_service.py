"""Giving a chunk of orders their numbers: block by block, each a transaction over counter, invoices and order claims.

A call that is repeated, or made twice at once, finds by the claims what is numbered and numbers nothing again. Numbers
have no gaps: the counter advances with the invoices or not at all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from faktura.core.counter import Counter
from faktura.core.dynamo import Write
from faktura.core.observability import log
from faktura.documents.coverage import unprintable
from faktura.jobs.configuration import INVOICE_NUMBERING, SELLER_ADDRESS, Numbering, Seller
from faktura.jobs.errors import (
    AlreadyInvoiced,
    CharactersMissing,
    NotInvoiced,
    NumberingMissing,
    NumbersExhausted,
    OrderMissing,
)
from faktura.jobs.invoice_store import (
    Draft,
    InvoiceStore,
    JobEndedError,
    NumberFreeError,
    NumberUsedError,
    OrderClaimedError,
)
from faktura.jobs.job import Chunk, JobReference, Outcome
from faktura.jobs.order import SalesOrder
from faktura.jobs.order_store import ConfigurationStore, OrderStore, StoredOrder
from faktura.jobs.pricing import billed

BLOCK = 33
"""Orders of one transaction, which holds 100 items: two for each order, its counter and its job."""

HEAVIEST_BLOCK = 3_000_000
"""Bytes of one transaction, which holds 4 MB."""


class _ExhaustedError(Exception):
    """Only `left` numbers are left."""

    def __init__(self, left: int) -> None:
        self.left = left


@dataclass
class ChunkNumbering:
    """One chunk's numbering by one call; `outcomes` holds the orders that get no invoice."""

    job: JobReference
    orders: OrderStore
    invoices: InvoiceStore
    numbering: Numbering | None
    seller: Seller
    issued_at: datetime
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    @classmethod
    def at(
        cls,
        moment: datetime,
        job: JobReference,
        orders: OrderStore,
        invoices: InvoiceStore,
        configurations: ConfigurationStore,
    ) -> "ChunkNumbering":
        """By the tenant's configuration as of now; `moment` is the date of the invoices."""
        numbering: Numbering | None = configurations.understood(job.tenant, INVOICE_NUMBERING)
        seller: Seller = configurations.understood(job.tenant, SELLER_ADDRESS) or Seller()
        return cls(job, orders, invoices, numbering.in_year(moment.year) if numbering else None, seller, moment)

    def number(self, chunk: Chunk) -> None:
        """Number every order of the chunk that can be, and has no number yet."""
        drafts = list(self._drafts(chunk.unfinished()))
        if not drafts or self.numbering is None:
            return
        counter = self.invoices.counter(self.job.tenant, self.numbering)
        try:
            for block in _blocks(drafts):
                self._number_block(block, counter, self.numbering)
        except JobEndedError:
            return

    def _drafts(self, order_ids: Sequence[str]) -> Iterator[Draft]:
        stored = self.orders.get_each(self.job.tenant, order_ids)
        for order_id in order_ids:
            try:
                order = self._claimable(stored.get(order_id))
                if order:
                    yield self._draft(order)
            except NotInvoiced as reason:
                self.outcomes[order_id] = Outcome.failed(order_id, reason.message)
            except Exception:  # whatever is wrong with one order, the others go on
                log.exception("order not priced", tenant=self.job.tenant, order_id=order_id)
                self.outcomes[order_id] = Outcome.failed(order_id, "The order could not be read.")

    def _claimable(self, order: StoredOrder | None) -> StoredOrder | None:
        """The order; `None` where this job has numbered it already."""
        if order is None:
            raise OrderMissing
        if order.number and order.job_id != self.job.job_id:
            raise AlreadyInvoiced(order.number)
        return None if order.number else order

    def _draft(self, order: StoredOrder) -> Draft:
        bill = billed(SalesOrder.of(order.content), self.seller, self.job.tenant)
        if self.numbering is None:
            raise NumberingMissing
        if characters := unprintable(*bill.texts, self.numbering.text(0)):
            raise CharactersMissing(characters)
        return Draft.of(bill, len(order.compressed))

    def _number_block(self, drafts: list[Draft], counter: Counter, numbering: Numbering) -> None:
        while drafts:
            try:
                counter.number(lambda numbers: self._issuing(drafts, numbers, numbering), len(drafts))  # noqa: B023
                return
            except _ExhaustedError as exhausted:
                self._fail(drafts[exhausted.left :], NumbersExhausted(numbering.max_value or 0))
                drafts = drafts[: exhausted.left]
            except OrderClaimedError:
                drafts = list(self._drafts([draft.order_id for draft in drafts]))
            except NumberUsedError as used:
                self._number_block(drafts[: used.position], counter, numbering)
                drafts = drafts[used.position :]
                self._step_over(counter, numbering)

    def _step_over(self, counter: Counter, numbering: Numbering) -> None:
        """Let the counter pass the next number, if it is a used one still: another call may have been first."""
        try:
            counter.number(lambda numbers: [self.invoices.used(self.job.tenant, numbering.text(numbers[0]))])
        except NumberFreeError:
            return

    def _issuing(self, drafts: Sequence[Draft], numbers: range, numbering: Numbering) -> list[Write]:
        if numbering.max_value is not None and numbers[-1] > numbering.max_value:
            raise _ExhaustedError(max(0, numbering.max_value - numbers[0] + 1))
        return self.invoices.issuing(self.job, drafts, [numbering.text(number) for number in numbers], self.issued_at)

    def _fail(self, drafts: Sequence[Draft], reason: NotInvoiced) -> None:
        for draft in drafts:
            self.outcomes[draft.order_id] = Outcome.failed(draft.order_id, reason.message)


def _blocks(drafts: Sequence[Draft]) -> Iterator[list[Draft]]:
    """Equal blocks that one transaction holds."""
    count = -(-len(drafts) // BLOCK)
    most, weight = -(-len(drafts) // count), 0
    block: list[Draft] = []
    for draft in drafts:
        if block and (len(block) == most or weight + draft.weight > HEAVIEST_BLOCK):
            yield block
            block, weight = [], 0
        block.append(draft)
        weight += draft.weight
    yield block
