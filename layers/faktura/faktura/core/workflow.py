"""A Step Functions state machine, whose executions are started by name."""

from typing import Any, ClassVar, Self

from botocore.exceptions import ClientError

from faktura.core import json
from faktura.core.aws import client
from faktura.core.settings import setting


class Workflow:
    """One state machine. An API names its own by a subclass with the `SETTING` that holds the machine's ARN."""

    SETTING: ClassVar[str]

    def __init__(self, arn: str) -> None:
        self._arn = arn
        client("stepfunctions")

    @classmethod
    def from_settings(cls) -> Self:
        """The machine that the template names."""
        return cls(setting(cls.SETTING))

    def execute(self, name: str, document: Any) -> bool:
        """Start the execution called `name` with the input `document`; while it runs, a second call changes nothing.

        False if an execution of that name is over. A name has at most 80 letters, digits, hyphens and underscores.
        """
        try:
            client("stepfunctions").start_execution(
                stateMachineArn=self._arn, name=name, input=json.dumps(document).decode()
            )
        except ClientError as fault:
            if fault.response["Error"]["Code"] != "ExecutionAlreadyExists":
                raise
            return False
        return True
