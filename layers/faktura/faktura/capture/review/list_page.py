"""Pages of a list of requests (docs/apis/capture.md, "Review")."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import urlencode

from faktura.capture.keys import can_begin_at
from faktura.capture.requests.list_entry import began_at
from faktura.capture.requests.request import MAX_REQUEST_ID_LENGTH
from faktura.capture.requests.shown import shown_moment
from faktura.capture.review.list_filter import FILTERS, RequestFilter
from faktura.capture.review.schemas.responses import RequestSummary
from faktura.core.attributes import Item
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.paging import CURSOR, WholeNumber, cursor, position
from faktura.core.request import Request
from faktura.core.response import Listed

_LIMIT = WholeNumber("How many requests the page has at most.", maximum=200, default=50)
_PATH = "/api/v1/requests"


@dataclass(frozen=True)
class RequestsPage:
    """One page of the requests that pass the filter: at most `limit`, past the request `after`, if it is given.

    `after` is when that request began, and its id.
    """

    limit: int
    filter: RequestFilter
    after: tuple[str, str] | None
    scope: str

    QUERY: ClassVar[Mapping[str, Any]] = {**FILTERS, "limit": _LIMIT.terms, "cursor": CURSOR}

    @classmethod
    def from_request(cls, request: Request) -> "RequestsPage":
        """From the filters, `limit`, and the `cursor` of a `Link`, which works only for the same caller and list."""
        wanted = RequestFilter.from_request(request)
        scope = repr(("requests", request.caller.subject, request.caller.context["mga_id"], wanted.query))
        cursors = request.query.get("cursor", [])
        after = _after(position(cursors[0], scope), wanted) if cursors else None
        return cls(_LIMIT.read("limit", request), wanted, after, scope)

    def of(self, items: Sequence[Item], last: Item | None, base_url: str) -> Listed[RequestSummary]:
        """The page with these requests. The next one begins past `last`; without it there is none."""
        return Listed([_summary(item) for item in items], self._url(last, base_url) if last else "")

    def _url(self, last: Item, base_url: str) -> str:
        after = cursor({"beganAt": began_at(last), "requestId": last["requestId"]}, self.scope)
        return f"{base_url}{_PATH}?{urlencode({**self.filter.query, 'limit': self.limit, 'cursor': after})}"


def _after(found: Mapping[str, Any], wanted: RequestFilter) -> tuple[str, str]:
    """The position of a cursor, if the list can go on from there: DynamoDB refuses a start outside of the list."""
    match found:
        case {"beganAt": str(moment), "requestId": str(request_id)} if (
            wanted.first <= moment < wanted.last
            and len(moment) <= MAX_REQUEST_ID_LENGTH
            and can_begin_at(moment)
            and 0 < len(request_id) <= MAX_REQUEST_ID_LENGTH
        ):
            return moment, request_id
    raise InvalidRequest(Fault("cursor", "is not a cursor of this list"))


def _summary(item: Item) -> RequestSummary:
    summary = dict(item.get("summary", {}))
    if "totalAmount" in summary:
        summary["totalAmount"] = Decimal(summary["totalAmount"])
    return RequestSummary.model_validate(
        {
            "requestId": item["requestId"],
            "customerId": item["customerId"],
            "mode": item["mode"],
            "status": item["state"],
            "beganAt": shown_moment(began_at(item)),
            "failedChecks": [],
            **({"pages": int(item["pages"])} if "pages" in item else {}),
            **summary,
        }
    )
