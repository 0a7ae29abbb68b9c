"""Makes the file of a period: the invoices first reported in it that the viewer may see, the newest first."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from faktura.cases.exports.invoice_row import COLUMNS, row_of
from faktura.cases.exports.ledger import bookings_of
from faktura.cases.exports.owner import viewer_of
from faktura.cases.exports.period_store import PeriodStore
from faktura.exports.accounts import Accounts
from faktura.exports.counted import Counted
from faktura.exports.datev_file import write_datev
from faktura.exports.export import Export
from faktura.exports.file_set import write_table


class PeriodService:
    """Makes the files of exports."""

    def __init__(self, periods: PeriodStore) -> None:
        self._periods = periods

    @classmethod
    def from_settings(cls) -> "PeriodService":
        """On the table that the template names."""
        return cls(PeriodStore.from_settings())

    def make_file(self, export: Export, path: Path) -> int:
        """Write the file to `path`; returns how many invoices it has. `ExportRefused` if it cannot be made."""
        found = self._periods.invoices(viewer_of(export.owner), export.date_from, export.date_to)
        if export.format == "DATEV":
            return _write_bookings(export, path, found)
        invoices = Counted(found)
        write_table(export, path, COLUMNS, map(row_of, invoices))
        return invoices.count


def _write_bookings(export: Export, path: Path, found: Iterator[dict[str, Any]]) -> int:
    """Returns how many invoices are booked."""
    accounts = Accounts.from_text(export.accounts)
    booked = Counted(filter(None, (bookings_of(invoice, accounts) for invoice in found)))
    period = (export.date_from, export.date_to)
    write_datev(path, chain.from_iterable(booked), accounts, period, export.created_at)
    return booked.count
