"""Makes reports on an office's invoices. A report is whole or refused, so that its sums are exact."""

from itertools import chain
from typing import cast

from faktura.billing.errors import PeriodTooLarge
from faktura.billing.member import Office
from faktura.billing.paging import MAX_PAGE_BYTES
from faktura.billing.reports.outstanding_invoices import REPORTED, ReportedInvoice, outstanding
from faktura.billing.reports.schemas import OutstandingReport, ReportParameters
from faktura.billing.schemas.responses import Status
from faktura.billing.search.index_store import Entry, IndexStore
from faktura.billing.search.period import Period
from faktura.billing.tags import Tags
from faktura.core.response import bytes_in_event

MAX_INVOICES = 10_000
"""Of a period, in any status: the work of one report."""

_AT_ONCE = 1_000


class ReportService:
    """Reports on an office's invoices."""

    def __init__(self, index: IndexStore) -> None:
        self._index = index

    @classmethod
    def from_settings(cls) -> "ReportService":
        """On the table that the template names."""
        return cls(IndexStore.from_settings())

    def outstanding(self, office: Office, tags: Tags, period: Period) -> OutstandingReport:
        """The outstanding invoices of the period; `PeriodTooLarge` if one report cannot hold them."""
        invoices: list[ReportedInvoice] = []
        entries = chain.from_iterable(self._index.newest_first(office.name, period, None, _AT_ONCE))
        for number, entry in enumerate(entries):
            if number == MAX_INVOICES:
                raise PeriodTooLarge
            if entry.status in REPORTED:
                invoices.append(_reported(entry, tags))
        parameters = ReportParameters(start=period.first, end=period.last)
        report = OutstandingReport(results=outstanding(invoices), report_parameters=parameters)
        if bytes_in_event(report) > MAX_PAGE_BYTES:
            raise PeriodTooLarge
        return report


def _reported(entry: Entry, tags: Tags) -> ReportedInvoice:
    return ReportedInvoice(
        id=entry.id,
        invoice_number=entry.invoice_number,
        invoice_date=entry.invoice_date,
        bill_to=entry.bill_to,
        status=cast(Status, entry.status),
        clients=entry.clients,
        total_charged=entry.total_charged,
        total_paid=entry.total_paid,
        is_redacted=tags.redacts(entry.tags),
    )
