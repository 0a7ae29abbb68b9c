"""Dates: accepted with or without a time, returned as `2019-01-01T00:00:00.000Z` (docs/apis/cases.md)."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from faktura.core.clock import timestamp
from faktura.core.text import DATE, DATE_TIME

_ISO_8601 = re.compile(
    r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?", re.ASCII | re.IGNORECASE
)


def instant(text: str) -> str | None:
    """The moment in UTC, to the millisecond; without a zone it is UTC. `None` for text that is not a date."""
    if not _ISO_8601.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text.upper())
        return timestamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None


def _date(value: Any) -> str:
    found = instant(value) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError("date", "must be a valid ISO 8601 date")
    return found


Date = Annotated[
    str,
    BeforeValidator(_date),
    WithJsonSchema({"type": "string", "anyOf": [DATE, DATE_TIME]}),
]
