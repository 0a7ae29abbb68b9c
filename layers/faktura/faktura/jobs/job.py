"""A job, its chunks of orders, and what became of each order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from secrets import token_hex
from typing import Annotated, Literal

from pydantic import WithJsonSchema

from faktura.core.clock import timestamp
from faktura.core.model import Model
from faktura.jobs.schemas import JobType

CHUNK = 100
"""Orders that one call numbers or renders."""

JobStatus = Literal["IN_PROGRESS", "DONE"]
OrderStatus = Literal["PENDING", "SUCCESS", "FAILURE"]

JOB_ID = re.compile(r"[0-9a-f]{32}")
JobId = Annotated[str, WithJsonSchema({"type": "string", "pattern": f"^{JOB_ID.pattern}$"})]

_RANKS: Mapping[OrderStatus, int] = {"PENDING": 0, "FAILURE": 1, "SUCCESS": 2}


class JobReference(Model):
    """Which job; what the workflow hands from task to task, with the id that their lines carry.

    The id of the request that created the job, else the job's own; empty in executions of before there was one.
    """

    tenant: str
    job_id: str
    correlation_id: str = ""


class ChunkReference(JobReference):
    """Which hundred of a job's orders, from 0."""

    chunk: int


class JobChunks(JobReference):
    """A job's chunks, for the workflow to go through."""

    chunks: list[ChunkReference]

    @classmethod
    def of(cls, job: JobReference, orders: int) -> "JobChunks":
        """Those that hold `orders`."""
        named = {"tenant": job.tenant, "job_id": job.job_id, "correlation_id": job.correlation_id}
        return cls(**named, chunks=[ChunkReference(**named, chunk=number) for number in range(-(-orders // CHUNK))])


@dataclass(frozen=True)
class Job:
    """One job. `orders` counts them, `None` until an AUTOMATIC job has selected them."""

    tenant: str
    job_id: str
    job_type: JobType
    created_at: datetime
    status: JobStatus = "IN_PROGRESS"
    orders: int | None = None
    correlation_id: str = ""

    @classmethod
    def new(cls, tenant: str, job_type: JobType, created_at: datetime, orders: int | None, request_id: str) -> "Job":
        """A job with an id of its own; ids sort by creation."""
        job_id = _job_id(created_at, token_hex(10))
        return cls(tenant, job_id, job_type, created_at, orders=orders, correlation_id=request_id)

    @classmethod
    def scheduled(cls, tenant: str, due_at: datetime) -> "Job":
        """The AUTOMATIC job of a schedule's moment, the same however often the moment is told."""
        mark = sha256(f"{tenant} {due_at.isoformat()}".encode()).hexdigest()[:20]
        job_id = _job_id(due_at, mark)
        return cls(tenant, job_id, "AUTOMATIC", due_at, correlation_id=job_id)

    @property
    def reference(self) -> JobReference:
        """What the workflow is started with: the same at any time, for an execution is known again by its input."""
        followed = {"correlation_id": self.correlation_id} if self.correlation_id else {}
        return JobReference(tenant=self.tenant, job_id=self.job_id, **followed)


@dataclass(frozen=True)
class Outcome:
    """What became of one order, so far. A `number` without success is of an invoice that is not drawn yet."""

    order_id: str
    status: OrderStatus = "PENDING"
    message: str = ""
    number: str = ""

    @classmethod
    def failed(cls, order_id: str, message: str, number: str = "") -> "Outcome":
        """No invoice, or none that can be shown yet."""
        return cls(order_id, "FAILURE", message, number)

    @classmethod
    def invoiced(cls, order_id: str, number: str) -> "Outcome":
        """The invoice is numbered and drawn."""
        return cls(order_id, "SUCCESS", f"Invoice {number} was created.", number)

    def then(self, later: "Outcome") -> "Outcome":
        """The one that holds: an order only comes forward, whichever of two calls is told first."""
        return later if _RANKS[later.status] > _RANKS[self.status] else self


@dataclass(frozen=True)
class Chunk:
    """Up to 100 of a job's orders with their outcomes; `version` counts what was written to it."""

    reference: ChunkReference
    outcomes: tuple[Outcome, ...]
    version: int = 0

    @classmethod
    def pending(cls, job: JobReference, order_ids: Sequence[str]) -> "list[Chunk]":
        """A job's orders, nothing done yet."""
        return [
            cls(reference, tuple(Outcome(one) for one in order_ids[begin : begin + CHUNK]))
            for reference, begin in zip(
                JobChunks.of(job, len(order_ids)).chunks, range(0, len(order_ids), CHUNK), strict=True
            )
        ]

    @property
    def invoiced(self) -> int:
        """How many of the orders have their invoice, numbered and drawn."""
        return sum(one.status == "SUCCESS" for one in self.outcomes)

    def unfinished(self) -> list[str]:
        """Ids of the orders that have come to no end."""
        return [one.order_id for one in self.outcomes if one.status == "PENDING"]

    def without_pdf(self) -> list[str]:
        """Ids of the orders that have no success, be it that they failed."""
        return [one.order_id for one in self.outcomes if one.status != "SUCCESS"]

    def settled(self, outcomes: Mapping[str, Outcome]) -> "Chunk":
        """The chunk with these outcomes in it, by order id."""
        settled = tuple(one.then(outcomes.get(one.order_id, one)) for one in self.outcomes)
        return self if settled == self.outcomes else replace(self, outcomes=settled, version=self.version + 1)


def _job_id(moment: datetime, mark: str) -> str:
    """Twelve hexadecimal digits of milliseconds, then what makes it the only one."""
    return f"{int(moment.timestamp() * 1000):012x}{mark}"


class JobCreated(Model):
    """Seed 003's JobCreationResponse."""

    job_id: str


class OrderAnswer(Model):
    """One order in seed 003's JobStatusResponse; `download_link` lives for 15 minutes."""

    order_id: str
    order_status: OrderStatus
    message: str = ""
    download_link: str = ""
    invoice_number: str = ""


class JobAnswer(Model):
    """Seed 003's JobStatusResponse."""

    job_status: JobStatus
    job_type: JobType
    orders: list[OrderAnswer]


class JobSummary(Model):
    """One job in the list of jobs; `orders` counts them, absent until they are selected."""

    job_id: str
    job_status: JobStatus
    job_type: JobType
    created_at: str
    orders: int = 0

    @classmethod
    def of(cls, job: Job) -> "JobSummary":
        """The job as the list shows it."""
        counted = {} if job.orders is None else {"orders": job.orders}
        return cls(
            job_id=job.job_id,
            job_status=job.status,
            job_type=job.job_type,
            created_at=timestamp(job.created_at),
            **counted,
        )
