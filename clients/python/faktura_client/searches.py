"""Searches and orders of jobs, whose pages are numbered."""

from collections.abc import AsyncIterator, Iterator
from itertools import count

from faktura_client.apis.cases import AsyncCases, Cases
from faktura_client.apis.jobs import AsyncJobs, Jobs
from faktura_client.models import CasesInvoiceBody, Filters, FoundInvoices, OrderBody, Pagination, Search

_MAX_FOUND = 100
_MAX_ORDERS = 1_000


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


def job_orders(jobs: Jobs, tenant: str, job_id: str, page_size: int = _MAX_ORDERS) -> Iterator[OrderBody]:
    """All orders of a job. Each page is fetched when it is needed."""
    for number in count(1):
        orders = jobs.get_job(tenant, job_id, page_number=number, page_size=page_size).orders
        yield from orders
        if len(orders) < page_size:
            return


async def job_orders_async(
    jobs: AsyncJobs, tenant: str, job_id: str, page_size: int = _MAX_ORDERS
) -> AsyncIterator[OrderBody]:
    """All orders of a job. Each page is fetched when it is needed."""
    for number in count(1):
        orders = (await jobs.get_job(tenant, job_id, page_number=number, page_size=page_size)).orders
        for order in orders:
            yield order
        if len(orders) < page_size:
            return


def _first(filters: Filters, page_size: int) -> Search:
    return Search(filters=filters, pagination=Pagination(offset=0, limit=page_size))


def _following(search: Search, page: FoundInvoices) -> Search | None:
    """The search for the next page; `None` after the last one."""
    offset = page.pagination.offset + len(page.data)
    if not page.data or offset >= page.pagination.count:
        return None
    pagination = search.pagination or Pagination()
    return search.with_changes(pagination=pagination.with_changes(offset=offset))
