"""The bodies of responses: jobs and the outcomes of their orders."""

from collections.abc import Callable, Sequence

from pydantic import Field

from faktura.core.clock import timestamp
from faktura.core.model import Model
from faktura.jobs.invoices.invoice_id import id_of
from faktura.jobs.job import Job, JobStatus, JobType
from faktura.jobs.outcome import OrderStatus, Outcome

_JOB_ID = "The id of the job."
_JOB_STATUS = "`IN_PROGRESS` while the job runs, `DONE` when every order has an outcome."
_JOB_TYPE = "`MANUAL` for the orders that the request named, `AUTOMATIC` for the orders that were due."
Link = Callable[[str, str], str]

_EXAMPLE_ID = "01a1f82f1e800c5afcb8c8a346bd5d42"


class JobCreated(Model):
    """A new job."""

    job_id: str = Field(description=_JOB_ID, examples=[_EXAMPLE_ID])


class OrderBody(Model):
    """One order of a job."""

    order_id: str = Field(description="The id of the order.", examples=["SAMPLE-1"])
    order_status: OrderStatus = Field(
        description="`PENDING` until the order is finished, `SUCCESS` if it has an invoice with a PDF, else `FAILURE`."
    )
    message: str = Field(
        "", description="What happened; absent while the order is pending.", examples=["Invoice R-0001 was created."]
    )
    download_link: str = Field(
        "", description="Downloads the PDF for 15 minutes, without a token. Only orders with `SUCCESS` have it."
    )
    invoice_number: str = Field(
        "", description="The number of the invoice. Only orders with `SUCCESS` have it.", examples=["R-0001"]
    )
    invoice_id: str = Field(
        "", description="The id of the invoice. Only orders with `SUCCESS` have it.", examples=["Ui0wMDAx"]
    )

    @classmethod
    def of(cls, outcome: Outcome, link: Link) -> "OrderBody":
        """The outcome as callers see it; `link` makes the download link of a number and a version."""
        optional = {"message": outcome.message} if outcome.message else {}
        if outcome.status == "SUCCESS":
            number, download_link = outcome.number, link(outcome.number, outcome.pdf_version)
            optional |= {"invoice_number": number, "invoice_id": id_of(number), "download_link": download_link}
        return cls(order_id=outcome.order_id, order_status=outcome.status, **optional)


class JobBody(Model):
    """A job with one page of its orders."""

    job_status: JobStatus = Field(description=_JOB_STATUS)
    job_type: JobType = Field(description=_JOB_TYPE)
    orders: list[OrderBody] = Field(description="The orders of this page, in the order of the job.")

    @classmethod
    def of(cls, job: Job, outcomes: Sequence[Outcome], link: Link) -> "JobBody":
        """The job and these of its orders; `link` makes the download link of a number and a version."""
        orders = [OrderBody.of(outcome, link) for outcome in outcomes]
        return cls(job_status=job.status, job_type=job.job_type, orders=orders)


class JobSummary(Model):
    """A job in the list of jobs."""

    job_id: str = Field(description=_JOB_ID, examples=[_EXAMPLE_ID])
    job_status: JobStatus = Field(description=_JOB_STATUS)
    job_type: JobType = Field(description=_JOB_TYPE)
    created_at: str = Field(description="When the job was created, in UTC.", examples=["2026-11-21T09:30:00.000Z"])
    orders: int = Field(
        0, description="How many orders the job has; absent until an automatic job has selected them.", examples=[2]
    )

    @classmethod
    def of(cls, job: Job) -> "JobSummary":
        """The job without its orders."""
        counted = {} if job.orders is None else {"orders": job.orders}
        return cls(
            job_id=job.job_id,
            job_status=job.status,
            job_type=job.job_type,
            created_at=timestamp(job.created_at),
            **counted,
        )
