"""Which invoices a search finds: those that meet every filter of the request.

A search filters only by what stays visible when an invoice is redacted, so that no filter reveals what redaction hides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Protocol, get_args

from pydantic import Field, TypeAdapter

from faktura.billing.fields.text import MAX_NUMBER_LENGTH, InvoiceNumber, Name
from faktura.billing.schemas.responses import Status
from faktura.billing.search.period import Period, day_parameter
from faktura.core import folding
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.folding import folded
from faktura.core.model import validated
from faktura.core.request import Request

MAX_SEARCH_LENGTH = 200
"""Characters of the text that is searched for. A window of what is searched overlaps the next one by more."""

_OVERLAP = 500

_NUMBER: TypeAdapter[str] = TypeAdapter(InvoiceNumber)
_TEXT: TypeAdapter[str] = TypeAdapter(Annotated[Name, Field(max_length=MAX_SEARCH_LENGTH)])


class Searchable(Protocol):
    """What a search compares: an invoice, or its entry in the index."""

    @property
    def invoice_date(self) -> str:
        """The date of the invoice."""

    @property
    def bill_to(self) -> str | None:
        """The name or address that the invoice is made out to."""

    @property
    def status(self) -> str:
        """The state of the invoice."""


@dataclass(frozen=True)
class InvoiceFilter:
    """The filters; an absent one is empty. `bill_to` is folded."""

    QUERY: ClassVar[Mapping[str, Any]] = {
        "number": {
            "description": "Only the invoice with exactly this number.",
            "schema": {"type": "string", "minLength": 1, "maxLength": MAX_NUMBER_LENGTH},
        },
        "billTo": {
            "description": "Only invoices whose bill-to contains this text. Case, accents and line breaks do not "
            "count.",
            "schema": {"type": "string", "minLength": 1, "maxLength": MAX_SEARCH_LENGTH},
        },
        "status": {"description": "Only invoices in this state.", "schema": {"enum": list(get_args(Status))}},
        "from": day_parameter("Only invoices of this date or later."),
        "to": day_parameter("Only invoices of this date or earlier."),
    }
    """The parameters in the OpenAPI description."""

    number: str = ""
    bill_to: str = ""
    status: str = ""
    period: Period = field(default_factory=Period)

    @classmethod
    def from_request(cls, request: Request) -> "InvoiceFilter":
        """From the query; the first value if a filter is repeated. `InvalidRequest` for a value that it cannot have."""
        given = {name: request.query[name][0] for name in cls.QUERY if name in request.query}
        number = validated(_NUMBER, given["number"], at="number") if "number" in given else ""
        bill_to = folded(validated(_TEXT, given["billTo"], at="billTo")) if "billTo" in given else ""
        if "billTo" in given and not bill_to:
            raise InvalidRequest(Fault("billTo", "must not be blank"))
        if "status" in given and given["status"] not in get_args(Status):
            raise InvalidRequest(Fault("status", f"must be one of {', '.join(get_args(Status))}"))
        return cls(number, bill_to, given.get("status", ""), Period.read(request, "from", "to"))

    @property
    def is_by_date_alone(self) -> bool:
        """Whether every invoice of the period is found."""
        return not (self.number or self.bill_to or self.status)

    def passes(self, invoice: Searchable) -> bool:
        """Whether an invoice meets every filter but that of its number."""
        return (
            self.status in ("", invoice.status)
            and self.period.contains(invoice.invoice_date)
            and (not self.bill_to or _contains(invoice.bill_to or "", self.bill_to))
        )


def _contains(text: str, wanted: str) -> bool:
    """Whether the text contains what is wanted. Folding takes a window of the text at a time; the windows overlap."""
    starts = range(0, max(1, len(text) - _OVERLAP), folding.MAX_LENGTH - _OVERLAP)
    return any(wanted in folded(text[start : start + folding.MAX_LENGTH]) for start in starts)
