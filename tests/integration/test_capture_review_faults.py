"""Reviews under faults: crashes, lost answers, services that are down, and several reviewers at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from importlib import import_module
from typing import Any

import pytest
import time_machine

from faktura.core.clock import now
from tests.support.builders import LambdaContext, pims_invoice, sweep_round
from tests.support.capture.requests import accept, bind, mga_with_webhooks, process, read, requests, state
from tests.support.capture.reviews import (
    REVIEWER,
    accuracy,
    listed,
    picture,
    review,
    reviewer,
    reviewing,
    words,
)
from tests.support.deployment import Deployment, Reply
from tests.support.faults.crashes import crash_points
from tests.support.faults.injected import Fault, Faults
from tests.support.faults.interleaving import Interleaving
from tests.support.faults.state import Stored, snapshot
from tests.support.paper import page
from tests.support.webhooks import Mga

pytestmark = pytest.mark.usefixtures("_textract")

ONE = {"Idempotency-Key": "one"}
CORRECTION = {"totalAmount": 12.3}


@pytest.fixture
def captured(faktura: Deployment) -> str:
    """The id of a request that was read, and whose webhook is not sent yet."""
    mga_with_webhooks(faktura)
    request_id = str(accept(faktura).json["requestId"])
    read(faktura)
    return request_id


def corrected(faktura: Deployment, request_id: str, **terms: Any) -> Reply:
    return review(faktura, request_id, corrections=CORRECTION, headers=ONE, **terms)


def everything(stored: Stored) -> Stored:
    return stored


def facts(faktura: Deployment, request_id: str) -> dict[str, Any]:
    """What a review changes."""
    shown = state(faktura, request_id).json
    return {
        "state": shown["review"]["state"],
        "revision": shown["review"]["revision"],
        "changes": [(one["field"], one["from"], one["to"]) for one in shown["review"]["changes"]],
        "data": shown["data"]["totalAmount"],
        "lists": {name: len(listed(faktura, review=name).json) for name in ("pending", "approved", "rejected")},
        "counted": accuracy(faktura).json["documents"],
        "owed": requests(faktura)[0].get("unfinished"),
        "delivery": requests(faktura)[0]["webhook"]["delivery"],
    }


REVIEWED = {
    "state": "approved",
    "revision": 1,
    "changes": [("totalAmount", 732.39, 12.3), ("state", "pending", "approved")],
    "data": 732.39,
    "lists": {"pending": 0, "approved": 1, "rejected": 0},
    "counted": 1,
    "owed": "webhook",
    "delivery": 2,
}
UNREVIEWED = {
    "state": "pending",
    "revision": 0,
    "changes": [],
    "data": 732.39,
    "lists": {"pending": 1, "approved": 0, "rejected": 0},
    "counted": 0,
    "owed": "webhook",
    "delivery": 1,
}


def test_a_review_that_crashed_anywhere_is_one_review_when_it_is_sent_again(faktura: Deployment) -> None:
    known: list[str] = []

    @contextmanager
    def world() -> Iterator[None]:
        with faktura.afresh():
            mga_with_webhooks(faktura)
            known[:] = [str(accept(faktura).json["requestId"])]
            read(faktura)
            yield

    for point in crash_points(world, lambda: corrected(faktura, known[0])):
        assert facts(faktura, known[0]) in (UNREVIEWED, REVIEWED), point

        again = corrected(faktura, known[0])

        assert again.status == 200, (point, again.text)
        assert (again.json["revision"], again.json["state"]) == (1, "approved"), point
        assert facts(faktura, known[0]) == REVIEWED, point


def test_the_webhook_owed_after_a_crash_is_started_by_the_sweep(faktura: Deployment, captured: str) -> None:
    alpha = Mga(faktura)
    with Faults(seed=1, rate=1.0, kinds=(Fault.NO_CONNECTION,), on=frozenset({"stepfunctions"})):
        decided = corrected(faktura, captured)
    before = [name for name, _ in alpha.started()]

    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        selected = faktura.call("capture.select_overdue_requests", sweep_round())
        for one in selected["requests"]:
            faktura.call("capture.end_overdue_request", one)

    after = [name for name, _ in alpha.started()]
    assert decided.status == 200
    assert (len(before), len(after)) == (1, 2)


@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize("service", ["dynamodb", "stepfunctions"])
def test_a_service_that_is_down_leaves_a_review_whole_or_undone(
    faktura: Deployment, captured: str, fault: Fault, service: str
) -> None:
    with Faults(seed=1, rate=1.0, kinds=(fault,), on=frozenset({service})):
        refused = corrected(faktura, captured)

    assert refused.status == (200 if service == "stepfunctions" else 500)
    if refused.status == 500:
        assert refused.json["error"]["code"] == "SYSTEM_ERROR"
    assert facts(faktura, captured) in (UNREVIEWED, REVIEWED)
    assert corrected(faktura, captured).status == 200
    assert facts(faktura, captured) == REVIEWED


@pytest.mark.parametrize("seed", range(12))
def test_calls_that_fail_now_and_then_never_make_two_reviews(faktura: Deployment, captured: str, seed: int) -> None:
    with Faults(seed=seed, rate=0.3):
        corrected(faktura, captured)

    again = corrected(faktura, captured)

    assert again.status == 200
    assert facts(faktura, captured) == REVIEWED


@pytest.mark.parametrize("reviewers", [2, 3, 10])
def test_exactly_one_of_several_reviewers_wins_each_revision(
    faktura: Deployment, captured: str, reviewers: int
) -> None:
    tokens = [
        reviewer(faktura, user={"userId": n, "firstName": "R", "lastName": str(n)}, client=f"person-{n}")
        for n in range(reviewers)
    ]
    for revision in range(2):
        workers = _at_once(faktura, captured, tokens, revision)

        statuses = sorted(worker.result["statusCode"] for worker in workers)
        assert statuses == [200, *[409] * (reviewers - 1)]
        assert state(faktura, captured).json["review"]["revision"] == revision + 1
    lists = {name: len(listed(faktura, review=name).json) for name in ("pending", "approved", "rejected")}
    assert sum(lists.values()) == 1
    assert lists["pending"] == 0
    assert accuracy(faktura).json["documents"] == lists["approved"]


def _at_once(faktura: Deployment, request_id: str, tokens: list[str], revision: int) -> Any:
    handler = import_module("capture.review_request").handler

    events = [
        reviewing(
            faktura,
            request_id,
            {"decision": "approve" if number % 2 else "reject", "revision": revision, "note": str(number)},
            token,
        )
        for number, token in enumerate(tokens)
    ]
    with faktura.environment("capture.review_request"):
        return Interleaving(revision + len(tokens)).run(*(partial(handler, one, LambdaContext(30)) for one in events))


@pytest.mark.parametrize("seed", range(5))
def test_a_review_delivered_twice_at_once_is_one_review(faktura: Deployment, captured: str, seed: int) -> None:
    handler = import_module("capture.review_request").handler

    body = {"decision": "approve", "revision": 0, "corrections": CORRECTION}
    event = reviewing(faktura, captured, body, **ONE)

    with faktura.environment("capture.review_request"):
        workers = Interleaving(seed).run(*[partial(handler, event, LambdaContext(30))] * 2)

    assert 200 in [worker.result["statusCode"] for worker in workers]  # type: ignore[index]
    assert corrected(faktura, captured).status == 200
    assert facts(faktura, captured) == REVIEWED


CALLS: dict[str, Any] = {
    "list": lambda faktura, _, token: listed(faktura, token),
    "page": lambda faktura, request_id, token: picture(faktura, request_id, token=token),
    "words": lambda faktura, request_id, token: words(faktura, request_id, token=token),
    "review": lambda faktura, request_id, token: review(faktura, request_id, token),
    "accuracy": lambda faktura, _, token: accuracy(faktura, token),
}
SERVICES = [
    ("list", "dynamodb"),
    ("page", "dynamodb"),
    ("page", "s3"),
    ("words", "dynamodb"),
    ("words", "s3"),
    ("review", "dynamodb"),
    ("accuracy", "dynamodb"),
]


@pytest.mark.parametrize("call", CALLS)
def test_who_has_no_token_or_another_scope_is_refused(faktura: Deployment, captured: str, call: str) -> None:
    stranger = reviewer(faktura, scopes=REVIEWER[:2])

    without, other = (CALLS[call](faktura, captured, token) for token in ("x.y.z", stranger))

    assert without.status == 401
    assert (other.status, other.json["error"]["code"]) == (403, "AUTH_FORBIDDEN")
    assert facts(faktura, captured) == UNREVIEWED


@pytest.mark.parametrize(("call", "service"), SERVICES)
def test_a_service_that_is_down_is_told_in_the_apis_own_words(
    faktura: Deployment, captured: str, call: str, service: str
) -> None:
    with Faults(seed=1, rate=1.0, kinds=(Fault.NO_CONNECTION, Fault.THROTTLED), on=frozenset({service})):
        failed = CALLS[call](faktura, captured, reviewer(faktura))

    assert (failed.status, failed.json["error"]["code"]) == (500, "SYSTEM_ERROR")
    assert facts(faktura, captured) == UNREVIEWED


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        {},
        {"decision": "approve"},
        {"decision": "maybe", "revision": 0},
        {"decision": "approve", "revision": -1},
        {"decision": "approve", "revision": "0"},
        {"decision": "approve", "revision": 0, "corrections": {"practice": {"practiceName": "x"}}},
        {"decision": "approve", "revision": 0, "corrections": {"totalAmount": "12"}},
        {"decision": "approve", "revision": 0, "corrections": {"totalAmount": 1e15}},
        {"decision": "approve", "revision": 0, "corrections": {"invoiceDate": "2026-02-30"}},
        {"decision": "approve", "revision": 0, "corrections": {"invoiceNumber": "a\u202eb"}},
        {"decision": "approve", "revision": 0, "corrections": {"practice.practiceName": None}},
        {"decision": "approve", "revision": 0, "corrections": {"lineItems": [{"totalPrice": 1}]}},
        {"decision": "approve", "revision": 0, "corrections": {"lineItems": None}},
        {"decision": "approve", "revision": 0, "note": "x" * 2_001},
    ],
)
def test_a_malformed_review_stores_nothing(faktura: Deployment, captured: str, body: Any) -> None:
    before = snapshot(everything)

    event = reviewing(faktura, captured, body, **{"Content-Type": "application/json"})

    refused = faktura.request("capture.review_request", event)

    assert refused.status == 400, refused.text
    assert refused.json["error"]["code"] in ("INVALID_REQUEST", "MALFORMED_BODY")
    assert snapshot(everything) == before


def test_a_failed_request_is_listed_with_the_failed_ones_and_has_nothing_to_review(
    faktura: Deployment,
) -> None:
    mga_with_webhooks(faktura)
    with Faults(seed=1, rate=1.0, kinds=(Fault.NO_CONNECTION,), on=frozenset({"s3"})):
        accept(faktura)
    [failed] = requests(faktura)

    shown = listed(faktura, state="failed").json
    refused = review(faktura, failed["requestId"])

    assert [(one["requestId"], one["status"], "review" in one) for one in shown] == [
        (failed["requestId"], "failed", False)
    ]
    assert listed(faktura, review="pending").json == []
    assert [one["status"] for one in listed(faktura).json] == ["failed"]
    assert refused.status == 409
    assert "review" not in state(faktura, failed["requestId"]).json


def test_a_request_from_before_there_were_reviews_is_listed_and_reviewed(faktura: Deployment) -> None:
    bind(faktura)
    request_id = str(process(faktura, page(pims_invoice())).json["requestId"])
    kept = [
        {name: value for name, value in item.items() if name not in ("summary", "pages", "reviewRevision", "review")}
        for item in faktura.items("CaptureTable")
        if not item["record"].startswith("list#")
    ]
    faktura.empty()
    faktura.fill("CaptureTable", kept)

    all_of_them = listed(faktura).json
    decided = review(faktura, request_id, corrections=CORRECTION)

    assert [one["requestId"] for one in all_of_them] == [request_id]
    assert (decided.status, decided.json["data"]["totalAmount"]) == (200, 12.3)
    assert [one["totalAmount"] for one in listed(faktura, review="approved").json] == [12.3]
    assert listed(faktura, review="pending").json == []
