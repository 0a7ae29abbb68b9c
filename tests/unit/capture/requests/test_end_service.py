"""Requests in the deployed table: each ends once, by its own function or by the sweep."""

import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest

from faktura.capture.customers.customer import Customer
from faktura.capture.errors import OcrFailed
from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.outcome import outcome
from faktura.capture.reading.reading import Reading
from faktura.capture.requests import overdue_store as sweep_clock
from faktura.capture.requests.end_service import EndService
from faktura.capture.requests.errors import RequestEnded
from faktura.capture.requests.overdue import OverdueRequest, SweepCursor
from faktura.capture.requests.overdue_service import OverdueService
from faktura.capture.requests.overdue_store import OverdueStore
from faktura.capture.requests.request import Processing
from faktura.capture.requests.request_store import RequestStore
from faktura.capture.schemas import InvoiceResponse
from faktura.core import json
from faktura.core.auth import Practices
from faktura.core.clock import now
from tests.support.deployment import Deployment, deployed

FILE, CUSTOMER = InvoiceFile(b"", "image/png", (300,)), Customer(customer_id="c1")
DEAD = OverdueRequest(mga="alpha", request_id="r1", owing="request")


class Killed(BaseException):
    """A function ends without a chance to react: Lambda's timeout, a lost machine."""


@pytest.fixture(scope="module")
def stack() -> Iterator[Deployment]:
    with deployed() as deployment:
        yield deployment


@pytest.fixture
def requests(stack: Deployment) -> Iterator[RequestStore]:
    stack.empty()
    with stack.environment("capture.process_invoice"):
        yield RequestStore.from_settings()


@pytest.fixture
def ends(requests: RequestStore) -> EndService:
    del requests  # its table and its environment
    return EndService.from_settings()


@pytest.fixture
def sweep(requests: RequestStore) -> OverdueService:
    del requests  # its table and its environment
    return OverdueService.from_settings()


@pytest.fixture
def overdue(requests: RequestStore) -> OverdueStore:
    del requests  # its table and its environment
    return OverdueStore.from_settings()


def test_a_completed_request_has_its_response_and_leaves_the_index(
    stack: Deployment, requests: RequestStore, ends: EndService
) -> None:
    processing, response = _processing(), _response()

    requests.begin(processing, [])
    ends.complete(processing, response)

    item = _item(stack)
    assert json.loads(zlib.decompress(item.pop("response"))) == json.loads(json.dumps(response))
    assert item.pop("summary")["completedAt"] == response.completed_at
    assert item == {
        "mga": "alpha",
        "record": "request#r1",
        "requestId": "r1",
        "customerId": "c1",
        "mode": "process",
        "practices": ["*"],
        "state": "completed",
        "beganAt": processing.began_at.isoformat(),
        "expiresAt": Decimal(int((processing.began_at + timedelta(days=90)).timestamp())),
    }


def test_a_failed_request_has_the_code_of_its_error(
    stack: Deployment, requests: RequestStore, ends: EndService
) -> None:
    processing, refusal = _processing(), OcrFailed()
    requests.begin(processing, [])

    with pytest.raises(OcrFailed), ends.failing(processing):
        raise refusal

    assert _ended(stack) == ("failed", "OCR_FAILED")


def test_a_fault_of_ours_fails_the_request_without_its_reason(
    stack: Deployment, requests: RequestStore, ends: EndService
) -> None:
    processing = _processing()
    requests.begin(processing, [])

    with pytest.raises(ZeroDivisionError), ends.failing(processing):
        raise ZeroDivisionError("secret")

    item = _item(stack)
    assert b"secret" not in zlib.decompress(item["response"])
    assert _ended(stack) == ("failed", "SYSTEM_ERROR")


