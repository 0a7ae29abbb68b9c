"""Pages of a job's orders and of a tenant's jobs, and how they are answered (CONTRACT section 4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from faktura.core.errors import Fault, InvalidRequest
from faktura.core.paging import CURSOR, WholeNumber, cursor, next_link, position
from faktura.core.request import Request
from faktura.jobs.job import (
    CHUNK,
    JOB_ID,
    Job,
    OrderAnswer,
    Outcome,
)
from faktura.jobs.job_store import JobStore
from faktura.jobs.pdf_store import InvoicePdfs

MOST_ORDERS = 1_000
"""Of one page: 10,000 links would exceed what Lambda can answer."""

MOST_JOBS = 100

_NUMBER = WholeNumber("Which page, from 1", maximum=1_000_000, default=1)
_ORDERS = WholeNumber("The most orders of the page", maximum=MOST_ORDERS, default=MOST_ORDERS)
_JOBS = WholeNumber("The most jobs of the page", maximum=MOST_JOBS, default=MOST_JOBS)


@dataclass(frozen=True)
class OrdersPage:
    """Which of a job's orders, by page `number` (from 1) and `size`."""

    number: int
    size: int

    QUERY: ClassVar[Mapping[str, Any]] = {"pageNumber": _NUMBER.terms, "pageSize": _ORDERS.terms}

    @classmethod
    def from_request(cls, request: Request) -> "OrdersPage":
        """From `pageNumber` (default 1) and `pageSize` (default and most 1,000)."""
        return cls(_NUMBER.read("pageNumber", request), _ORDERS.read("pageSize", request))

    def outcomes(self, job: Job, jobs: JobStore) -> list[Outcome]:
        """The page's orders with what became of them."""
        first, after = (self.number - 1) * self.size, min(self.number * self.size, job.orders or 0)
        if first >= after:
            return []
        chunks = jobs.chunks(job.reference, first // CHUNK, (after - 1) // CHUNK)
        found = [outcome for chunk in chunks for outcome in chunk.outcomes]
        return found[first % CHUNK :][: after - first]

    def headers(self, job: Job, request: Request) -> dict[str, str]:
        """How many orders there are, and the way to the next page where there is one."""
        total = job.orders or 0
        counted = {"X-Total-Count": str(total)}
        if self.number * self.size >= total:
            return counted
        path = f"{request.base_url}/invoice/{job.tenant}/jobs/invoices/{job.job_id}"
        return counted | next_link(f"{path}?pageNumber={self.number + 1}&pageSize={self.size}")


@dataclass(frozen=True)
class JobsPage:
    """Which of a tenant's jobs: the `size` that were created before the job `after`."""

    size: int
    after: str
    scope: str

    QUERY: ClassVar[Mapping[str, Any]] = {"pageSize": _JOBS.terms, "cursor": CURSOR}

    @classmethod
    def from_request(cls, request: Request) -> "JobsPage":
        """From `pageSize` (default and most 100) and the `cursor` of a `Link`."""
        scope = f"jobs {request.path_parameters['tenant']}"
        given = request.query.get("cursor", [])
        after = position(given[0], scope).get("after") if given else ""
        if not isinstance(after, str) or (after and not JOB_ID.fullmatch(after)):
            raise InvalidRequest(Fault("cursor", "is not a cursor of this list"))
        return cls(_JOBS.read("pageSize", request), after, scope)

    def next_link(self, found: Sequence[Job], request: Request) -> dict[str, str]:
        """The way on, where more than a page was `found`."""
        if len(found) <= self.size:
            return {}
        going_on = cursor({"after": found[self.size - 1].job_id}, self.scope)
        path = f"{request.base_url}/invoice/{found[0].tenant}/jobs/invoices"
        return next_link(f"{path}?pageSize={self.size}&cursor={going_on}")


def order_answer(tenant: str, outcome: Outcome, pdfs: InvoicePdfs) -> OrderAnswer:
    """One order as seed 003 answers it; only a success has a number and a link."""
    said: dict[str, Any] = {"message": outcome.message} if outcome.message else {}
    if outcome.status == "SUCCESS":
        said |= {"invoice_number": outcome.number, "download_link": pdfs.link(tenant, outcome.number)}
    return OrderAnswer(order_id=outcome.order_id, order_status=outcome.status, **said)
