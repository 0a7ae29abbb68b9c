"""Which invoices and credit notes a list shows: those that meet every filter of the request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from faktura.core.days import verify_days
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.request import Request
from faktura.core.text import DATE, PRINTABLE_ID
from faktura.jobs.invoices.invoice import Invoice, Kind

MAX_NUMBER_LENGTH = 200
"""Characters of a number: two texts of 64 and a number of at most 20 digits have fewer."""

_A_DAY = {"type": "string", **DATE}

FILTERS: Mapping[str, Any] = {
    "number": {
        "description": "Only the invoice or credit note with this number.",
        "schema": {"type": "string", "minLength": 1, "maxLength": MAX_NUMBER_LENGTH},
    },
    "orderId": {"description": "Only those of this order.", "schema": PRINTABLE_ID.schema},
    "kind": {
        "description": "Only invoices, or only credit notes.",
        "schema": {"type": "string", "enum": list(get_args(Kind))},
    },
    "dateFrom": {
        "description": "Only those that were issued on this day (in UTC) or later.",
        "schema": _A_DAY,
    },
    "dateTo": {
        "description": "Only those that were issued on this day (in UTC) or earlier.",
        "schema": _A_DAY,
    },
}
"""The parameters in the OpenAPI description."""


@dataclass(frozen=True)
class InvoiceFilter:
    """The filters by name; an absent one is empty. Days are those of UTC, inclusive."""

    number: str = ""
    order_id: str = ""
    kind: str = ""
    date_from: str = ""
    date_to: str = ""

    @classmethod
    def from_request(cls, request: Request) -> "InvoiceFilter":
        """From the query; the first value if a filter is repeated. `InvalidRequest` for a value that it cannot have."""
        number, order_id, kind, *days = (request.query.get(name, [""])[0] for name in FILTERS)
        if "number" in request.query and not 1 <= len(number) <= MAX_NUMBER_LENGTH:
            raise InvalidRequest(Fault("number", f"must have 1 to {MAX_NUMBER_LENGTH} characters"))
        if "orderId" in request.query:
            PRINTABLE_ID.verify(order_id, at="orderId")
        if "kind" in request.query and kind not in get_args(Kind):
            raise InvalidRequest(Fault("kind", "must be INVOICE or CREDIT_NOTE"))
        verify_days(request, "dateFrom", "dateTo")
        return cls(number, order_id, kind, *days)

    @property
    def query(self) -> dict[str, str]:
        """The filters that are given, as a query has them."""
        values = (self.number, self.order_id, self.kind, self.date_from, self.date_to)
        return {name: value for name, value in zip(FILTERS, values, strict=True) if value}

    @property
    def first(self) -> str:
        """A text that sorts before every moment of the first day."""
        return self.date_from or "0"

    @property
    def last(self) -> str:
        """A text that sorts after every moment of the last day."""
        return f"{self.date_to or '9'}~"

    def passes(self, invoice: Invoice) -> bool:
        """Whether a document meets every filter but that of its number."""
        return (
            self.order_id in ("", invoice.bill.order_id)
            and self.kind in ("", invoice.kind)
            and self.first <= invoice.issued_at.isoformat() <= self.last
        )
