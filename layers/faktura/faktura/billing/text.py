"""The texts and dates of seed 001, as they may be sent."""

import re
from datetime import UTC, date, datetime
from typing import Annotated
from unicodedata import normalize

from pydantic import AfterValidator, Field, WithJsonSchema

from faktura.core.model import MAX_TEXT_LENGTH, WithMessage
from faktura.core.text import CONTROLS, DATE, DATE_TIME, INVISIBLE, TextRule

LONGEST_NOTE = 10_000
LONGEST_DESCRIPTION = 2_000
LONGEST_NUMBER = 64

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATE_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII | re.IGNORECASE
)
_CONTROLS_BUT_TAB = r"\u0000-\u0008\u000A-\u001F\u007F-\u009F\u2028\u2029"
_CONTROL = "must not have control characters"


def _not_blank(without: str) -> TextRule:
    return TextRule("must not be blank", rf"[^{without}]*[^\s{without}][^{without}]*")


_LINES = TextRule(_CONTROL, rf"(?:[^{_CONTROLS_BUT_TAB}]|[\r\n])*")


def _of_at_most(lines: int) -> TextRule:
    """Several lines, but not so many that a page of paper holds little else."""
    line, end = f"[^{_CONTROLS_BUT_TAB}]*", r"(?:\r\n|\r(?!\n)|\n)"
    return TextRule(f"must have at most {lines} lines", f"(?:{line}{end}){{0,{lines - 1}}}{line}{end}?")


def _calendar_date(text: str) -> str:
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text).isoformat()


def _moment(text: str) -> str:
    """`2020-10-01` as it is; with a time `2020-10-01T12:00:00Z`: no zone is UTC, fractions are cut to milliseconds."""
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


def first_moment(written: str) -> str:
    """A date's first moment in UTC; a moment itself."""
    return f"{written}T00:00:00Z" if _DATE.fullmatch(written) else written


Line = Annotated[str, Field(max_length=MAX_TEXT_LENGTH), TextRule(_CONTROL, rf"[^{CONTROLS}]*")]
Name = Annotated[Line, _not_blank(without=CONTROLS), AfterValidator(str.strip)]
Number = Annotated[
    str,
    Field(max_length=LONGEST_NUMBER),
    TextRule(_CONTROL, rf"[^{CONTROLS}]*"),
    TextRule("must not have characters that are not seen", rf"[^{CONTROLS}{INVISIBLE}]*"),
    _not_blank(without=CONTROLS + INVISIBLE),
    AfterValidator(lambda text: normalize("NFC", text).strip()),
]
"""No two of them look the same."""

Address = Annotated[str, Field(max_length=LONGEST_DESCRIPTION), _LINES, _of_at_most(lines=20)]
Description = Annotated[str, Field(max_length=LONGEST_DESCRIPTION), _LINES, _of_at_most(lines=50)]
Note = Annotated[str, Field(max_length=LONGEST_NOTE), _LINES, _of_at_most(lines=200)]
CalendarDate = Annotated[
    str,
    AfterValidator(_calendar_date),
    WithMessage("must be a date such as 2020-10-01"),
    WithJsonSchema({"type": "string", **DATE}),
]
Moment = Annotated[
    str,
    AfterValidator(_moment),
    WithMessage("must be a date or a date-time such as 2020-10-01T00:00:00Z"),
    WithJsonSchema({"type": "string", "anyOf": [DATE, DATE_TIME]}),
]
