"""Date-times of practices, as text that sorts by time."""

from datetime import MAXYEAR, MINYEAR, UTC, datetime


def instant(text: str) -> str:
    """An RFC 3339 date-time in UTC, as text that sorts by time, to the nanosecond. Without a zone it is UTC."""
    moment = _utc(datetime.fromisoformat(text.upper()))
    fraction = text[19:].lstrip(".").rstrip("Zz").partition("+")[0].partition("-")[0][:9]
    return f"{moment:%Y-%m-%dT%H:%M:%S}".rjust(19, "0") + f".{fraction:0<9}Z"


def in_calendar(text: str) -> str:
    """The text itself; `ValueError` if it is not a moment of the calendar, in its own time zone and in UTC."""
    moment = datetime.fromisoformat(text.upper())
    if moment.year in (MINYEAR, MAXYEAR):
        _utc(moment)
    return text


def _utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment
    except OverflowError as fault:
        raise ValueError("in UTC it is out of the calendar") from fault
