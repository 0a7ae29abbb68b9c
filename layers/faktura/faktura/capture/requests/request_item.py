"""A request as an item of capture's table."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from faktura.capture.errors import FileMissing, RequestNotFound
from faktura.capture.keys import request_key
from faktura.capture.requests.request import Processing, State
from faktura.capture.schemas import ErrorDetail, ErrorResponse
from faktura.capture.webhooks.delivery import DeliveryReference
from faktura.core.auth import Caller, Practices
from faktura.core.clock import now
from faktura.core.dynamo import Item
from faktura.core.errors import Failure
from faktura.core.settings import setting


def item_of(processing: Processing, state: State, patience: timedelta) -> dict[str, Any]:
    """The item of a request that has begun, overdue when `patience` is over."""
    item = request_key(processing.mga, processing.request_id) | {
        "requestId": processing.request_id,
        "customerId": processing.customer_id,
        "mode": processing.mode,
        "practices": list(processing.practices.named),
        "state": state,
        "beganAt": processing.began_at.isoformat(),
        "unfinished": "request",
        "deadline": seconds((processing.began_at + patience).timestamp()),
        "expiresAt": expiry(processing),
    }
    item |= {"webhookUrl": processing.webhook_url} if processing.webhook_url else {}
    return item | ({"hasPages": True} if processing.has_pages else {})


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


def owed_by(item: Item) -> DeliveryReference | None:
    """The delivery of an ended request's webhook, while it is not over."""
    if item.get("unfinished") != "webhook":
        return None
    delivery = int(item["webhook"]["delivery"])
    return DeliveryReference(mga=item["mga"], request_id=item["requestId"], delivery=delivery)


def shown_to(caller: Caller, item: Item | None) -> Item:
    """The item, else `RequestNotFound`: where there is none, or none any more, or none that the caller may see.

    That takes the scope of its mode, and all the practices that its sender could see: its data may be theirs.
    """
    if item is None or item["expiresAt"] <= now().timestamp():
        raise RequestNotFound
    if f"invoice:{item['mode']}" not in caller.scopes or not all(one in caller.practices for one in item["practices"]):
        raise RequestNotFound
    return item


def last_failure(processing: Processing, item: dict[str, Any]) -> ErrorResponse:
    """As what a request is failed that came to no end: by the last reason noted, else by how far it came."""
    if "fault" in item:
        return ErrorResponse.of(ErrorDetail.model_validate(item["fault"]), processing.request_id, now())
    never_came = item["state"] == "accepted"
    return ErrorResponse.to(FileMissing() if never_came else Failure(), processing.request_id)


def expiry(processing: Processing) -> Decimal:
    """When a request and its marks are forgotten, in seconds since 1970."""
    return seconds((processing.began_at + timedelta(days=int(setting("RETENTION_DAYS")))).timestamp())


def seconds(moment: float) -> Decimal:
    """A moment as DynamoDB keeps it."""
    return Decimal(int(moment))
