"""Days as an office's clock has them, by the IANA name of its time zone."""

from datetime import UTC, datetime, tzinfo

DEFAULT_ZONE = "UTC"
_NO_PLACE = "Factory"
"""A name of the database that stands for a zone not set."""


def local_day(moment: datetime, time_zone: str) -> str:
    """The day of `moment` there: `2026-11-25`; at the ends of the calendar, where there is no other, that of UTC."""
    try:
        return moment.astimezone(_zone(time_zone)).date().isoformat()
    except OverflowError:
        return moment.astimezone(UTC).date().isoformat()


def known_zone(name: str) -> str:
    """The name, if it is one of the time zone database that we ship; else a `ValueError` that says so."""
    from importlib import resources  # for the operator's command alone

    if name == _NO_PLACE or name not in resources.files("tzdata").joinpath("zones").read_text().splitlines():
        raise ValueError(f"{name!r} is no time zone: give an IANA name such as Europe/Berlin, America/New_York or UTC")
    return name


def _zone(name: str) -> tzinfo:
    if name == DEFAULT_ZONE:
        return UTC
    from zoneinfo import ZoneInfo  # most offices need none, and it takes 5 ms to import

    return ZoneInfo(name)
