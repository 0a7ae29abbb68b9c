"""Reviews of captures: the queue, the page, a decision with corrections, and what follows from it."""

from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from faktura.capture.requests.list_entry import entry_of
from tests.support.builders import pims_invoice
from tests.support.capture.requests import accept, bind, mga_with_webhooks, process, read, requests, state
from tests.support.capture.reviews import (
    BEN,
    REVIEWER,
    accuracy,
    listed,
    next_page,
    picture,
    review,
    reviewer,
    words,
)
from tests.support.deployment import Deployment
from tests.support.faults.calls import Answer, Call, Carry, intercepted
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
    assert [(change["field"], change["from"], change["to"]) for change in shown["review"]["changes"]] == [
        ("totalAmount", 732.39, 12.3),
        ("note", None, "As on page 2."),
        ("state", "pending", "approved"),
    ]
    assert [change["by"] for change in shown["review"]["changes"]] == [{"userId": 7, "name": "Ida Bell"}] * 3


def test_a_correction_to_minus_zero_is_shown_as_zero(faktura: Deployment) -> None:
    request_id = captured(faktura)

    decided = review(faktura, request_id, corrections={"totalAmount": -0.0})

    [change] = [one for one in decided.json["changes"] if one["field"] == "totalAmount"]
    assert (str(decided.json["data"]["totalAmount"]), str(change["to"])) == ("0.0", "0.0")


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


@pytest.mark.parametrize("practices", [["petwell"], []])
def test_a_reviewer_of_some_practices_learns_no_figures_of_the_others(faktura: Deployment, practices: Any) -> None:
    review(faktura, captured(faktura))

    reply = accuracy(faktura, reviewer(faktura, practices=practices))

    assert (reply.status, reply.json["error"]["code"]) == (403, "AUTH_FORBIDDEN")
    assert "documents" not in reply.json


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


def test_a_queue_of_ten_thousand_is_read_without_slowing(faktura: Deployment) -> None:
    entries = [_entry(number) for number in range(10_000)]
    faktura.fill("CaptureTable", [entry_of(item) for item in entries])

    with metered_queries() as read:
        first = listed(faktura, review="pending", limit=50)
        second = next_page(faktura, first)

    assert second
    assert [len(first.json), len(second.json)] == [50, 50]
    assert sum(read) <= 1.1 * 100


def test_a_reviewer_of_another_mga_finds_nothing(faktura: Deployment) -> None:
    request_id = captured(faktura)
    beta = reviewer(faktura, "beta")

    replies = [
        review(faktura, request_id, beta),
        picture(faktura, request_id, token=beta),
        words(faktura, request_id, token=beta),
        review(faktura, "absent", beta),
    ]

    assert {(reply.status, reply.json["error"]["code"]) for reply in replies} == {(404, "REQUEST_NOT_FOUND")}
    assert listed(faktura, beta).json == []


@pytest.mark.parametrize("lacking", ["scope", "user"])
def test_who_may_not_review_is_refused(faktura: Deployment, lacking: str) -> None:
    request_id = captured(faktura)
    token = reviewer(faktura, scopes=REVIEWER[:2]) if lacking == "scope" else reviewer(faktura, user=None)

    refused = review(faktura, request_id, token)

    assert (refused.status, refused.json["error"]["code"]) == (403, "AUTH_FORBIDDEN")
    assert state(faktura, request_id).json["review"]["revision"] == 0


def test_the_scope_of_reviewers_alone_shows_a_request_of_any_mode(faktura: Deployment) -> None:
    request_id = captured(faktura)
    token = reviewer(faktura, scopes=("invoice:review",))

    shown = [listed(faktura, token), picture(faktura, request_id, token=token), words(faktura, request_id, token=token)]
    decided = review(faktura, request_id, token)

    assert [reply.status for reply in (*shown, decided)] == [200] * 4
    assert [one["requestId"] for one in shown[0].json] == [request_id]


def test_a_review_that_is_sent_again_is_one_review(faktura: Deployment) -> None:
    request_id = captured(faktura)

    first, again = (review(faktura, request_id, headers={"Idempotency-Key": "one"}) for _ in range(2))

    assert (first.status, again.status, again.json) == (200, 200, first.json)
    assert accuracy(faktura).json["documents"] == 1


@pytest.mark.parametrize("page_number", ["0", "2", "21", "x", "1.0"])
def test_a_page_that_the_document_does_not_have_is_not_found(faktura: Deployment, page_number: str) -> None:
    shown = picture(faktura, captured(faktura), page_number)

    assert (shown.status, shown.json["error"]["code"]) == (404, "PAGE_NOT_FOUND")


def _entry(number: int) -> dict[str, Any]:
    return {
        "mga": "alpha",
        "beganAt": f"2026-11-01T00:00:{number // 1000:02}.{number % 1000:06}+00:00",
        "requestId": f"r{number}",
        "customerId": "C1",
        "mode": "process",
        "practices": ["*"],
        "state": "completed",
        "expiresAt": 4_000_000_000,
        "summary": {"review": "pending", "failedChecks": []},
    }


@contextmanager
def metered_queries() -> Iterator[list[int]]:
    """How many items each query asks for at most."""
    limits: list[int] = []

    def around(call: Call, carry_out: Carry) -> Answer:
        if (call.service, call.operation) == ("dynamodb", "Query"):
            limits.append(call.parameters["Limit"])
        return carry_out()

    with intercepted(around):
        yield limits