def test_the_sweep_fails_a_request_whose_function_was_killed(
    stack: Deployment, requests: RequestStore, ends: EndService, overdue: OverdueStore, sweep: OverdueService
) -> None:
    with suppress(Killed), ends.failing(_begun(requests)):
        raise Killed

    assert overdue.overdue(SweepCursor()).requests == []
    with _seconds_later(31):
        assert overdue.overdue(SweepCursor()).requests == [DEAD]
        sweep.end(DEAD)
        assert overdue.overdue(SweepCursor()).requests == []
    assert _ended(stack) == ("failed", "SYSTEM_ERROR")


def test_the_sweep_leaves_a_request_alone_that_has_completed(
    stack: Deployment, requests: RequestStore, ends: EndService, sweep: OverdueService
) -> None:
    ends.complete(_begun(requests), _response())

    with _seconds_later(31):
        sweep.end(DEAD)

    item = _item(stack)
    assert item["state"] == "completed"


def test_the_sweep_leaves_a_request_alone_that_has_begun_again(
    stack: Deployment, requests: RequestStore, sweep: OverdueService
) -> None:
    requests.begin(_processing(seconds=20))

    with _seconds_later(40):
        sweep.end(DEAD)

    item = _item(stack)
    assert item["state"] == "processing"


def test_a_sweep_fails_no_request_that_begins_again_after_it_was_looked_at(
    stack: Deployment, requests: RequestStore, ends: EndService, overdue: OverdueStore
) -> None:
    requests.begin(_processing())
    with _seconds_later(31):
        lost = overdue.lost(DEAD)
    assert lost
    requests.begin(_processing(seconds=20))

    with pytest.raises(RequestEnded):
        ends.fail(lost.processing, lost.failure, lost.overdue_since)

    item = _item(stack)
    assert item["state"] == "processing"


def test_a_request_that_the_sweep_failed_does_not_complete(
    stack: Deployment, requests: RequestStore, ends: EndService, sweep: OverdueService
) -> None:
    processing = _begun(requests)
    with _seconds_later(31):
        sweep.end(DEAD)

    with pytest.raises(RequestEnded):
        ends.complete(processing, _response())
    assert _ended(stack) == ("failed", "SYSTEM_ERROR")


def test_a_request_delivered_twice_is_one_request(stack: Deployment, requests: RequestStore, ends: EndService) -> None:
    with suppress(Killed), ends.failing(_begun(requests)):
        raise Killed

    ends.complete(_begun(requests), _response())

    assert _item(stack)["state"] == "completed"


def test_a_sweep_takes_the_hundred_that_are_overdue_longest(requests: RequestStore, overdue: OverdueStore) -> None:
    for number in range(105):
        requests.begin(_processing(f"r{number}", seconds=-60 * number))

    with _seconds_later(31):
        first = overdue.overdue(SweepCursor())
        rest = overdue.overdue(first)

    assert [one.request_id for one in first.requests] == [f"r{number}" for number in range(104, 4, -1)]
    assert [one.request_id for one in rest.requests] == [f"r{number}" for number in range(4, -1, -1)]
    assert (first.more, rest.more) == (True, False)


def _processing(request_id: str = "r1", seconds: int = 0) -> Processing:
    """A request that began so many seconds from now."""
    began_at = now() + timedelta(seconds=seconds)
    return Processing("alpha", request_id, "c1", "process", Practices(("*",)), began_at)


def _begun(requests: RequestStore) -> Processing:
    processing = _processing()
    requests.begin(processing, [])
    return processing


def _response() -> InvoiceResponse:
    return outcome("process", FILE, Reading(number="77", total=Decimal("1.10")), None, CUSTOMER).response("r1", [])


def _item(stack: Deployment) -> dict[str, Any]:
    """The item of the only request."""
    [item] = [one for one in stack.items("CaptureTable") if one["record"].startswith("request#")]
    return item


def _ended(stack: Deployment) -> tuple[str, str]:
    item = _item(stack)
    assert "unfinished" not in item
    response: Any = json.loads(zlib.decompress(item["response"]))
    return item["state"], response["error"]["code"]


def _seconds_later(seconds: int) -> Any:
    return patch.object(sweep_clock, "now", lambda: now() + timedelta(seconds=seconds))
