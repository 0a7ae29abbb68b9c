"""What is left to credit of the invoices, and which credit notes there are."""

import zlib
from collections.abc import Mapping
from decimal import Decimal

from faktura.core import json
from faktura.core.dynamo import Write, WriteConflict
from faktura.jobs.credit_notes.left import is_nothing, left_at_first
from faktura.jobs.credit_notes.stored_invoice import StoredInvoice
from faktura.jobs.errors import NoSuchInvoice
from faktura.jobs.invoices.invoice import Invoice
from faktura.jobs.invoices.invoice_store import invoice_of
from faktura.jobs.keys import (
    credit_note_key,
    credit_of_order_key,
    credited_key,
    invoice_key,
    order_key,
)
from faktura.jobs.table_store import TableStore


class CreditStore(TableStore):
    """A tenant's invoices with what is credited of them."""

    def get(self, tenant: str, number: str) -> StoredInvoice:
        """The invoice or credit note, read together with what is left of it; `NoSuchInvoice`."""
        found = self._table.get_many([invoice_key(tenant, number), credited_key(tenant, number)])
        items = {item["tenant"]: item for item in found}
        item = items.get(invoice_key(tenant, number)["tenant"])
        if item is None:
            raise NoSuchInvoice
        invoice, credited = invoice_of(item), items.get(credited_key(tenant, number)["tenant"])
        if credited is None:
            left = left_at_first(invoice.bill) if invoice.kind == "INVOICE" else {}
            return StoredInvoice(invoice, left, is_undrawn="undrawn" in item)
        left = {line_id: Decimal(one) for line_id, one in json.loads(zlib.decompress(credited["left"])).items()}
        return StoredInvoice(invoice, left, credited["creditNotes"])

    def writes_crediting(
        self, tenant: str, stored: StoredInvoice, credit_note: Invoice, left: Mapping[str, Decimal]
    ) -> list[Write]:
        """The writes that record the credit note at its invoice, in the lists, and at the order if nothing is left.

        They fail with `WriteConflict` if the invoice was credited since it was read.
        """
        moment, number, invoice = credit_note.issued_at.isoformat(), credit_note.number, stored.invoice
        item = credited_key(tenant, invoice.number) | {
            "left": zlib.compress(json.dumps(left)),
            "creditNotes": [*stored.credit_notes, number],
            "version": Decimal(stored.version + 1),
        }
        origin = {"invoice": invoice.number, "invoicedAt": invoice.issued_at.isoformat(), "invoiceJob": invoice.job_id}
        unchanged = "version = :seen" if stored.version else "attribute_not_exists(version)"
        seen = {":seen": Decimal(stored.version)} if stored.version else None
        writes = [
            self._table.putting(item, unchanged, seen, lambda _: WriteConflict()),
            self._table.putting(credit_note_key(tenant, moment, number)),
            self._table.putting(credit_of_order_key(tenant, invoice.bill.order_id, moment, number) | origin),
        ]
        return [*writes, self._freeing(tenant, invoice, number)] if is_nothing(left) else writes

    def _freeing(self, tenant: str, invoice: Invoice, number: str) -> Write:
        """The write that lets a MANUAL job invoice the order anew."""
        return self._table.updating(
            order_key(tenant, invoice.bill.order_id),
            "SET creditedBy = :by",
            {":by": number, ":number": invoice.number},
            "invoiceNumber = :number",
            lambda _: WriteConflict(),
        )
