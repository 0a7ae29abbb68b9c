"""Reviews of captures: the queue, the page, a decision with corrections, and what follows from it."""

from base64 import b64decode
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.support.builders import pims_invoice
from tests.support.capture.requests import accept, bind, mga_with_webhooks, process, read, requests, state
from tests.support.capture.reviews import BEN, listed, next_page, picture, review, reviewer, words
from tests.support.deployment import Deployment
from tests.support.paper import page

pytestmark = pytest.mark.usefixtures("_textract")


def captured(faktura: Deployment, **changes: Any) -> str:
    """The id of a request whose document was read."""
    bind(faktura)
    reply = process(faktura, page(pims_invoice(**changes)))
    assert reply.status == 200
    return str(reply.json["requestId"])


def test_a_reviewer_finds_what_is_to_be_reviewed_and_corrects_it(faktura: Deployment) -> None:
    request_id = captured(faktura)

    [found] = listed(faktura, review="pending").json
    decided = review(faktura, request_id, corrections={"totalAmount": 12.3}, note="As on page 2.")

    assert (found["requestId"], found["review"], found["pages"], found["status"]) == (
        request_id,
        "pending",
        1,
        "completed",
    )
    assert decided.status == 200
    assert (decided.json["state"], decided.json["revision"], decided.json["data"]["totalAmount"]) == (
        "approved",
        1,
        12.3,
    )
    assert listed(faktura, review="pending").json == []
    assert [one["totalAmount"] for one in listed(faktura, review="approved").json] == [12.3]
    shown = state(faktura, request_id).json
    assert shown["review"] == decided.json
    assert shown["data"]["totalAmount"] == 732.39
    [change] = shown["review"]["changes"]
    assert (change["field"], change["from"], change["to"]) == ("totalAmount", 732.39, 12.3)
    assert change["by"] == {"userId": 7, "name": "Ida Bell"}


def test_a_page_is_shown_as_a_picture_with_its_words(faktura: Deployment) -> None:
    request_id = captured(faktura)

    shown = picture(faktura, request_id)
    found = words(faktura, request_id)

    assert (shown.status, shown.headers["Content-Type"]) == (200, "image/jpeg")
    with Image.open(BytesIO(b64decode(shown.text))) as image:
        assert max(image.size) == 1600
    assert found.status == 200
    assert "$732.39" in [word["text"] for word in found.json["words"]]
    assert set(found.json["words"][0]) == {"text", "box", "confidence"}


def test_the_webhook_tells_the_review(faktura: Deployment) -> None:
    alpha = mga_with_webhooks(faktura)
    request_id = str(accept(faktura).json["requestId"])
    read(faktura)

    decided = review(faktura, request_id, decision="reject", note="Not ours.")

    assert decided.status == 200
    assert alpha.execution(request_id, 2).status == "RUNNING"
    assert requests(faktura)[0]["unfinished"] == "webhook"


def test_the_second_of_two_reviewers_is_told(faktura: Deployment) -> None:
    request_id = captured(faktura)
    first = review(faktura, request_id)

    second = review(faktura, request_id, reviewer(faktura, user=BEN), decision="reject")

    assert (second.status, second.json["error"]["code"]) == (409, "REVIEWED_MEANWHILE")
    assert second.json["review"] == first.json


def test_a_long_queue_is_read_page_by_page(faktura: Deployment) -> None:
    bind(faktura)
    ids = [captured(faktura, invoiceNumber=str(1000 + number)) for number in range(3)]

    first = listed(faktura, limit=2)
    second = next_page(faktura, first)

    assert [one["requestId"] for one in first.json] == ids[:0:-1]
    assert second
    assert [one["requestId"] for one in second.json] == ids[:1]
    assert "Link" not in second.headers
