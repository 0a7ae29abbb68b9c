"""Pages of a tenant's invoices and credit notes (docs/apis/jobs.md)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from faktura.core.errors import Fault, InvalidRequest
from faktura.core.paging import CURSOR, WholeNumber, cursor, position
from faktura.core.request import Request
from faktura.jobs.lists.list_filter import FILTERS, MAX_NUMBER_LENGTH, InvoiceFilter

MAX_PAGE_INVOICES = 100

_SIZE = WholeNumber("How many documents a page has.", maximum=MAX_PAGE_INVOICES, default=MAX_PAGE_INVOICES)
_LISTS = {"INVOICE", "CREDIT_NOTE", "ORDER"}
_POSITION = re.compile(rf"\d{{4}}-\d\d-\d\dT[0-9:.+]{{1,40}}#.{{1,{MAX_NUMBER_LENGTH}}}", re.ASCII | re.DOTALL)


@dataclass(frozen=True)
class InvoicesPage:
    """One page of the documents that pass the filter: `size` of them, past the positions `after` in each list.

    A cursor works only with the filter it was made for.
    """

    size: int
    filter: InvoiceFilter
    after: Mapping[str, str]
    scope: str

    QUERY: ClassVar[Mapping[str, Any]] = {**FILTERS, "pageSize": _SIZE.terms, "cursor": CURSOR}

    @classmethod
    def from_request(cls, request: Request) -> "InvoicesPage":
        """From the filters, `pageSize` (100 by default and at most) and the `cursor` of a `Link`."""
        wanted = InvoiceFilter.from_request(request)
        scope = f"invoices {request.path_parameters['tenant']} {wanted.query}"
        cursors = request.query.get("cursor", [])
        after = position(cursors[0], scope) if cursors else {}
        if not after.keys() <= _LISTS or not all(_is_position(one, wanted) for one in after.values()):
            raise InvalidRequest(Fault("cursor", "is not a cursor of this list"))
        return cls(_SIZE.read("pageSize", request), wanted, after, scope)

    def next_page(self, after: Mapping[str, str], request: Request) -> str:
        """The URL of the page past these positions; empty if there is none."""
        if not after:
            return ""
        path = f"{request.base_url}/invoice/{request.path_parameters['tenant']}/invoices"
        query = {**self.filter.query, "pageSize": self.size, "cursor": cursor(after, self.scope)}
        return f"{path}?{urlencode(query)}"


def _is_position(value: Any, wanted: InvoiceFilter) -> bool:
    """Whether the list can go on from there: DynamoDB refuses a start outside of what is asked for."""
    return isinstance(value, str) and bool(_POSITION.fullmatch(value)) and wanted.first <= value <= wanted.last
