"""The texts and dates that requests may contain (docs/apis/billing.md)."""

import re
from datetime import UTC, date, datetime
from typing import Annotated
from unicodedata import normalize

from pydantic import AfterValidator, Field, WithJsonSchema

from faktura.core.model import MAX_TEXT_LENGTH, WithMessage
from faktura.core.text import CONTROLS, DATE, DATE_TIME, INVISIBLE, TextRule

MAX_ADDRESS_LENGTH = 2_000
MAX_DESCRIPTION_LENGTH = 2_000
MAX_NOTE_LENGTH = 10_000
MAX_NUMBER_LENGTH = 64

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATE_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII | re.IGNORECASE
)
_CONTROLS_BUT_TAB = r"\u0000-\u0008\u000A-\u001F\u007F-\u009F\u2028\u2029"
_NO_CONTROLS = "must not contain control characters"


def _not_blank(without: str) -> TextRule:
    return TextRule("must not be blank", rf"[^{without}]*[^\s{without}][^{without}]*")


_LINES_OF_TEXT = TextRule(_NO_CONTROLS, rf"(?:[^{_CONTROLS_BUT_TAB}]|[\r\n])*")


def _max_lines(lines: int) -> TextRule:
    """A limit that keeps an invoice printable."""
    line, end = f"[^{_CONTROLS_BUT_TAB}]*", r"(?:\r\n|\r(?!\n)|\n)"
    return TextRule(f"must have at most {lines} lines", f"(?:{line}{end}){{0,{lines - 1}}}{line}{end}?")


def _calendar_date(text: str) -> str:
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text).isoformat()


def _date_or_date_time(text: str) -> str:
    """A date such as `2020-10-01` as it is, a date-time in UTC (also without a zone) and at most to the millisecond."""
    if _DATE.fullmatch(text):
        return _calendar_date(text)
    if not _DATE_TIME.fullmatch(text):
        raise ValueError(text)
    moment = datetime.fromisoformat(text.upper())
    try:
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError as fault:
        raise ValueError(text) from fault
    places = "milliseconds" if moment.microsecond >= 1_000 else "seconds"
    return moment.isoformat(timespec=places).replace("+00:00", "Z")


def as_date_time(text: str) -> str:
    """A date as the beginning of its day in UTC; a date-time as it is."""
    return f"{text}T00:00:00Z" if _DATE.fullmatch(text) else text


Line = Annotated[str, Field(max_length=MAX_TEXT_LENGTH), TextRule(_NO_CONTROLS, rf"[^{CONTROLS}]*")]
Name = Annotated[Line, _not_blank(without=CONTROLS), AfterValidator(str.strip)]
InvoiceNumber = Annotated[
    str,
    Field(max_length=MAX_NUMBER_LENGTH),
    TextRule(_NO_CONTROLS, rf"[^{CONTROLS}]*"),
    TextRule("must not contain invisible characters", rf"[^{CONTROLS}{INVISIBLE}]*"),
    _not_blank(without=CONTROLS + INVISIBLE),
    AfterValidator(lambda text: normalize("NFC", text).strip()),
]
"""Without invisible characters and composed (NFC), so that no two numbers look the same."""

Address = Annotated[str, Field(max_length=MAX_ADDRESS_LENGTH), _LINES_OF_TEXT, _max_lines(20)]
Description = Annotated[str, Field(max_length=MAX_DESCRIPTION_LENGTH), _LINES_OF_TEXT, _max_lines(50)]
Note = Annotated[str, Field(max_length=MAX_NOTE_LENGTH), _LINES_OF_TEXT, _max_lines(200)]
CalendarDate = Annotated[
    str,
    AfterValidator(_calendar_date),
    WithMessage("must be a date such as 2020-10-01"),
    WithJsonSchema({"type": "string", **DATE}),
]
DateOrDateTime = Annotated[
    str,
    AfterValidator(_date_or_date_time),
    WithMessage("must be a date or a date-time such as 2020-10-01T00:00:00Z"),
    WithJsonSchema({"type": "string", "anyOf": [DATE, DATE_TIME]}),
]
