"""Makes the file of a period: an office's invoices by their date, the newest first; for DATEV with its payments."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from faktura.billing.billing_store import BillingStore
from faktura.billing.exports.accounts import OfficeAccounts
from faktura.billing.exports.exporter import office_of
from faktura.billing.exports.invoice_row import COLUMNS, row_of
from faktura.billing.exports.ledger import Ledger
from faktura.billing.exports.payment_store import PaymentStore
from faktura.billing.invoice import InvoiceHeader
from faktura.billing.member import Office
from faktura.billing.search.index_store import IndexStore
from faktura.billing.search.period import Period
from faktura.billing.tags import Tags
from faktura.core.parallel import in_batches
from faktura.exports.counted import Counted
from faktura.exports.datev_file import INVOICES, Booking, write_datev
from faktura.exports.errors import ExportRefused
from faktura.exports.export import MAX_RECORDS, TOO_MANY, Export
from faktura.exports.file_set import write_table

INVOICES_AND_PAYMENTS = "Rechnungen und Zahlungen"

_MAX_IDS = 10 * MAX_RECORDS
"""Of a period: what a function holds in memory. Not all of the invoices need be booked."""

_BATCH = 100


class PeriodService:
    """Makes the files of exports."""

    def __init__(self, store: BillingStore, index: IndexStore, payments: PaymentStore) -> None:
        self._store, self._index, self._payments = store, index, payments

    @classmethod
    def from_settings(cls) -> "PeriodService":
        """On the table that the template names."""
        return cls(BillingStore.from_settings(), IndexStore.from_settings(), PaymentStore.from_settings())

    def make_file(self, export: Export, path: Path) -> int:
        """Write the file to `path`; returns how many invoices it has. `ExportRefused` if it cannot be made."""
        invoices = self._invoices(office_of(export.owner), _period(export))
        tags = Tags(frozenset(export.tags))
        if export.format == "DATEV":
            return self._write_bookings(export, path, invoices, tags)
        counted = Counted(invoices)
        write_table(export, path, COLUMNS, (row_of(invoice, tags) for invoice in counted))
        return counted.count

    def _write_bookings(self, export: Export, path: Path, invoices: Iterator[InvoiceHeader], tags: Tags) -> int:
        """Returns how many invoices and payments are booked."""
        accounts = OfficeAccounts.from_text(export.accounts)
        ledger = Ledger(accounts, tags)
        booked: Iterator[list[Booking]] = map(ledger.of_invoice, invoices)
        if accounts.payment_account:
            booked = chain(booked, self._received(export, ledger))
        documents = Counted(filter(None, booked))
        title = INVOICES_AND_PAYMENTS if accounts.payment_account else INVOICES
        period = (export.date_from, export.date_to)
        write_datev(path, chain.from_iterable(documents), accounts, period, export.created_at, title)
        return documents.count

    def _received(self, export: Export, ledger: Ledger) -> Iterator[list[Booking]]:
        """The bookings of each payment of the period."""
        office = office_of(export.owner).name
        for batch in in_batches(self._payments.payments(office, export.date_from, export.date_to), _BATCH):
            ids = {one.invoice_id for payment, _ in batch for one in payment.current_allocations}
            numbers = {one.id: one.invoice_number for one in self._store.headers(office, ids).values()}
            yield from (ledger.of_payment(payment, day, numbers) for payment, day in batch)

    def _invoices(self, office: Office, period: Period) -> Iterator[InvoiceHeader]:
        """Each invoice of the period once, as it is when it is read: its date may change, and so may its tags.

        All ids are known before the first invoice is read.
        """
        ids = self._index.ids(office.name, period, _MAX_IDS)
        if len(ids) > _MAX_IDS:
            raise ExportRefused(TOO_MANY.format(_MAX_IDS))
        for batch in in_batches(ids, _BATCH):
            found = self._store.headers(office.name, batch)
            current = (found[one] for one in batch if one in found)
            yield from (invoice for invoice in current if period.contains(invoice.invoice_date))


def _period(export: Export) -> Period:
    return Period(export.date_from.isoformat(), export.date_to.isoformat())
