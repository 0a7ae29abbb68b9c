"""The tables that can be restored, and why the others cannot."""

from collections.abc import Mapping
from dataclasses import dataclass

from faktura.operations.errors import CannotRestore
from faktura.operations.restore.billing_books import BillingBooks
from faktura.operations.restore.books import Books
from faktura.operations.restore.capture_books import CaptureBooks
from faktura.operations.restore.case_books import CaseBooks
from faktura.operations.restore.job_books import JobBooks
from faktura.operations.restore.pims_books import ContactBooks, PimsBooks


@dataclass(frozen=True)
class RestorableTable:
    """A table by its logical id in the template, and its books."""

    logical_id: str
    books: Books


TABLES: Mapping[str, RestorableTable] = {
    "billing": RestorableTable("BillingTable", BillingBooks()),
    "jobs": RestorableTable("JobTable", JobBooks()),
    "cases": RestorableTable("CasesTable", CaseBooks()),
    "capture": RestorableTable("CaptureTable", CaptureBooks()),
    "pims": RestorableTable("PimsTable", PimsBooks()),
    "contacts": RestorableTable("PimsContactTable", ContactBooks()),
}

NEVER: Mapping[str, tuple[str, str]] = {
    "clients": ("ClientTable", "a disabled client or a replaced secret would be accepted again"),
    "people": ("PersonTable", "a disabled person, or former rights, would be accepted again"),
    "denylist": ("DenylistTable", "revoked tokens would be accepted again"),
    "refusals": ("RefusalTable", "counts of wrong secrets would be forgotten"),
    "idempotency": ("IdempotencyTable", "a repeated request would be carried out twice"),
    "exports": ("ExportTable", "an export is asked for anew"),
}
"""Tables that are never restored: the logical id, and what would happen."""


def table_called(name: str) -> RestorableTable:
    """The table with this name; `CannotRestore` for any other."""
    if name in NEVER:
        raise CannotRestore(f"{name} is never restored: {NEVER[name][1]}")
    if name not in TABLES:
        raise CannotRestore(f"{name} is no table; there are {', '.join(TABLES)}")
    return TABLES[name]
