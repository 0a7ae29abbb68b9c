"""The texts and dates of seed 001, as they may be sent."""

import re
from datetime import UTC, date, datetime
from typing import Annotated
from unicodedata import category, normalize

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from faktura.core.model import LONGEST_TEXT, Saying

LONGEST_NOTE = 10_000
LONGEST_DESCRIPTION = 2_000
LONGEST_NUMBER = 64

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATE_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII | re.IGNORECASE
)
_BREAKS = "\n\r\t"
_CONTROLS = {"Cc", "Zl", "Zp"}


def _of_one_line(text: str) -> str:
    if any(category(character) in _CONTROLS for character in text):
        raise PydanticCustomError("control", "must not have control characters")
    return text


def _of_at_most(lines: int) -> AfterValidator:
    """Several lines, but not so many that a page of paper holds little else."""

    def check(text: str) -> str:
        _of_one_line("".join(character for character in text if character not in _BREAKS))
        if len(text.splitlines()) > lines:
            raise PydanticCustomError("lines", "must have at most {lines} lines", {"lines": lines})
        return text

    return AfterValidator(check)


def _of_seen_characters(text: str) -> str:
    """So that no two numbers look the same: none of what is unseen, and composed."""
    if any(category(character) == "Cf" for character in text):
        raise PydanticCustomError("unseen", "must not have characters that are not seen")
    return normalize("NFC", text)


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "must not be blank")
    return text.strip()


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


Line = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_of_one_line)]
Name = Annotated[Line, AfterValidator(_not_blank)]
Number = Annotated[
    str,
    Field(max_length=LONGEST_NUMBER),
    AfterValidator(_of_one_line),
    AfterValidator(_of_seen_characters),
    AfterValidator(_not_blank),
]
Address = Annotated[str, Field(max_length=LONGEST_DESCRIPTION), _of_at_most(lines=20)]
Description = Annotated[str, Field(max_length=LONGEST_DESCRIPTION), _of_at_most(lines=50)]
Note = Annotated[str, Field(max_length=LONGEST_NOTE), _of_at_most(lines=200)]
CalendarDate = Annotated[str, AfterValidator(_calendar_date), Saying("must be a date such as 2020-10-01")]
Moment = Annotated[str, AfterValidator(_moment), Saying("must be a date or a date-time such as 2020-10-01T00:00:00Z")]
