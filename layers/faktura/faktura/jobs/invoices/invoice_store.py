"""The issued invoices and credit notes."""

import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from faktura.core import json
from faktura.core.attributes import Item
from faktura.core.dynamo import Write
from faktura.core.sort_key import MAX_SORT_KEY_BYTES
from faktura.einvoices.invoice import InvoiceReference
from faktura.jobs.errors import JobEnded, NumberTaken, OrderClaimed
from faktura.jobs.invoices.invoice import Bill, Invoice
from faktura.jobs.job import JobReference
from faktura.jobs.keys import invoice_key, job_key, order_key
from faktura.jobs.ranges.journal_record import shown_of
from faktura.jobs.table_store import TableStore


@dataclass(frozen=True)
class Draft:
    """A bill without a number. `document` is its JSON; `weight` is the bytes that it and the order's item will take.

    `shown` is what the journal shows of it. `replaces` is the number of the order's invoice that is wholly credited, if
    there is one.
    """

    order_id: str
    document: bytes
    compressed: bytes
    shown: Mapping[str, str]
    weight: int
    replaces: str = ""

    @classmethod
    def of(cls, bill: Bill, order_bytes: int, replaces: str = "") -> "Draft":
        """The draft of a bill."""
        document = json.dumps(bill)
        compressed = zlib.compress(document)
        return cls(bill.order_id, document, compressed, shown_of(bill), len(compressed) + order_bytes, replaces)


@dataclass(frozen=True)
class Document:
    """A bill as it is stored. If a restore has put it back, `commitment` is that of the journal's last entry about it.

    Earlier entries may then be about other content.
    """

    bill: bytes
    commitment: str

    def committed_to(self, commitment: str | None) -> bytes | None:
        """The bill, unless this commitment may be to other content."""
        return self.bill if self.commitment in ("", commitment) else None


class InvoiceStore(TableStore):
    """A tenant's invoices and credit notes."""

    def writes_issuing(
        self, job: JobReference, drafts: Sequence[Draft], numbers: Sequence[str], issued_at: datetime
    ) -> list[Write]:
        """The writes that issue the drafts under these numbers, for the transaction that takes the numbers.

        They fail with `JobEnded`, `OrderClaimed` or `NumberTaken`.
        """
        writes = [self._table.checking(job_key(job), "attribute_exists(numbering)", otherwise=lambda _: JobEnded())]
        for position, (draft, number) in enumerate(zip(drafts, numbers, strict=True)):
            content = {"orderId": draft.order_id, "jobId": job.job_id, "issuedAt": issued_at.isoformat()}
            issuing = self._issuing(job.tenant, number, content | {"bill": draft.compressed}, position)
            writes += [self._claim(job, draft, number), issuing]
        return writes

    def write_crediting(self, tenant: str, credit_note: Invoice) -> Write:
        """The write that issues a credit note whose PDF is not drawn yet. It fails with `NumberTaken`."""
        content = {
            "kind": credit_note.kind,
            "orderId": credit_note.bill.order_id,
            "creditedAt": credit_note.issued_at.isoformat(),
            "credited": json.dumps(credit_note.credited),
            "note": credit_note.note,
            "undrawn": True,
            "bill": zlib.compress(json.dumps(credit_note.bill)),
        }
        return self._issuing(tenant, credit_note.number, content, 0)

    def drawn(self, tenant: str, number: str, version: str) -> str:
        """Record in which version the PDF of a document is stored; the version that is recorded, which is the first."""
        update = "SET pdfVersion = if_not_exists(pdfVersion, :version) REMOVE undrawn"
        exists = "attribute_exists(tenant)"
        item = self._table.update(invoice_key(tenant, number), update, {":version": version}, exists)
        return version if item is None else str(item["pdfVersion"])

    def get_each(self, tenant: str, numbers: Sequence[str]) -> Iterator[Invoice]:
        """The invoices and credit notes among these that exist."""
        return map(invoice_of, self._table.get_many([invoice_key(tenant, number) for number in numbers]))

    def documents(self, tenant: str, numbers: Collection[str]) -> dict[str, Document]:
        """Those among these that exist, as the journal committed to them; by number."""
        possible = [number for number in numbers if len(number.encode()) <= MAX_SORT_KEY_BYTES]  # others are in no key
        found = self._table.get_many([invoice_key(tenant, number) for number in possible])
        return {item["record"]: Document(_committed(item["bill"]), item.get("commitment", "")) for item in found}

    def _claim(self, job: JobReference, draft: Draft, number: str) -> Write:
        """The write that gives the order its invoice, in place of the one that is wholly credited if there is one."""
        update = "SET invoiceNumber = :number, invoiceJob = :job"
        values = {":number": number, ":job": job.job_id}
        condition = "attribute_exists(content) AND attribute_not_exists(invoiceNumber)"
        removed = "waiting, deliveredAt"
        if draft.replaces:
            update, removed = f"{update}, invoicedAnew = :anew", f"{removed}, creditedBy"
            values |= {":anew": "true", ":replaced": draft.replaces}
            condition = "invoiceNumber = :replaced AND attribute_exists(creditedBy)"
        return self._table.updating(
            order_key(job.tenant, draft.order_id),
            f"{update} REMOVE {removed}",
            values,
            condition,
            lambda _: OrderClaimed(),
        )

    def _issuing(self, tenant: str, number: str, content: Item, position: int) -> Write:
        return self._table.putting(
            {**invoice_key(tenant, number), **content},
            "attribute_not_exists(tenant)",
            otherwise=lambda _: NumberTaken(position),
        )


def _committed(bill: bytes) -> bytes:
    """What the journal committed to. A damaged bill is as it is, which no commitment is for."""
    try:
        return zlib.decompress(bill)
    except zlib.error:
        return bill


def invoice_of(item: Mapping[str, Any]) -> Invoice:
    """The invoice or credit note from its item."""
    bill = Bill.model_validate(json.loads(zlib.decompress(item["bill"])))
    kind = item.get("kind", "INVOICE")
    common = {"number": item["record"], "bill": bill, "pdf_version": item.get("pdfVersion", "")}
    if kind == "INVOICE":
        return Invoice(**common, job_id=item["jobId"], issued_at=datetime.fromisoformat(item["issuedAt"]))
    return Invoice(
        **common,
        kind=kind,
        issued_at=datetime.fromisoformat(item["creditedAt"]),
        credited=InvoiceReference.model_validate(json.loads(item["credited"])),
        note=item["note"],
    )
