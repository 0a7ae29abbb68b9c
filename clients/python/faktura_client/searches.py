"""Searches and orders of jobs, whose pages are numbered."""

from collections.abc import AsyncIterator, Iterator

from faktura_client.apis.cases import AsyncCases, Cases
from faktura_client.models import CasesInvoiceBody, Filters, FoundInvoices, Pagination, Search

_MAX_FOUND = 100


def found_invoices(cases: Cases, filters: Filters, page_size: int = _MAX_FOUND) -> Iterator[CasesInvoiceBody]:
    """All invoices that a search finds, the newest first. Each page is fetched when it is needed."""
    search: Search | None = _first(filters, page_size)
    while search:
        page = cases.find_invoices(search)
        yield from page.data
        search = _following(search, page)


async def found_invoices_async(
    cases: AsyncCases, filters: Filters, page_size: int = _MAX_FOUND
) -> AsyncIterator[CasesInvoiceBody]:
    """All invoices that a search finds, the newest first. Each page is fetched when it is needed."""
    search: Search | None = _first(filters, page_size)
    while search:
        page = await cases.find_invoices(search)
        for invoice in page.data:
            yield invoice
        search = _following(search, page)


def _first(filters: Filters, page_size: int) -> Search:
    return Search(filters=filters, pagination=Pagination(offset=0, limit=page_size))


def _following(search: Search, page: FoundInvoices) -> Search | None:
    """The search for the next page; `None` after the last one."""
    offset = page.pagination.offset + len(page.data)
    if not page.data or offset >= page.pagination.count:
        return None
    pagination = search.pagination or Pagination()
    return search.with_changes(pagination=pagination.with_changes(offset=offset))
