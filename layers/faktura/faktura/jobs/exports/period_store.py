"""The documents of a period, oldest first."""

from collections.abc import Iterator
from datetime import date
from heapq import merge
from typing import Any

from faktura.core.parallel import in_batches
from faktura.jobs.invoices.invoice import Invoice
from faktura.jobs.invoices.invoice_store import invoice_of
from faktura.jobs.keys import credit_note_key, invoice_key, moment_and_number
from faktura.jobs.table_store import TableStore

_BATCH = 100


class PeriodStore(TableStore):
    """A tenant's invoices and credit notes that were issued in a period."""

    def documents(self, tenant: str, first: date, last: date) -> Iterator[Invoice]:
        """The documents issued from the first to the last day in UTC, the oldest first, read a hundred at a time."""
        ends = {":first": first.isoformat(), ":end": f"{last.isoformat()}~"}
        for batch in in_batches(merge(self._invoices(tenant, ends), self._credit_notes(tenant, ends)), _BATCH):
            numbers = [number for _, number in batch]
            items = self._table.get_many([invoice_key(tenant, number) for number in numbers])
            found = {item["record"]: item for item in items}
            yield from (invoice_of(found[number]) for number in numbers if number in found)

    def _invoices(self, tenant: str, ends: dict[str, str]) -> Iterator[tuple[str, str]]:
        """When each invoice was issued, and its number."""
        values = {":invoices": invoice_key(tenant, "")["tenant"], **ends}
        condition = "tenant = :invoices AND issuedAt BETWEEN :first AND :end"
        for item in self._table.query(condition, values, "issued"):
            yield item["issuedAt"], item["record"]

    def _credit_notes(self, tenant: str, ends: dict[str, str]) -> Iterator[tuple[str, str]]:
        """When each credit note was issued, and its number."""
        values = {":creditNotes": credit_note_key(tenant)["tenant"], **ends}
        condition = "tenant = :creditNotes AND #record BETWEEN :first AND :end"
        terms: dict[str, Any] = {"ExpressionAttributeNames": {"#record": "record"}, "ConsistentRead": True}
        for item in self._table.query(condition, values, **terms):
            yield moment_and_number(item["record"])
