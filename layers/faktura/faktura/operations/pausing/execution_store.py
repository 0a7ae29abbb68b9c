"""The running executions of a stack's workflows."""

from botocore.exceptions import ClientError

from faktura.core.aws import client


class ExecutionStore:
    """Lists and ends executions of a state machine, by its ARN."""

    def running(self, machine: str) -> list[str]:
        """The ARNs of the executions that run."""
        pages = client("stepfunctions").get_paginator("list_executions")
        found = pages.paginate(stateMachineArn=machine, statusFilter="RUNNING")
        return [one["executionArn"] for page in found for one in page["executions"]]

    def end(self, execution: str) -> None:
        """End an execution where it stands. One that has ended meanwhile stays as it is."""
        try:
            client("stepfunctions").stop_execution(executionArn=execution, cause="The stack is being stopped.")
        except ClientError as fault:
            if fault.response["Error"]["Code"] != "ExecutionDoesNotExist":
                raise
