"""Makes reports on an office's invoices. A report is whole or refused, so that its sums are exact."""

from collections.abc import Iterator

from faktura.billing.billing_store import BillingStore
from faktura.billing.errors import PeriodTooLarge
from faktura.billing.invoice import InvoiceHeader
from faktura.billing.member import Office
from faktura.billing.paging import MAX_PAGE_BYTES
from faktura.billing.reports.outstanding_invoices import REPORTED, ReportedInvoice, outstanding
from faktura.billing.reports.schemas import OutstandingReport, ReportParameters
from faktura.billing.search.index_store import IndexStore
from faktura.billing.search.period import Period
from faktura.billing.tags import Tags
from faktura.core.parallel import each, in_batches
from faktura.core.response import bytes_in_event

MAX_INVOICES = 10_000
"""Of a period, in any status: the work of one report."""

_BATCH = 100


class ReportService:
    """Reports on an office's invoices."""

    def __init__(self, store: BillingStore, index: IndexStore) -> None:
        self._store, self._index = store, index

    @classmethod
    def from_settings(cls) -> "ReportService":
        """On the table that the template names."""
        return cls(BillingStore.from_settings(), IndexStore.from_settings())

    def outstanding(self, office: Office, tags: Tags, period: Period) -> OutstandingReport:
        """The outstanding invoices of the period; `PeriodTooLarge` if one report cannot hold them."""
        ids = self._index.ids(office.name, period, MAX_INVOICES)
        if len(ids) > MAX_INVOICES:
            raise PeriodTooLarge

        def read(batch: list[int]) -> list[ReportedInvoice]:
            return [_reported(one, tags) for one in self._current(office, period, batch)]

        invoices = [invoice for batch in each(read, in_batches(ids, _BATCH)) for invoice in batch]
        parameters = ReportParameters(start=period.first, end=period.last)
        report = OutstandingReport(results=outstanding(invoices), report_parameters=parameters)
        if bytes_in_event(report) > MAX_PAGE_BYTES:
            raise PeriodTooLarge
        return report

    def _current(self, office: Office, period: Period, ids: list[int]) -> Iterator[InvoiceHeader]:
        """The invoices that count, as they are now: the index may not know a tag yet."""
        for invoice in self._store.headers(office.name, ids).values():
            if invoice.status in REPORTED and period.contains(invoice.invoice_date):
                yield invoice


def _reported(invoice: InvoiceHeader, tags: Tags) -> ReportedInvoice:
    return ReportedInvoice(
        id=invoice.id,
        invoice_number=invoice.invoice_number,
        invoice_date=invoice.invoice_date,
        bill_to=invoice.bill_to,
        status=invoice.status,
        clients=tuple(invoice.clients),
        total_charged=invoice.total_charged,
        total_paid=invoice.total_paid,
        is_redacted=tags.redacts(invoice.tags),
    )
