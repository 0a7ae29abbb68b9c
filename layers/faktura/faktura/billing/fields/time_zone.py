"""The day in an office's time zone. A time zone has an IANA name."""

from datetime import UTC, datetime, tzinfo

DEFAULT_ZONE = "UTC"
_UNSET_ZONE = "Factory"
"""A name in the database that stands for a zone that was not set."""


def local_day(moment: datetime, time_zone: str) -> str:
    """The day at `moment` in the time zone: `2026-11-25`. Beyond the ends of the calendar it is the day in UTC."""
    try:
        return moment.astimezone(_zone(time_zone)).date().isoformat()
    except OverflowError:
        return moment.astimezone(UTC).date().isoformat()


def payment_day(payment_date: str, time_zone: str) -> str:
    """The day of a payment: a date as it is; for a date-time the day in the office's time zone."""
    is_date = len(payment_date) == len("2020-10-01")
    return payment_date if is_date else local_day(datetime.fromisoformat(payment_date), time_zone)


def known_zone(name: str) -> str:
    """The name, if the time zone database that we ship has it; else a `ValueError` for the operator."""
    from importlib import resources  # needed by the operator's command alone

    if name == _UNSET_ZONE or name not in resources.files("tzdata").joinpath("zones").read_text().splitlines():
        raise ValueError(
            f"{name!r} is not a time zone: use an IANA name such as Europe/Berlin, America/New_York or UTC"
        )
    return name


def _zone(name: str) -> tzinfo:
    if name == DEFAULT_ZONE:
        return UTC
    from zoneinfo import ZoneInfo  # most offices need none, and it takes 5 ms to import

    return ZoneInfo(name)
