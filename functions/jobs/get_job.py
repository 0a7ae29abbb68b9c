from functools import partial

from faktura.core.errors import InvalidRequest
from faktura.core.request import Request
from faktura.core.response import Response
from faktura.jobs.api import api
from faktura.jobs.errors import NoSuchJob
from faktura.jobs.invoices.pdf_store import PdfStore
from faktura.jobs.job import JobReference
from faktura.jobs.job_store import JobStore
from faktura.jobs.paging import OrdersPage
from faktura.jobs.schemas.requests import JobId
from faktura.jobs.schemas.responses import JobBody


@api.get(
    "/invoice/{tenant}/jobs/invoices/{jobId}",
    scope="invoice.invoice_view",
    implied_by="invoice.invoice_manage",
    raises=[InvalidRequest, NoSuchJob],
    response=JobBody,  # the headers of a page are not in an annotation
)
def handler(tenant: str, job_id: JobId, page: OrdersPage, request: Request, jobs: JobStore, pdfs: PdfStore) -> Response:
    """Return the status of a job and a page of its orders.

    Each order that has an invoice has a link that downloads its PDF for 15 minutes.
    """
    job = jobs.get(JobReference(tenant=tenant, job_id=job_id))
    outcomes = jobs.outcomes(job.reference, page.positions(job))
    return Response(200, JobBody.of(job, outcomes, link=partial(pdfs.link, tenant)), page.headers(job, request))
