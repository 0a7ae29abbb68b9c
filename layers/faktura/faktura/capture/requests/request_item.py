"""A request as an item of capture's table."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from faktura.capture.errors import FileMissing, NoSuchRequest
from faktura.capture.keys import request_key
from faktura.capture.requests.errors import RequestEnded
from faktura.capture.requests.request import Processing, State
from faktura.capture.requests.shown import summary_of
from faktura.capture.review.review import Review
from faktura.capture.schemas import ErrorDetail, ErrorResponse, InvoiceResponse
from faktura.capture.webhooks.delivery import DeliveryReference
from faktura.core import json
from faktura.core.attributes import Item
from faktura.core.auth import Caller, Practices
from faktura.core.clock import now
from faktura.core.errors import Failure
from faktura.core.settings import setting


def item_of(processing: Processing, state: State, timeout: timedelta) -> dict[str, Any]:
    """The item of a request that has begun. It is overdue when `timeout` has passed."""
    item = request_key(processing.mga, processing.request_id) | {
        "requestId": processing.request_id,
        "customerId": processing.customer_id,
        "mode": processing.mode,
        "practices": list(processing.practices.named),
        "state": state,
        "beganAt": processing.began_at.isoformat(),
        "unfinished": "request",
        "deadline": seconds((processing.began_at + timeout).timestamp()),
        "expiresAt": expiry(processing),
    }
    item |= {"webhookUrl": processing.webhook_url} if processing.webhook_url else {}
    return item | ({"hasPages": True} if processing.has_pages else {})


def ended_item(
    processing: Processing, state: State, response: InvoiceResponse | ErrorResponse, pages: int | None
) -> dict[str, Any]:
    """What lists show of a request that ends in this state with this response."""
    item = item_of(processing, state, timedelta()) | {"summary": summary_of(json.loads(json.dumps(response)), Review())}
    return item | ({} if pages is None else {"pages": pages})


def processing_of(item: Item) -> Processing:
    """The request of an item."""
    return Processing(
        mga=item["mga"],
        request_id=item["requestId"],
        customer_id=item["customerId"],
        mode=item["mode"],
        practices=Practices(tuple(item["practices"])),
        began_at=datetime.fromisoformat(item["beganAt"]),
        webhook_url=item.get("webhookUrl", ""),
        readings=int(item.get("readings", 0)),
        has_pages=item.get("hasPages", False),
    )


def ended(item: Item | None) -> RequestEnded:
    """The error for a request that has ended already, from its item."""
    return RequestEnded(_owed_by(item), item.get("file", "")) if item else RequestEnded()


def visible_to(caller: Caller, item: Item | None) -> Item:
    """The item; `NoSuchRequest` if there is none, if it has expired, or if the caller may not see it.

    To see it, the caller needs the scope of its mode, or that of reviewers, and all practices of its sender: its data
    may be theirs.
    """
    if item is None or item["expiresAt"] <= now().timestamp():
        raise NoSuchRequest
    if not {f"invoice:{item['mode']}", "invoice:review"} & caller.scopes:
        raise NoSuchRequest
    if not all(one in caller.practices for one in item["practices"]):
        raise NoSuchRequest
    return item


def last_failure(processing: Processing, item: Item) -> ErrorResponse:
    """The failure of a request that did not end: the last error noted, else one that depends on its state."""
    if "fault" in item:
        return ErrorResponse.of(ErrorDetail.model_validate(item["fault"]), processing.request_id, now())
    has_file = item["state"] != "accepted"
    return ErrorResponse.to(Failure() if has_file else FileMissing(), processing.request_id)


def expiry(processing: Processing) -> Decimal:
    """When a request and its fingerprints are deleted, in seconds since 1970."""
    return seconds((processing.began_at + timedelta(days=int(setting("RETENTION_DAYS")))).timestamp())


def seconds(moment: float) -> Decimal:
    """A moment as DynamoDB stores it, in whole seconds."""
    return Decimal(int(moment))


def _owed_by(item: Item) -> DeliveryReference | None:
    """The delivery that an ended request still owes."""
    if item.get("unfinished") != "webhook":
        return None
    delivery = int(item["webhook"]["delivery"])
    return DeliveryReference(mga=item["mga"], request_id=item["requestId"], delivery=delivery)
