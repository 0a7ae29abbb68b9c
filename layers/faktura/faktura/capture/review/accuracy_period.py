"""The period of a report on accuracy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from faktura.core.clock import now
from faktura.core.days import verify_days
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.request import Request
from faktura.core.text import DATE

MAX_DAYS = 366
_USUAL_DAYS = 30
_A_DAY = {"type": "string", **DATE}


@dataclass(frozen=True)
class AccuracyPeriod:
    """The days (UTC) on which the documents were first reviewed, both included."""

    first: date
    last: date

    QUERY: ClassVar[Mapping[str, Any]] = {
        "from": {
            "description": f"The first day (UTC); without it the period has {_USUAL_DAYS} days.",
            "schema": _A_DAY,
        },
        "to": {
            "description": f"The last day (UTC), by default today. A period has at most {MAX_DAYS} days.",
            "schema": _A_DAY,
        },
    }

    @classmethod
    def from_request(cls, request: Request) -> "AccuracyPeriod":
        """From the query; the first value if one is repeated. `InvalidRequest` for a period that it cannot have."""
        verify_days(request, "from", "to")
        first, last = (request.query.get(name, [""])[0] for name in ("from", "to"))
        until = date.fromisoformat(last) if last else now().date()
        since = date.fromisoformat(first) if first else _before(until, _USUAL_DAYS - 1)
        if until < since or (until - since).days >= MAX_DAYS:
            raise InvalidRequest(Fault("from", f"must be a day in the {MAX_DAYS} days up to `to`"))
        return cls(since, until)


def _before(day: date, days: int) -> date:
    return day - timedelta(days=min(days, day.toordinal() - 1))
