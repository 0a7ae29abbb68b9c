"""Searches an office's invoices. The work of one call is bounded; what is left is on the next page."""

from collections.abc import Iterator

from faktura.billing.billing_store import BillingStore
from faktura.billing.invoice import Invoice
from faktura.billing.member import Office
from faktura.billing.paging import MAX_PAGE_BYTES
from faktura.billing.schemas.responses import InvoiceBody
from faktura.billing.search.index_store import Entry, IndexStore
from faktura.billing.search.search_page import Place, SearchPage
from faktura.billing.tags import Tags
from faktura.core.response import bytes_in_event

MAX_EXAMINED = 2_000
"""Invoices that one call compares with the filters. Folding 2,000 long addresses takes up to 3 s."""

_MAX_READ_AT_ONCE = 50
_MAX_ENTRIES_AT_ONCE = 500

Found = tuple[list[InvoiceBody], Place | None]
"""The invoices of a page, and the place after which the next one begins; `None` if that was the last."""


class SearchService:
    """Finds invoices by number, or by bill-to, status and date."""

    def __init__(self, store: BillingStore, index: IndexStore) -> None:
        self._store, self._index = store, index

    @classmethod
    def from_settings(cls) -> "SearchService":
        """On the table that the template names."""
        return cls(BillingStore.from_settings(), IndexStore.from_settings())

    def find(self, office: Office, tags: Tags, page: SearchPage) -> Found:
        """The invoices of the page, the newest date first, redacted."""
        if page.filter.number:
            return [invoice.redacted_for(tags) for invoice in self._by_number(office, page)], None
        shown: list[InvoiceBody] = []
        size, last = 0, page.after
        for examined, (entry, invoice) in enumerate(self._by_date(office, page)):
            if examined == MAX_EXAMINED:
                return shown, last
            if invoice:
                body = invoice.redacted_for(tags)
                size += bytes_in_event(body)
                if shown and (len(shown) == page.limit or size > MAX_PAGE_BYTES):
                    return shown, last
                shown.append(body)
            last = entry.place
        return shown, None

    def _by_number(self, office: Office, page: SearchPage) -> list[Invoice]:
        """The invoice with the number as of now, if it meets the other filters too; else none."""
        invoice_id = self._store.id_with_number(office.name, page.filter.number)
        found = self._store.invoices(office.name, [invoice_id]) if invoice_id else []
        return [one for one in found if one.invoice_number == page.filter.number and page.filter.passes(one)]

    def _by_date(self, office: Office, page: SearchPage) -> Iterator[tuple[Entry, Invoice | None]]:
        """Each entry of the period, with its invoice as of now if both meet the filters."""
        at_once = page.limit + 1 if page.filter.is_by_date_alone else _MAX_ENTRIES_AT_ONCE
        step = min(page.limit + 1, _MAX_READ_AT_ONCE)
        for entries in self._index.newest_first(office.name, page.filter.period, page.after, at_once):
            for first in range(0, len(entries), step):
                some = entries[first : first + step]
                found = self._current(office, [entry.id for entry in some if page.filter.passes(entry)])
                for entry in some:
                    invoice = found.get(entry.id)
                    yield entry, invoice if invoice and page.filter.passes(invoice) else None

    def _current(self, office: Office, ids: list[int]) -> dict[int, Invoice]:
        return {invoice.id: invoice for invoice in self._store.invoices(office.name, ids)} if ids else {}
