"""A period of invoice dates, as two parameters of a query give it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from faktura.billing.fields.text import CalendarDate
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.model import validated
from faktura.core.request import Request
from faktura.core.text import DATE

_EARLIEST, _LATEST = "0001-01-01", "9999-12-31"
_DATE: TypeAdapter[str] = TypeAdapter(CalendarDate)


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included. An absent end is `None`: the period is open there."""

    first: str | None = None
    last: str | None = None

    @classmethod
    def read(cls, request: Request, first: str, last: str) -> "Period":
        """The period in two parameters of the query; `InvalidRequest` if one is no date, or they are the wrong way."""
        values = {name: request.query[name][0] for name in (first, last) if name in request.query}
        days = {name: validated(_DATE, value, at=name) for name, value in values.items()}
        period = cls(days.get(first), days.get(last))
        if period.earliest > period.latest:
            raise InvalidRequest(Fault(last, f"must not be before {first}"))
        return period

    @property
    def earliest(self) -> str:
        """The first day, or the first of the calendar."""
        return self.first or _EARLIEST

    @property
    def latest(self) -> str:
        """The last day, or the last of the calendar."""
        return self.last or _LATEST

    def contains(self, day: str) -> bool:
        """Whether the day is in the period."""
        return self.earliest <= day <= self.latest


def day_parameter(description: str) -> Mapping[str, Any]:
    """A day in the query, in the OpenAPI description."""
    return {"description": description, "schema": {"type": "string", **DATE}}
