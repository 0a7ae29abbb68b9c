from typing import Any

from faktura.cases.api import api
from faktura.cases.errors import ResponseTooLarge, SearchTooCostly
from faktura.cases.role import Viewer
from faktura.cases.search.filter import parse
from faktura.cases.search.find_service import FindService
from faktura.cases.search.schemas import FoundInvoices, Search
from faktura.core.errors import InvalidRequest, MalformedBody


@api.post(
    "/api/v2/invoices/find",
    scope="cases:read",
    raises=[MalformedBody, InvalidRequest, SearchTooCostly, ResponseTooLarge],
    response=FoundInvoices,
)
def handler(viewer: Viewer, search: Search, finder: FindService) -> dict[str, Any]:
    """Find invoices: a provider its own, a partner those of its cases. The newest come first.

    A search follows writes within seconds: an invoice that was just reported or changed may be missing, or be found by
    its earlier content. Which cases are a partner's is always current: a partner that loses a case finds none of its
    invoices from then on.
    """
    return finder.find(viewer, parse(search.filters), search.pagination)
