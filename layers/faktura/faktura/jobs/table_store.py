"""The base of all stores of the jobs' table."""

from typing import Self

from faktura.core.aws import client
from faktura.core.dynamo import Table
from faktura.core.settings import setting


class TableStore:
    """A store of the jobs' table; `keys.py` describes what the table holds."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> Self:
        """The store of the table that the template names."""
        return cls(Table(setting("JOB_TABLE")))
