"""The period of a report, in the parameters `start` and `end`."""

from collections.abc import Mapping
from typing import Any, ClassVar

from faktura.billing.search.period import Period, day_parameter
from faktura.core.request import Request


class ReportPeriod(Period):
    """A period in the query of a report."""

    QUERY: ClassVar[Mapping[str, Any]] = {
        "start": day_parameter("Only invoices of this date or later."),
        "end": day_parameter("Only invoices of this date or earlier."),
    }
    """The parameters in the OpenAPI description."""

    @classmethod
    def from_request(cls, request: Request) -> "ReportPeriod":
        """From the query."""
        period = cls.read(request, "start", "end")
        return cls(period.first, period.last)
