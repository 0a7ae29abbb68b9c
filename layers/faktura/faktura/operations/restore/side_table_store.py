"""The table that DynamoDB restores beside a live one. Its name follows from the moment, so a second run finds it."""

import time
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from faktura.core.aws import client
from faktura.operations.errors import CannotRestore, StillRunning

_POLL_SECONDS = 5


class SideTableStore:
    """Makes and drops side tables of one table."""

    def __init__(self, table: str) -> None:
        self._table = table

    def name_at(self, moment: datetime) -> str:
        """The name of the side table of a moment, which counts in whole seconds."""
        return f"{self._table}-at-{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"

    def restored(self, moment: datetime) -> str:
        """The name of the side table of a moment, once it is complete. It is made if there is none."""
        name = self.name_at(moment)
        if self._described(name) is None:
            self._begin(name, moment)
        while (described := self._described(name)) is None or described["TableStatus"] != "ACTIVE":
            if described and described["TableStatus"] == "DELETING":
                raise StillRunning(f"an earlier table {name} is being deleted; wait until it is gone")
            time.sleep(_POLL_SECONDS)
        return name

    def drop(self, name: str) -> None:
        """Delete a side table. Deleting it again changes nothing."""
        try:
            client("dynamodb").delete_table(TableName=name)
        except ClientError as fault:
            if fault.response["Error"]["Code"] not in ("ResourceNotFoundException", "ResourceInUseException"):
                raise

    def _begin(self, name: str, moment: datetime) -> None:
        try:
            client("dynamodb").restore_table_to_point_in_time(
                SourceTableName=self._table, TargetTableName=name, RestoreDateTime=moment
            )
        except ClientError as fault:
            match fault.response["Error"]["Code"]:
                case "TableAlreadyExistsException":  # an earlier call has arrived after all
                    return
                case "InvalidRestoreTimeException":
                    raise CannotRestore(self._bounds()) from fault
                case "PointInTimeRecoveryUnavailableException":
                    raise CannotRestore(f"{self._table} has no point-in-time recovery") from fault
            raise

    def _bounds(self) -> str:
        found = client("dynamodb").describe_continuous_backups(TableName=self._table)
        bounds = found["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        first, last = (
            bounds[name].astimezone(UTC).isoformat(timespec="seconds")
            for name in ("EarliestRestorableDateTime", "LatestRestorableDateTime")
        )
        return f"{self._table} can be restored to moments from {first} to {last}"

    def _described(self, name: str) -> dict[str, Any] | None:
        try:
            return dict(client("dynamodb").describe_table(TableName=name)["Table"])
        except ClientError as fault:
            if fault.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
            return None
