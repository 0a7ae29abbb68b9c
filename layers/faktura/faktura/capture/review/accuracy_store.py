"""The counts of what reviewers let stand, by day (UTC).

A day's counts are in several items, so that reviewers who decide at the same moment seldom meet in one.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from zlib import crc32

from faktura.capture.keys import accuracy_key
from faktura.capture.review.accuracy import Counts, total
from faktura.capture.review.schemas.responses import Accuracy
from faktura.core.aws import client
from faktura.core.dynamo import Table, Write
from faktura.core.settings import setting

_PARTS = 8
_KEPT = timedelta(days=800)
"""Longer than two years, so that a year can be compared with the one before."""
_NOT_COUNTS = {"mga", "record", "expiresAt"}


def adding(table: Table, mga: str, day: str, request_id: str, changes: Counts) -> list[Write]:
    """The write that adds to the counts of a day, for the transaction of the review; none if nothing changes."""
    if not changes:
        return []
    names = {f"#count{number}": name for number, name in enumerate(changes)}
    values: dict[str, Decimal] = {f":count{number}": Decimal(change) for number, change in enumerate(changes.values())}
    values[":expiresAt"] = Decimal(int(_midnight(day) + _KEPT.total_seconds()))
    added = ", ".join(f"#count{number} :count{number}" for number in range(len(changes)))
    key = accuracy_key(mga, day, str(crc32(request_id.encode()) % _PARTS))
    update = f"SET expiresAt = :expiresAt ADD {added}"
    return [table.updating(key, update, values, ExpressionAttributeNames=names)]


class AccuracyStore:
    """Reads the counts."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "AccuracyStore":
        """The store that the template names."""
        return cls(Table(setting("CAPTURE_TABLE")))

    def between(self, mga: str, first: date, last: date) -> Accuracy:
        """The counts of the reviews of these days, both included."""
        values = {
            ":mga": mga,
            ":first": accuracy_key(mga, first.isoformat(), "")["record"],
            ":last": accuracy_key(mga, last.isoformat(), "~")["record"],
        }
        condition = "mga = :mga AND #record BETWEEN :first AND :last"
        found = self._table.query(condition, values, ExpressionAttributeNames={"#record": "record"})
        return total(_counts(item) for item in found)


def _counts(item: Mapping[str, Decimal]) -> Counts:
    return {name: int(value) for name, value in item.items() if name not in _NOT_COUNTS}


def _midnight(day: str) -> int:
    return int((date.fromisoformat(day) - date(1970, 1, 1)).total_seconds())
