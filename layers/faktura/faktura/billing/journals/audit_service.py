"""Exports the journal of an office's invoice numbers."""

from collections.abc import Sequence

from faktura.audit.entry import Change
from faktura.audit.journal_query import JournalQuery
from faktura.audit.journal_service import Absence, JournalService
from faktura.audit.schemas import JournalPage
from faktura.billing.billing_store import BillingStore
from faktura.billing.journals.journal_record import hidden_of, invoice_id_of
from faktura.billing.journals.journal_store import place
from faktura.billing.member import Office
from faktura.billing.tags import Tags
from faktura.core.dynamo import Table
from faktura.core.settings import setting


class AuditService:
    """The journal of one office."""

    def __init__(self, store: BillingStore, table: Table) -> None:
        self._store, self._table = store, table

    @classmethod
    def from_settings(cls) -> "AuditService":
        """On the table that the template names."""
        return cls(BillingStore.from_settings(), Table(setting("BILLING_TABLE")))

    def page(self, office: Office, tags: Tags, query: JournalQuery) -> JournalPage:
        """A page of the journal. The content of invoices that the tags redact is not disclosed."""

        def contents(changes: Sequence[Change]) -> list[bytes | Absence]:
            ids = list(dict.fromkeys(map(invoice_id_of, changes)))
            found = {one.id: one for one in self._store.invoices(office.name, ids) if not tags.redacts(one.tags)}
            invoices = (found.get(invoice_id_of(change)) for change in changes)
            return [hidden_of(invoice) if invoice else Absence.WITHHELD for invoice in invoices]

        return JournalService(place(self._table, office.name), contents, is_final=False).page(query)
