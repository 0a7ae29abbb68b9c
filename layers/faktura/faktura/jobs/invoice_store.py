"""Issued invoices: the transaction that gives a block of orders its numbers, and the invoices as it settled them."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from faktura.core import json
from faktura.core.counter import Counter
from faktura.core.dynamo import Write
from faktura.jobs.configuration import Numbering
from faktura.jobs.invoice import Bill, Invoice
from faktura.jobs.job import JobReference
from faktura.jobs.order_store import (
    JobTableStore,
    counter_key,
    invoice_key,
    job_key,
    order_key,
)


class JobEndedError(Exception):
    """The job is being ended, so it gives no numbers any more."""


class OrderClaimedError(Exception):
    """An order of the block has an invoice already."""


class NumberUsedError(Exception):
    """Another numbering came to the same text before, at this `position` of the block."""

    def __init__(self, position: int) -> None:
        self.position = position


class NumberFreeError(Exception):
    """No invoice has the number."""


@dataclass(frozen=True)
class Draft:
    """A bill about to be numbered, as it will be stored; `weight` in bytes, with the order's own item."""

    order_id: str
    compressed: bytes
    weight: int

    @classmethod
    def of(cls, bill: Bill, order_bytes: int) -> "Draft":
        """The bill's draft."""
        compressed = zlib.compress(json.dumps(bill))
        return cls(bill.order_id, compressed, len(compressed) + order_bytes)


class InvoiceStore(JobTableStore):
    """A tenant's invoices and the counters of its numberings."""

    def counter(self, tenant: str, numbering: Numbering) -> Counter:
        """The numbering's counter, caught up; the first number is the start value + 1."""
        counter = Counter(self._table, counter_key(tenant, numbering), numbering.start_value)
        counter.catch_up()
        return counter

    def issuing(
        self, job: JobReference, drafts: Sequence[Draft], numbers: Sequence[str], issued_at: datetime
    ) -> list[Write]:
        """The writes that issue the drafts under these numbers, for the transaction that advances their counter.

        They fail with `JobEndedError`, `OrderClaimedError` or `NumberUsedError`.
        """
        writes = [
            self._table.checking(job_key(job), "attribute_exists(numbering)", otherwise=lambda _: JobEndedError())
        ]
        for position, (draft, number) in enumerate(zip(drafts, numbers, strict=True)):
            writes += [self._claim(job, draft, number), self._invoice(job, draft, number, issued_at, position)]
        return writes

    def used(self, tenant: str, number: str) -> Write:
        """The condition that an invoice has the number; fails with `NumberFreeError`."""
        key = invoice_key(tenant, number)
        return self._table.checking(key, "attribute_exists(tenant)", otherwise=lambda _: NumberFreeError())

    def get_each(self, tenant: str, numbers: Sequence[str]) -> Iterator[Invoice]:
        """Those of the invoices that exist."""
        for item in self._table.get_many([invoice_key(tenant, number) for number in numbers]):
            yield Invoice(
                number=item["record"],
                job_id=item["jobId"],
                issued_at=datetime.fromisoformat(item["issuedAt"]),
                bill=Bill.model_validate(json.loads(zlib.decompress(item["bill"]))),
            )

    def _claim(self, job: JobReference, draft: Draft, number: str) -> Write:
        return self._table.updating(
            order_key(job.tenant, draft.order_id),
            "SET invoiceNumber = :number, invoiceJob = :job REMOVE waiting, deliveredAt",
            {":number": number, ":job": job.job_id},
            "attribute_exists(content) AND attribute_not_exists(invoiceNumber)",
            lambda _: OrderClaimedError(),
        )

    def _invoice(self, job: JobReference, draft: Draft, number: str, issued_at: datetime, position: int) -> Write:
        content = {"orderId": draft.order_id, "jobId": job.job_id, "issuedAt": issued_at.isoformat()}
        return self._table.putting(
            invoice_key(job.tenant, number) | content | {"bill": draft.compressed},
            "attribute_not_exists(tenant)",
            otherwise=lambda _: NumberUsedError(position),
        )
