from typing import Any

from faktura.cases.api import api
from faktura.cases.errors import AnswerTooLarge, TooMuchToRead
from faktura.cases.filter import parsed
from faktura.cases.find_service import InvoiceFinder
from faktura.cases.role import Viewer
from faktura.cases.search import FoundInvoices, Search
from faktura.core.errors import InvalidRequest, MalformedBody


@api.post(
    "/api/v2/invoices/find",
    scope="cases:read",
    raises=[MalformedBody, InvalidRequest, TooMuchToRead, AnswerTooLarge],
    response=FoundInvoices,
)
def handler(viewer: Viewer, search: Search, finder: InvoiceFinder) -> dict[str, Any]:
    """Find invoices: a provider its own, a partner those of its cases, the newest first.

    Follows writes within seconds: an invoice that was just reported or changed may be missing, or be found by what it
    held before. Which cases are a partner's is as of now: who has lost a case finds none of its invoices any more.
    """
    return finder.find(viewer, parsed(search.filters), search.pagination)
