"""Starts the job that a request asked for."""

from collections.abc import Sequence

from botocore.exceptions import BotoCoreError, ClientError

from faktura.core.dynamo import Write
from faktura.core.errors import Unavailable
from faktura.core.observability import log, reason_of
from faktura.jobs.errors import JobStarted
from faktura.jobs.job import Job
from faktura.jobs.job_store import JobStore
from faktura.jobs.job_workflow import JobWorkflow


class StartService:
    """Stores a job and starts its execution, or leaves neither."""

    def __init__(self, jobs: JobStore, workflow: JobWorkflow) -> None:
        self._jobs, self._workflow = jobs, workflow

    @classmethod
    def from_settings(cls) -> "StartService":
        """With the table and the workflow that the template names."""
        return cls(JobStore.from_settings(), JobWorkflow.from_settings())

    def start(self, job: Job, order_ids: Sequence[str], writes: Sequence[Write], undoing: Sequence[Write]) -> None:
        """Start the job; `Unavailable` if its execution cannot be started.

        `writes` commit with the job; `undoing` undo them if the job is withdrawn.
        """
        self._jobs.create(job, order_ids, extra_writes=writes)
        try:
            self._workflow.start(job.reference)
        except (ClientError, BotoCoreError) as fault:
            log.error("job not started", tenant=job.tenant, job_id=job.job_id, reason=reason_of(fault))
            self._withdraw(job, undoing)
        log.info("job created", tenant=job.tenant, job_id=job.job_id, job_type=job.job_type)

    def _withdraw(self, job: Job, undoing: Sequence[Write]) -> None:
        """Delete the job, unless its execution has begun and only the response was lost."""
        try:
            self._jobs.withdraw(job.reference, extra_writes=undoing)
        except JobStarted:
            return
        raise Unavailable
