"""Pages of invoices and payments: ascending by id, limited in number and in bytes.

Without `limit` a page has up to 1,000 elements. The `Link` header leads to the next page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar
from urllib.parse import quote, urlencode

from faktura.billing.fields.identity import MAX_ID
from faktura.billing.member import Office
from faktura.billing.schemas.responses import InvoiceBody, PaymentBody
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.paging import CURSOR, WholeNumber, cursor, position
from faktura.core.request import Request
from faktura.core.response import Listed, bytes_in_event

Element = TypeVar("Element", InvoiceBody, PaymentBody)

MAX_PAGE_LENGTH = 1_000
MAX_PAGE_BYTES = 5_500_000
"""Of `bytes_in_event`. A page that would be larger ends early."""

_LIMIT = WholeNumber("How many elements the page has at most.", maximum=MAX_PAGE_LENGTH, default=MAX_PAGE_LENGTH)


@dataclass(frozen=True)
class Page:
    """The part of a list that a request asks for: at most `limit` elements with ids above `after`."""

    QUERY: ClassVar[Mapping[str, Any]] = {"limit": _LIMIT.terms, "cursor": CURSOR}
    """The parameters in the OpenAPI description."""

    limit: int
    after: int
    scope: str
    request: Request

    @classmethod
    def from_request(cls, request: Request) -> "Page":
        """The page in `?limit` and `?cursor`. A cursor is valid only for the caller and the list it was made for."""
        limit = _LIMIT.read("limit", request)
        scope = repr((request.caller.subject, Office.from_request(request).name, request.path))
        cursors = request.query.get("cursor", [])
        after = position(cursors[0], scope).get("after") if cursors else 0
        if type(after) is not int or not 0 <= after <= MAX_ID:
            raise InvalidRequest(Fault("cursor", "is not a cursor of this list"))
        return cls(limit, after, scope, request)

    def of(self, elements: Iterable[Element]) -> Listed[Element]:
        """The page of `elements`, whose ids begin above `after`, with the link to the next page."""
        page: list[Element] = []
        total_bytes = 0
        for element in elements:
            total_bytes += bytes_in_event(element)
            if page and (len(page) == self.limit or total_bytes > MAX_PAGE_BYTES):
                return Listed(page, self._url(page[-1].id))
            page.append(element)
        return Listed(page)

    def _url(self, after: int) -> str:
        kept = {name: self.request.query[name][:1] for name in ("tags", "limit") if name in self.request.query}
        query = urlencode({**kept, "cursor": cursor({"after": after}, self.scope)}, doseq=True)
        return f"{self.request.base_url}{quote(self.request.path)}?{query}"
