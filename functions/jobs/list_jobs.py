from faktura.core.errors import InvalidRequest
from faktura.core.request import Request
from faktura.core.response import Response
from faktura.jobs.api import api
from faktura.jobs.job import JobSummary
from faktura.jobs.job_store import JobStore
from faktura.jobs.paging import JobsPage


@api.get(
    "/invoice/{tenant}/jobs/invoices",
    scope="invoice.invoice_view",
    implied_by="invoice.invoice_manage",
    raises=[InvalidRequest],
    response=list[JobSummary],
)
def handler(tenant: str, page: JobsPage, request: Request, jobs: JobStore) -> Response:
    """The tenant's jobs, the newest first; what follows is behind the header `Link`.

    Follows writes within seconds: a job that was just created may be missing, and one that has just ended may still
    show the status before. A job asked for by its id is as of now.
    """
    found = jobs.newest(tenant, page.size + 1, page.after)
    return Response(200, [JobSummary.of(job) for job in found[: page.size]], page.next_link(found, request))
