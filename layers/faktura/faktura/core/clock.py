"""The time, always UTC."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def timestamp(moment: datetime) -> str:
    """`2019-05-06T06:00:00.000Z`: RFC 3339 in UTC with milliseconds, the form in which every API answers."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
