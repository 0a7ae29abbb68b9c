"""Practices' invoices in DynamoDB. Table: `practice` + `invoice` → one item per invoice, its newest version.

Index `by-number`: case-folded number → practice, invoice, and what matching needs (date, total, practice, owner).
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from faktura.core.aws import client
from faktura.core.dynamo import Item, Table
from faktura.core.model import Model
from faktura.core.money import Exact
from faktura.core.settings import setting
from faktura.pims.batch import Version
from faktura.pims.models import Invoice, PetOwner, VetPractice

_WRITERS = 8


class NumberedInvoice(Model):
    """What the index knows of an invoice: enough to tell whose it is, not what was done."""

    id: str
    date: str
    total: Exact | None = None
    vet_practice: VetPractice
    pet_owner: PetOwner


class InvoiceStore:
    """The only place that knows the PIMS table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "InvoiceStore":
        """The store the template names."""
        return cls(Table(setting("PIMS_TABLE")))

    def store(self, versions: Iterable[Version]) -> int:
        """Write each version unless the same or a newer one is there; how many were written."""
        with ThreadPoolExecutor(_WRITERS) as writers:
            return sum(writers.map(self._store, versions))

    def numbered(self, number: str) -> Iterator[NumberedInvoice]:
        """Every practice's invoices with this number, compared trimmed and case-blind."""
        if folded := _folded(number):
            found = self._table.query("numberKey = :number", {":number": folded}, index="by-number")
            yield from map(NumberedInvoice.model_validate, found)

    def get(self, practice_id: str, invoice_id: str) -> Invoice | None:
        """One invoice of one practice."""
        item = self._table.get({"practice": practice_id, "invoice": invoice_id})
        return Invoice.model_validate(item) if item else None

    def _store(self, version: Version) -> bool:
        values = {":order": version.order}
        return self._table.put(_item(version), "attribute_not_exists(practice) OR pushOrder < :order", values)


def _item(version: Version) -> Item:
    invoice = version.invoice
    content = invoice.model_dump(by_alias=True, exclude_unset=True)
    practice, identity = version.identity
    keys = {"practice": practice, "invoice": identity, "pushOrder": version.order}
    if folded := _folded(invoice.invoice_number):
        keys["numberKey"] = folded
    return keys | content


def _folded(number: str) -> str:
    return number.strip().casefold()
