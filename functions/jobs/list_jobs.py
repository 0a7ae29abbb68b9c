from faktura.core.errors import InvalidRequest
from faktura.core.request import Request
from faktura.core.response import Listed
from faktura.jobs.api import api
from faktura.jobs.job_store import JobStore
from faktura.jobs.paging import JobsPage
from faktura.jobs.schemas.responses import JobSummary


@api.get(
    "/invoice/{tenant}/jobs/invoices",
    scope="invoice.invoice_view",
    implied_by="invoice.invoice_manage",
    raises=[InvalidRequest],
)
def handler(tenant: str, page: JobsPage, request: Request, jobs: JobStore) -> Listed[JobSummary]:
    """List the jobs, the newest first; the header `Link` leads to the next page.

    The list follows writes within seconds: a job that was just created may be missing, and one that has just ended may
    still be in progress. A job that is read by its id is always current.
    """
    found = jobs.newest(tenant, page.size + 1, page.before)
    return Listed([JobSummary.of(job) for job in found[: page.size]], page.next_page(found, request))
