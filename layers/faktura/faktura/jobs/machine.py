"""The workflow that carries out a job; its execution has the job's name, so a job is carried out once."""

from botocore.exceptions import ClientError

from faktura.core import json
from faktura.core.aws import client
from faktura.core.settings import setting
from faktura.jobs.job import JobReference


class JobMachine:
    """The state machine of `workflows/invoice_job.asl.yaml`."""

    def __init__(self, arn: str) -> None:
        self._arn = arn
        client("stepfunctions")

    @classmethod
    def from_settings(cls) -> "JobMachine":
        """The machine the template names."""
        return cls(setting("JOB_MACHINE"))

    def start(self, job: JobReference) -> bool:
        """Let the job be carried out; again is the same while it runs. False where its execution is over."""
        try:
            client("stepfunctions").start_execution(
                stateMachineArn=self._arn, name=job.job_id, input=json.dumps(job).decode()
            )
        except ClientError as fault:
            if fault.response["Error"]["Code"] != "ExecutionAlreadyExists":
                raise
            return False
        return True
