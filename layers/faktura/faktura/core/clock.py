"""The time, always UTC."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

_RESERVE = timedelta(seconds=10)
"""The part of a function's time that is left after its deadline, to end the attempt that is under way.

It takes at most 8 s: 1 + 3 s and a pause of 4 s with DynamoDB, 1 + 5 s and a pause of 2 s with S3 (`core.aws`).
"""


class DeadlinePassed(Exception):
    """The deadline came before the work was done; `counts` are fields of a log line: what is done and what is left."""

    def __init__(self, **counts: int) -> None:
        super().__init__()
        self.counts = counts


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def timestamp(moment: datetime) -> str:
    """`2019-05-06T06:00:00.000Z`: RFC 3339 in UTC with milliseconds, the form of every API."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class Deadline:
    """The moment after which a function starts nothing new, so that it ends before Lambda ends it."""

    moment: datetime

    @classmethod
    def of(cls, context: Any) -> "Deadline":
        """Ten seconds before the invocation with this Lambda context ends."""
        return cls(now() + timedelta(milliseconds=context.get_remaining_time_in_millis()) - _RESERVE)

    @property
    def has_passed(self) -> bool:
        """Whether it is too late to start anything."""
        return now() >= self.moment
