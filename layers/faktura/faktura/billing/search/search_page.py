"""Pages of a search, and the cursors that lead from one to the next."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import quote, urlencode

from faktura.billing import keys
from faktura.billing.member import Office
from faktura.billing.paging import MAX_PAGE_LENGTH
from faktura.billing.schemas.responses import InvoiceBody
from faktura.billing.search.invoice_filter import InvoiceFilter
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.paging import CURSOR, WholeNumber, cursor, position
from faktura.core.request import Request
from faktura.core.response import Listed

_LIMIT = WholeNumber("How many elements the page has at most.", maximum=MAX_PAGE_LENGTH, default=100)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_KEPT = (*InvoiceFilter.QUERY, "tags", "limit")


@dataclass(frozen=True)
class Place:
    """A place in the order of invoices by date: that of one invoice."""

    invoice_date: str
    invoice_id: int

    @property
    def record(self) -> str:
        """The record of the invoice."""
        return keys.invoice(self.invoice_id)


@dataclass(frozen=True)
class SearchPage:
    """The part of a search's results that a request asks for: at most `limit`, after a place.

    A cursor works only for the caller and the filters that it was made for.
    """

    QUERY: ClassVar[Mapping[str, Any]] = {**InvoiceFilter.QUERY, "limit": _LIMIT.terms, "cursor": CURSOR}
    """The parameters in the OpenAPI description."""

    filter: InvoiceFilter
    limit: int
    after: Place | None
    scope: str
    request: Request

    @classmethod
    def from_request(cls, request: Request) -> "SearchPage":
        """From the filters, `limit` and `cursor`; `InvalidRequest` for a cursor of another search."""
        wanted, limit = InvoiceFilter.from_request(request), _LIMIT.read("limit", request)
        scope = repr((request.caller.subject, Office.from_request(request).name, request.path, wanted))
        cursors = request.query.get("cursor", [])
        after = _place(position(cursors[0], scope), wanted) if cursors else None
        return cls(wanted, limit, after, scope, request)

    def of(self, found: Sequence[InvoiceBody], last: Place | None) -> Listed[InvoiceBody]:
        """The page of what was found, with the link that goes on after `last`; `None` ends the list."""
        if last is None:
            return Listed(found)
        kept = {name: self.request.query[name][:1] for name in _KEPT if name in self.request.query}
        there = {"date": last.invoice_date, "id": last.invoice_id}
        query = urlencode({**kept, "cursor": cursor(there, self.scope)}, doseq=True)
        return Listed(found, f"{self.request.base_url}{quote(self.request.path)}?{query}")


def _place(there: Mapping[str, Any], wanted: InvoiceFilter) -> Place:
    """The place in a cursor. It must be in the period: DynamoDB refuses to start elsewhere."""
    match there:
        case {"date": str(day), "id": int(invoice_id)} if (
            _DAY.fullmatch(day) and wanted.period.contains(day) and keys.is_id(invoice_id)
        ):
            return Place(day, invoice_id)
    raise InvalidRequest(Fault("cursor", "is not a cursor of this list"))
