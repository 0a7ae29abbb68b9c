from faktura.capture.api import api
from faktura.capture.review.list_page import RequestsPage
from faktura.capture.review.list_store import ListStore
from faktura.capture.review.schemas.responses import RequestSummary
from faktura.core.errors import InvalidRequest
from faktura.core.request import Request
from faktura.core.response import Listed


@api.get("/api/v1/requests", scope="invoice:review", raises=[InvalidRequest])
def handler(page: RequestsPage, request: Request, lists: ListStore) -> Listed[RequestSummary]:
    """List requests, the newest first; the header `Link` leads to the next page.

    The filters may be combined. A list by `review`, or of failed requests, is always current. Any other list follows
    writes within seconds: a request that has just begun or ended may be missing, or be shown as it was.
    """
    found, last = lists.page(str(request.caller.context["mga_id"]), page, request.caller)
    return page.of(found, last, request.base_url)
