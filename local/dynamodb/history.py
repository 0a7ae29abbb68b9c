"""What the tables held earlier, for point-in-time recovery. moto alone restores the present items, whatever the time.

Each write leaves the image that it replaced. To restore, the images since the moment are put back, the newest first.
Source: the DynamoDB developer guide, "Point-in-time recovery", and the API reference of RestoreTableToPointInTime.
"""

import copy
import time
from collections import deque
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

from moto.core.responses import ActionResult
from moto.dynamodb.exceptions import ERROR_TYPE_PREFIX, DynamodbException, PointInTimeRecoveryUnavailable
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import RestoredPITTable, Table
from moto.dynamodb.responses import DynamoHandler

from local.dynamodb.operations import Snapshot

WINDOW_SECONDS = 3_600.0
"""How long an image is kept. DynamoDB keeps 35 days."""

MAX_IMAGES = 200_000
"""Of one table. Beyond that the oldest go, and with them the earliest moment that can be restored."""

clock = time.time
"""The seconds since 1970. Tests replace it, to write at one moment and restore at a later one."""

_DESCRIPTION = "PointInTimeRecoveryDescription"
_moto_describe = DynamoDBBackend.describe_continuous_backups
_moto_restore = DynamoDBBackend.restore_table_to_point_in_time


class History:
    """The images that the writes to one table replaced, the oldest first. `began` is the first moment it covers."""

    def __init__(self, began: float) -> None:
        self.began = began
        self._images: deque[tuple[float, DynamoType, DynamoType | None, Item | None]] = deque()

    def note(self, moment: float, hash_key: DynamoType, range_key: DynamoType | None, before: Item | None) -> None:
        """A write at `moment` (seconds since 1970) replaced `before`."""
        images = self._images
        images.append((moment, hash_key, range_key, before))
        while len(images) > MAX_IMAGES or images[0][0] < moment - WINDOW_SECONDS:
            self.began = images.popleft()[0]

    def items_at(self, table: Table, moment: float) -> Any:
        """A copy of what the table held at the end of `moment`, in moto's form."""
        items = copy.deepcopy(table.items)
        for written, hash_key, range_key, before in reversed(self._images):
            if written <= moment:
                break
            place, name = (items, hash_key) if range_key is None else (items[hash_key], range_key)
            if before is None:
                place.pop(name, None)
            else:
                place[name] = copy.deepcopy(before)
        return items


def install() -> None:
    """Let moto restore tables to a moment."""
    DynamoDBBackend.describe_continuous_backups = _describe
    DynamoHandler.restore_table_to_point_in_time = _restore


def set_lag(seconds: float) -> None:
    """Let the latest moment that can be restored be so long ago. In DynamoDB that is typically five minutes."""
    _lag[:] = [seconds]


def note(snapshot: Snapshot) -> None:
    """Keep what a request that has succeeded replaced."""
    moment = clock()
    for operation, before in zip(snapshot.operations, snapshot.before, strict=True):
        if operation.kind != "ConditionCheck":
            hash_key, *range_key = (DynamoType(value) for value in operation.key.values())
            history_of(operation.table).note(moment, hash_key, range_key[0] if range_key else None, before)


def forget() -> None:
    """Begin anew: what the tables hold now is what they have always held."""
    _histories.clear()


def history_of(table: Table) -> History:
    """The history of a table."""
    if table not in _histories:
        _histories[table] = History(table.created_at.replace(tzinfo=UTC).timestamp())
    return _histories[table]


_histories: WeakKeyDictionary[Table, History] = WeakKeyDictionary()
_lag = [0.0]


def _describe(backend: DynamoDBBackend, table_name: str) -> dict[str, Any]:
    described: dict[str, Any] = _moto_describe(backend, table_name)
    if described[_DESCRIPTION]["PointInTimeRecoveryStatus"] == "ENABLED":
        earliest, latest = _bounds(backend.get_table(table_name))
        described[_DESCRIPTION] |= {"EarliestRestorableDateTime": earliest, "LatestRestorableDateTime": latest}
    return described


def _bounds(table: Table) -> tuple[float, float]:
    """The first and the last moment to which the table can be restored; DynamoDB counts whole seconds."""
    earliest = max(history_of(table).began, clock() - WINDOW_SECONDS)
    return float(-int(-earliest // 1)), float(int(clock() - _lag[0]))


def _restore(handler: Any) -> ActionResult:
    """RestoreTableToPointInTime. The new table has the keys and indexes of the old, but none of its settings."""
    request, backend = handler.body, handler.dynamodb_backend
    restored = _moto_restore(backend, request["TargetTableName"], request["SourceTableName"])
    source = backend.get_table(request["SourceTableName"])
    try:
        moment = _moment(request, source)
    except DynamodbException:
        del backend.tables[restored.name]
        raise
    restored.items = history_of(source).items_at(source, moment)
    restored.billing_mode = source.billing_mode
    restored.restore_date_time = datetime.fromtimestamp(moment, UTC).replace(tzinfo=None)
    _histories[restored] = History(clock())
    described: dict[str, Any] = RestoredPITTable.describe(restored)
    return ActionResult(described)


def _moment(request: dict[str, Any], source: Table) -> float:
    """The end of the second to restore to."""
    if source.continuous_backups[_DESCRIPTION]["PointInTimeRecoveryStatus"] != "ENABLED":
        raise PointInTimeRecoveryUnavailable(source.name)
    earliest, latest = _bounds(source)
    given = request.get("RestoreDateTime")
    moment = latest if given is None else float(int(given.timestamp()))
    if not earliest <= moment <= latest:
        raise DynamodbException(
            ERROR_TYPE_PREFIX + "InvalidRestoreTimeException",
            "An invalid restore time was specified. RestoreDateTime must be between EarliestRestorableDateTime and "
            "LatestRestorableDateTime.",
        )
    return moment
