"""A request as responses and webhooks show it, and the few facts about it that lists show."""

import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from faktura.capture.review.review import Review, corrected, value_at
from faktura.capture.webhooks.delivery import webhook_of
from faktura.capture.webhooks.notice import Notice
from faktura.core import json
from faktura.core.attributes import Item
from faktura.core.clock import timestamp

MAX_SHOWN_TEXT = 255
"""Characters of a text that a list shows."""


def state_of(item: Item) -> dict[str, Any]:
    """The state of a request; once it has ended, with its response, its review and its webhook."""
    webhook = webhook_of(item)
    return {**result_of(item), **({"webhook": webhook} if webhook else {})}


def result_of(item: Item) -> dict[str, Any]:
    """The state of a request without its webhook."""
    response = response_of(item)
    return {
        "requestId": item["requestId"],
        "status": item["state"],
        "beganAt": shown_moment(item["beganAt"]),
        **({"pages": int(item["pages"])} if "pages" in item else {}),
        **response,
        **({"review": review_of(item).shown(response["data"])} if response.get("data") else {}),
    }


def notice_of(item: Item) -> Notice:
    """What a request's webhook tells: what a `GET` shows of it. Each review has an id of its own."""
    review = f"-review-{review_of(item).revision}" if "review" in item else ""
    return Notice(item["requestId"] + review, json.dumps(result_of(item)))


def response_of(item: Item) -> dict[str, Any]:
    """The response that an ended request was stored with; empty if it has not ended."""
    return dict(json.loads(zlib.decompress(item["response"]))) if "response" in item else {}


def review_of(item: Item) -> Review:
    """The review in the item of a request; a pending one if there is none."""
    return Review.of(json.loads(zlib.decompress(item["review"]))) if "review" in item else Review()


def summary_of(response: Mapping[str, Any], review: Review) -> dict[str, Any]:
    """What a list shows of an ended request, from its response as JSON. Amounts are texts: they may be too long."""
    data = corrected(response.get("data") or {}, review.corrections or {})
    results = response.get("validationResults") or {}
    failed = [check["field"] for check in results.get("checks", []) if check["status"] == "failed"]
    facts = {
        "completedAt": response.get("completedAt"),
        "source": response.get("source"),
        "readFrom": response.get("readFrom"),
        "invoiceNumber": data.get("invoiceNumber"),
        "invoiceDate": data.get("invoiceDate"),
        "totalAmount": None if data.get("totalAmount") is None else format(data["totalAmount"], "f"),
        "currency": data.get("currency"),
        "practiceName": value_at(data, "practice.practiceName"),
        "passed": results.get("passed"),
        "failedChecks": list(dict.fromkeys(failed)),
        "review": review.state if data else None,
    }
    cut = {name: value[:MAX_SHOWN_TEXT] if isinstance(value, str) else value for name, value in facts.items()}
    return {name: value for name, value in cut.items() if value is not None}


def shown_moment(moment: str) -> str:
    """A moment of an item as responses show it."""
    return timestamp(datetime.fromisoformat(moment))
