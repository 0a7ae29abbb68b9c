"""Pages of a job's orders and of a tenant's jobs (docs/apis/jobs.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from faktura.core.errors import Fault, InvalidRequest
from faktura.core.paging import CURSOR, WholeNumber, cursor, position
from faktura.core.request import Request
from faktura.core.response import next_link
from faktura.jobs.job import JOB_ID, Job

MAX_PAGE_ORDERS = 1_000
"""10,000 links would exceed what Lambda can return."""

MAX_PAGE_JOBS = 100

_NUMBER = WholeNumber("The page, counted from 1.", maximum=1_000_000, default=1)
_ORDERS = WholeNumber("How many orders a page has.", maximum=MAX_PAGE_ORDERS, default=MAX_PAGE_ORDERS)
_JOBS = WholeNumber("How many jobs a page has.", maximum=MAX_PAGE_JOBS, default=MAX_PAGE_JOBS)


@dataclass(frozen=True)
class OrdersPage:
    """One page of a job's orders: page `number`, counted from 1, with `size` orders."""

    number: int
    size: int

    QUERY: ClassVar[Mapping[str, Any]] = {"pageNumber": _NUMBER.terms, "pageSize": _ORDERS.terms}

    @classmethod
    def from_request(cls, request: Request) -> "OrdersPage":
        """From `pageNumber` (1 by default) and `pageSize` (1,000 by default and at most)."""
        return cls(_NUMBER.read("pageNumber", request), _ORDERS.read("pageSize", request))

    def positions(self, job: Job) -> range:
        """The positions of the page's orders in the job, counted from 0."""
        return range((self.number - 1) * self.size, min(self.number * self.size, job.orders or 0))

    def headers(self, job: Job, request: Request) -> dict[str, str]:
        """The number of orders, and the link to the next page if there is one."""
        total = job.orders or 0
        headers = {"X-Total-Count": str(total)}
        if self.number * self.size >= total:
            return headers
        path = f"{request.base_url}/invoice/{job.tenant}/jobs/invoices/{job.job_id}"
        return headers | next_link(f"{path}?pageNumber={self.number + 1}&pageSize={self.size}")


@dataclass(frozen=True)
class JobsPage:
    """One page of a tenant's jobs: `size` jobs that are older than the job `before`, if it is given."""

    size: int
    before: str
    scope: str

    QUERY: ClassVar[Mapping[str, Any]] = {"pageSize": _JOBS.terms, "cursor": CURSOR}

    @classmethod
    def from_request(cls, request: Request) -> "JobsPage":
        """From `pageSize` (100 by default and at most) and the `cursor` of a `Link`."""
        scope = f"jobs {request.path_parameters['tenant']}"
        cursors = request.query.get("cursor", [])
        before = position(cursors[0], scope).get("after") if cursors else ""
        if not isinstance(before, str) or (before and not JOB_ID.fullmatch(before)):
            raise InvalidRequest(Fault("cursor", "is not a cursor of this list"))
        return cls(_JOBS.read("pageSize", request), before, scope)

    def next_page(self, found: Sequence[Job], request: Request) -> str:
        """The URL of the next page; empty if all that was `found` is on this one."""
        if len(found) <= self.size:
            return ""
        last = cursor({"after": found[self.size - 1].job_id}, self.scope)
        path = f"{request.base_url}/invoice/{found[0].tenant}/jobs/invoices"
        return f"{path}?pageSize={self.size}&cursor={last}"
