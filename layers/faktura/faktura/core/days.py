"""Two days in a query that limit a list: the first and the last, both included."""

import re
from datetime import date

from faktura.core.errors import Fault, InvalidRequest
from faktura.core.request import Request

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def verify_days(request: Request, first: str, last: str) -> None:
    """`InvalidRequest` unless both parameters are days, if they are given, and the last is not before the first."""
    days = [request.query.get(name, [""])[0] for name in (first, last)]
    for name, day in zip((first, last), days, strict=True):
        if name in request.query and not _is_day(day):
            raise InvalidRequest(Fault(name, "must be a date such as 2026-11-21"))
    if all(days) and days[0] > days[1]:
        raise InvalidRequest(Fault(last, f"must not be before {first}"))


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and date.fromisoformat(text) is not None
    except ValueError:
        return False
