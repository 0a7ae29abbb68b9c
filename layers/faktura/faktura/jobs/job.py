"""A job and its id. A job turns up to 10,000 orders of one tenant into invoices."""

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_hex
from typing import Literal

from faktura.core.model import Model

MAX_ORDERS = 10_000
"""Orders of one job."""

JOB_ID = re.compile(r"[0-9a-f]{32}")

JobType = Literal["AUTOMATIC", "MANUAL"]
JobStatus = Literal["IN_PROGRESS", "DONE"]


class JobReference(Model):
    """Which job: the input of its execution, which each task passes on.

    Log lines carry `correlation_id`: the id of the request that created the job, or the job's own id if the schedule
    did. It is empty in executions that are older than this field.
    """

    tenant: str
    job_id: str
    correlation_id: str = ""


@dataclass(frozen=True)
class Job:
    """One job. `orders` is how many orders it has; `None` until an AUTOMATIC job has selected them."""

    tenant: str
    job_id: str
    job_type: JobType
    created_at: datetime
    status: JobStatus = "IN_PROGRESS"
    orders: int | None = None
    correlation_id: str = ""

    @classmethod
    def new(cls, tenant: str, job_type: JobType, created_at: datetime, orders: int | None, request_id: str) -> "Job":
        """A job with a new id. Ids sort by the time of creation."""
        job_id = _job_id(created_at, token_hex(10))
        return cls(tenant, job_id, job_type, created_at, orders=orders, correlation_id=request_id)

    @classmethod
    def scheduled(cls, tenant: str, due_at: datetime) -> "Job":
        """The AUTOMATIC job that is due at a moment of the schedule; the same moment gives the same job."""
        digest = sha256(f"{tenant} {due_at.isoformat()}".encode()).hexdigest()[:20]
        job_id = _job_id(due_at, digest)
        return cls(tenant, job_id, "AUTOMATIC", due_at, correlation_id=job_id)

    @property
    def reference(self) -> JobReference:
        """The input of the job's execution. It never changes: Step Functions recognises an execution by its input."""
        correlation = {"correlation_id": self.correlation_id} if self.correlation_id else {}
        return JobReference(tenant=self.tenant, job_id=self.job_id, **correlation)


def _job_id(moment: datetime, suffix: str) -> str:
    """Twelve hexadecimal digits of milliseconds, then a suffix that makes the id unique."""
    return f"{int(moment.timestamp() * 1000):012x}{suffix}"
