"""What the webhook of a request tells."""

import zlib
from datetime import UTC, datetime
from typing import Any

from faktura.capture.requests.shown import notice_of, result_of
from faktura.capture.review.review import Review, Reviewer
from faktura.core import json

DATA = {"totalAmount": 12, "practice": {}, "customer": {}, "lineItems": []}
RESPONSE = {"requestId": "R-1", "status": "completed", "data": DATA}
ITEM: dict[str, Any] = {
    "requestId": "R-1",
    "state": "completed",
    "beganAt": "2026-11-28T10:00:00+00:00",
    "response": zlib.compress(json.dumps(RESPONSE)),
}


def reviewed(review: Review) -> dict[str, Any]:
    return ITEM | {"review": zlib.compress(json.dumps(review.stored))}


def test_a_result_is_told_as_a_get_shows_it_under_the_id_of_its_request() -> None:
    notice = notice_of(ITEM)

    assert (notice.webhook_id, json.loads(notice.body)) == ("R-1", json.loads(json.dumps(result_of(ITEM))))
    assert json.loads(notice.body).items() >= RESPONSE.items()


def test_each_review_is_told_under_an_id_of_its_own() -> None:
    """Receivers remember the ids that they have handled, so a review under the request's id would be ignored."""
    at, rosa = datetime(2026, 11, 29, tzinfo=UTC), Reviewer(101, "Rosa Reviewer")
    first = Review().decided("approve", {"totalAmount": 13}, "", rosa, at, DATA)
    second = first.decided("reject", {}, "blurred", rosa, at, DATA)

    notices = [notice_of(ITEM), notice_of(reviewed(first)), notice_of(reviewed(second)), notice_of(reviewed(second))]

    assert [notice.webhook_id for notice in notices] == ["R-1", "R-1-review-1", "R-1-review-2", "R-1-review-2"]
    assert json.loads(notices[1].body)["review"]["data"]["totalAmount"] == 13
    assert json.loads(notices[1].body)["data"]["totalAmount"] == 12
