"""Makes the file of a period: an office's invoices by their date, the newest first."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from faktura.billing.billing_store import BillingStore
from faktura.billing.exports.exporter import office_of
from faktura.billing.exports.invoice_row import COLUMNS, row_of
from faktura.billing.invoice import InvoiceHeader
from faktura.billing.member import Office
from faktura.billing.search.index_store import IndexStore
from faktura.billing.search.period import Period
from faktura.billing.tags import Tags
from faktura.core.parallel import in_batches
from faktura.exports.counted import Counted
from faktura.exports.export import Export
from faktura.exports.file_set import write_table

_AT_ONCE = 1_000
_BATCH = 100


class PeriodService:
    """Makes the files of exports."""

    def __init__(self, store: BillingStore, index: IndexStore) -> None:
        self._store, self._index = store, index

    @classmethod
    def from_settings(cls) -> "PeriodService":
        """On the table that the template names."""
        return cls(BillingStore.from_settings(), IndexStore.from_settings())

    def make_file(self, export: Export, path: Path) -> int:
        """Write the file to `path`; returns how many invoices it has. `ExportRefused` if it cannot be made."""
        period = Period(export.date_from.isoformat(), export.date_to.isoformat())
        tags = Tags(frozenset(export.tags))
        invoices = Counted(self._invoices(office_of(export.owner), period))
        write_table(export, path, COLUMNS, (row_of(invoice, tags) for invoice in invoices))
        return invoices.count

    def _invoices(self, office: Office, period: Period) -> Iterator[InvoiceHeader]:
        """The invoices that the index finds, as they are now: the index may not know a tag yet."""
        entries = chain.from_iterable(self._index.newest_first(office.name, period, None, _AT_ONCE))
        for batch in in_batches((entry.id for entry in entries), _BATCH):
            found = self._store.headers(office.name, batch)
            current = (found[one] for one in batch if one in found)
            yield from (invoice for invoice in current if period.contains(invoice.invoice_date))
