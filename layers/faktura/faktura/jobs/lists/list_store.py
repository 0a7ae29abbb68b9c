"""The lists of a tenant's invoices and credit notes by age. They have keys only; the documents are read by number."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from faktura.core.attributes import marshalled
from faktura.jobs.keys import by_age, credit_note_key, invoice_key, moment_and_number
from faktura.jobs.table_store import TableStore


@dataclass(frozen=True)
class Entry:
    """A document in a list: when it was issued, and its number."""

    moment: str
    number: str

    @classmethod
    def at(cls, position: str) -> "Entry":
        """From its position."""
        return cls(*moment_and_number(position))

    @property
    def position(self) -> str:
        """Where it is in its list; it sorts by age."""
        return by_age(self.moment, self.number)


class ListStore(TableStore):
    """A tenant's documents that were issued between two moments, the newest first."""

    def invoices(self, tenant: str, first: str, last: str, after: str, limit: int) -> Iterator[Entry]:
        """The invoices, from the index; with `after`, those past this position."""
        invoices = invoice_key(tenant, "")["tenant"]
        terms: dict[str, Any] = {"ScanIndexForward": False, "Limit": limit}
        if after:
            at = Entry.at(after)
            terms["ExclusiveStartKey"] = marshalled(invoice_key(tenant, at.number) | {"issuedAt": at.moment})
        condition = "tenant = :invoices AND issuedAt BETWEEN :first AND :last"
        values = {":invoices": invoices, ":first": first, ":last": last}
        page = self._table.page(condition, values, "issued", **terms)
        return (Entry(item["issuedAt"], item["record"]) for item in page.items)

    def credit_notes(self, tenant: str, first: str, last: str, after: str, limit: int) -> Iterator[Entry]:
        """The credit notes; with `after`, those past this position."""
        key = credit_note_key(tenant)
        terms: dict[str, Any] = {"ScanIndexForward": False, "Limit": limit, "ConsistentRead": True}
        terms["ExpressionAttributeNames"] = {"#record": "record"}
        if after:
            terms["ExclusiveStartKey"] = marshalled(key | {"record": after})
        condition = "tenant = :creditNotes AND #record BETWEEN :first AND :last"
        values = {":creditNotes": key["tenant"], ":first": first, ":last": last}
        return (Entry.at(item["record"]) for item in self._table.page(condition, values, **terms).items)
