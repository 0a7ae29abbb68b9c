"""The record of a stop, in a parameter of SSM named after the stack. While it is there, the stack counts as stopped."""

from botocore.exceptions import ClientError

from faktura.core.aws import client
from faktura.operations.pausing.record import Record


class RecordStore:
    """Keeps the record of one stack."""

    def __init__(self, stack: str) -> None:
        self._name = f"/{stack}/stopped"

    def read(self) -> Record | None:
        """The record; `None` if the stack is not stopped."""
        try:
            return Record.from_text(client("ssm").get_parameter(Name=self._name)["Parameter"]["Value"])
        except ClientError as fault:
            if fault.response["Error"]["Code"] != "ParameterNotFound":
                raise
            return None

    def keep(self, record: Record) -> None:
        """Store the record in place of an earlier one."""
        client("ssm").put_parameter(Name=self._name, Value=record.as_text(), Type="String", Overwrite=True)

    def forget(self) -> None:
        """Remove the record. Removing it again changes nothing."""
        try:
            client("ssm").delete_parameter(Name=self._name)
        except ClientError as fault:
            if fault.response["Error"]["Code"] != "ParameterNotFound":
                raise
