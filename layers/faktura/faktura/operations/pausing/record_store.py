"""The record of a stop, in a parameter of SSM named after the stack. It is there until a start has ended."""

from faktura.core.aws import client
from faktura.operations.pausing.record import Record


class RecordStore:
    """Keeps the record of one stack."""

    def __init__(self, stack: str) -> None:
        self._name = f"/{stack}/stopped"

    def read(self) -> Record | None:
        """The record; `None` if no stop has begun since the last start."""
        found = client("ssm").get_parameters(Names=[self._name])["Parameters"]  # the plural does not fail without it
        return Record.from_text(found[0]["Value"]) if found else None

    def keep(self, record: Record) -> None:
        """Store the record in place of an earlier one."""
        client("ssm").put_parameter(Name=self._name, Value=record.as_text(), Type="String", Overwrite=True)

    def forget(self) -> None:
        """Remove the record. Removing it again changes nothing."""
        client("ssm").delete_parameters(Names=[self._name])
