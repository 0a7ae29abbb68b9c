"""Makes the file of a period: its documents as a table, as bookings, or as PDFs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Self

from faktura.core.parallel import each, in_batches
from faktura.exports.counted import Counted
from faktura.exports.datev_file import write_datev
from faktura.exports.errors import ExportRefused, NotExportable
from faktura.exports.export import MAX_RECORDS, Export
from faktura.exports.file_set import write_table
from faktura.jobs.configurations.configuration_store import ConfigurationStore
from faktura.jobs.exports.accounts_service import accounts_for
from faktura.jobs.exports.document_row import COLUMNS, bookings_of, rows_of
from faktura.jobs.exports.owner import tenant_of
from faktura.jobs.exports.pdf_archive import Found, write_archive
from faktura.jobs.exports.period_store import PeriodStore
from faktura.jobs.invoices.invoice import Invoice
from faktura.jobs.invoices.pdf_store import PdfStore

MAX_PDFS = 20_000
"""Documents in one ZIP file."""

_AT_ONCE = 16
"""PDFs in memory."""


class PeriodService:
    """Makes the files of exports."""

    def __init__(self, periods: PeriodStore, configurations: ConfigurationStore, pdfs: PdfStore) -> None:
        self._periods, self._configurations, self._pdfs = periods, configurations, pdfs

    @classmethod
    def from_settings(cls) -> Self:
        """On the table and the bucket that the template names."""
        return cls(PeriodStore.from_settings(), ConfigurationStore.from_settings(), PdfStore.from_settings())

    def make_file(self, export: Export, path: Path) -> int:
        """Write the file to `path`; returns how many documents it has. `ExportRefused` if it cannot be made."""
        tenant = tenant_of(export.owner)
        limit = MAX_PDFS if export.format == "ZIP" else MAX_RECORDS
        documents = Counted(self._periods.documents(tenant, export.date_from, export.date_to), limit)
        if export.format == "DATEV":
            self._write_bookings(export, path, documents)
        elif export.format == "ZIP":
            write_archive(path, self._with_pdfs(tenant, documents))
        else:
            write_table(export, path, COLUMNS, (row for document in documents for row in rows_of(document)))
        return documents.count

    def _with_pdfs(self, tenant: str, documents: Iterator[Invoice]) -> Iterator[Found]:
        """Each document with its PDF, or None if it is missing."""
        for batch in in_batches(documents, _AT_ONCE):
            pdfs = each(lambda one: self._pdfs.get(tenant, one.number, one.pdf_version), batch)
            yield from zip(batch, pdfs, strict=True)

    def _write_bookings(self, export: Export, path: Path, documents: Iterator[Invoice]) -> None:
        try:
            accounts = accounts_for(export, self._configurations)
        except NotExportable as reason:  # the configuration was changed since the request
            raise ExportRefused(reason.message) from None
        bookings = (booking for document in documents for booking in bookings_of(document, accounts))
        write_datev(path, bookings, accounts, (export.date_from, export.date_to), export.created_at)
