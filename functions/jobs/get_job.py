from faktura.core.errors import InvalidRequest
from faktura.core.request import Request
from faktura.core.response import Response
from faktura.jobs.api import api
from faktura.jobs.errors import NoSuchJob
from faktura.jobs.job import JobAnswer, JobId, JobReference
from faktura.jobs.job_store import JobStore
from faktura.jobs.paging import OrdersPage, order_answer
from faktura.jobs.pdf_store import InvoicePdfs


@api.get(
    "/invoice/{tenant}/jobs/invoices/{jobId}",
    scope="invoice.invoice_view",
    implied_by="invoice.invoice_manage",
    raises=[InvalidRequest, NoSuchJob],
    response=JobAnswer,
)
def handler(
    tenant: str, job_id: JobId, page: OrdersPage, request: Request, jobs: JobStore, pdfs: InvoicePdfs
) -> Response:
    """The job's status and its orders, page by page; each success with a link that downloads its PDF for 15 minutes."""
    job = jobs.get(JobReference(tenant=tenant, job_id=job_id))
    orders = [order_answer(tenant, outcome, pdfs) for outcome in page.outcomes(job, jobs)]
    answer = JobAnswer(job_status=job.status, job_type=job.job_type, orders=orders)
    return Response(200, answer, page.headers(job, request))
