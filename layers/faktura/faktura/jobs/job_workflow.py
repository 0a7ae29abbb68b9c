"""The workflow of a job. The execution has the job's id as its name, so a job runs once."""

from faktura.core.workflow import Workflow
from faktura.jobs.job import JobReference


class JobWorkflow(Workflow):
    """The state machine of `workflows/invoice_job.asl.yaml`."""

    SETTING = "JOB_MACHINE"

    def start(self, job: JobReference) -> bool:
        """Start the job's execution. False if it is over; while it runs, a second call changes nothing."""
        return self.execute(job.job_id, job)
