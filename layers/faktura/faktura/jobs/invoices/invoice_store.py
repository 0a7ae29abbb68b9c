"""The issued invoices and the counters of their numbers."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from faktura.core import json
from faktura.core.counter import Counter
from faktura.core.dynamo import Write
from faktura.jobs.errors import JobEnded, NumberFree, NumberTaken, OrderClaimed
from faktura.jobs.invoices.invoice import Bill, Invoice
from faktura.jobs.job import JobReference
from faktura.jobs.keys import counter_key, invoice_key, job_key, order_key
from faktura.jobs.numbering import Numbering
from faktura.jobs.table_store import TableStore


@dataclass(frozen=True)
class Draft:
    """A bill without a number, as it will be stored. `weight` is its bytes and those of the order's item."""

    order_id: str
    compressed: bytes
    weight: int

    @classmethod
    def of(cls, bill: Bill, order_bytes: int) -> "Draft":
        """The draft of a bill."""
        compressed = zlib.compress(json.dumps(bill))
        return cls(bill.order_id, compressed, len(compressed) + order_bytes)


class InvoiceStore(TableStore):
    """A tenant's invoices and the counters of its numberings."""

    def counter(self, tenant: str, numbering: Numbering) -> Counter:
        """The counter of a numbering, as of now; its first number is the start value + 1."""
        counter = Counter(self._table, counter_key(tenant, numbering), numbering.start_value)
        counter.catch_up()
        return counter

    def writes_issuing(
        self, job: JobReference, drafts: Sequence[Draft], numbers: Sequence[str], issued_at: datetime
    ) -> list[Write]:
        """The writes that issue the drafts under these numbers, for the transaction that advances the counter.

        They fail with `JobEnded`, `OrderClaimed` or `NumberTaken`.
        """
        writes = [self._table.checking(job_key(job), "attribute_exists(numbering)", otherwise=lambda _: JobEnded())]
        for position, (draft, number) in enumerate(zip(drafts, numbers, strict=True)):
            writes += [self._claim(job, draft, number), self._invoice(job, draft, number, issued_at, position)]
        return writes

    def check_taken(self, tenant: str, number: str) -> Write:
        """The condition that an invoice has the number; it fails with `NumberFree`."""
        key = invoice_key(tenant, number)
        return self._table.checking(key, "attribute_exists(tenant)", otherwise=lambda _: NumberFree())

    def get_each(self, tenant: str, numbers: Sequence[str]) -> Iterator[Invoice]:
        """The invoices among these that exist."""
        for item in self._table.get_many([invoice_key(tenant, number) for number in numbers]):
            yield Invoice(
                number=item["record"],
                job_id=item["jobId"],
                issued_at=datetime.fromisoformat(item["issuedAt"]),
                bill=Bill.model_validate(json.loads(zlib.decompress(item["bill"]))),
            )

    def _claim(self, job: JobReference, draft: Draft, number: str) -> Write:
        """The write that gives the order its invoice."""
        return self._table.updating(
            order_key(job.tenant, draft.order_id),
            "SET invoiceNumber = :number, invoiceJob = :job REMOVE waiting, deliveredAt",
            {":number": number, ":job": job.job_id},
            "attribute_exists(content) AND attribute_not_exists(invoiceNumber)",
            lambda _: OrderClaimed(),
        )

    def _invoice(self, job: JobReference, draft: Draft, number: str, issued_at: datetime, position: int) -> Write:
        content = {"orderId": draft.order_id, "jobId": job.job_id, "issuedAt": issued_at.isoformat()}
        return self._table.putting(
            invoice_key(job.tenant, number) | content | {"bill": draft.compressed},
            "attribute_not_exists(tenant)",
            otherwise=lambda _: NumberTaken(position),
        )
