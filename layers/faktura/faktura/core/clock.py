"""The time, always UTC."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

_RESERVE = timedelta(seconds=10)
"""Of a function's time, for the attempt that is under way at its deadline and the pause before the one that is refused.

That is at most 8 s: 1 + 3 s and a pause of 4 s with DynamoDB, 1 + 5 s and one of 2 s with S3 (`core.aws`).
"""


class DeadlinePassed(Exception):
    """The time was up before all was done; `counts` says what was and what is left, as fields of a log line."""

    def __init__(self, **counts: int) -> None:
        super().__init__()
        self.counts = counts


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def timestamp(moment: datetime) -> str:
    """`2019-05-06T06:00:00.000Z`: RFC 3339 in UTC with milliseconds, the form in which every API answers."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class Deadline:
    """The moment after which a function begins nothing more, so that it ends before Lambda ends it."""

    moment: datetime

    @classmethod
    def of(cls, context: Any) -> "Deadline":
        """Ten seconds before the end of the call that has this Lambda context."""
        return cls(now() + timedelta(milliseconds=context.get_remaining_time_in_millis()) - _RESERVE)

    @property
    def has_passed(self) -> bool:
        """Whether it is too late to begin anything."""
        return now() >= self.moment
