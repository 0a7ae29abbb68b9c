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
from faktura.capture.requests import overdue_store as clock_of_sweeps
from faktura.capture.requests.overdue_store import OverdueStore
from faktura.capture.requests.request import OverdueRequest, Processing, SweepRound
from faktura.capture.requests.request_store import RequestEndedError, RequestStore
from faktura.capture.schemas import InvoiceResponse
from faktura.core import json
from faktura.core.auth import Practices
from faktura.core.clock import now
from tests.support.deployment import Deployment, deployed

FILE, CUSTOMER = InvoiceFile(b"", "image/png", (300,)), Customer(customer_id="c1")
DEAD = OverdueRequest(mga="alpha", request_id="r1", owing="request")


class Killed(BaseException):
    """What ends a function without a word: Lambda's timeout, a lost machine."""


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
def sweep(requests: RequestStore) -> OverdueStore:
    del requests  # its table and its environment
    return OverdueStore.from_settings()


def test_a_request_that_completes_holds_its_answer_and_leaves_the_index(
    stack: Deployment, requests: RequestStore
) -> None:
    processing, response = _processing(), _response()

    requests.begin(processing, [])
    requests.complete(processing, response, [], [])

    [item] = stack.items("CaptureTable")
    assert json.loads(zlib.decompress(item.pop("response"))) == json.loads(json.dumps(response))
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


def test_a_request_that_fails_says_so_with_the_answers_own_words(stack: Deployment, requests: RequestStore) -> None:
    processing, refusal = _processing(), OcrFailed()
    requests.begin(processing, [])

    with pytest.raises(OcrFailed), requests.failing(processing):
        raise refusal

    assert _ended(stack) == ("failed", "OCR_FAILED")


def test_a_fault_of_ours_fails_the_request_without_its_reason(stack: Deployment, requests: RequestStore) -> None:
    processing = _processing()
    requests.begin(processing, [])

    with pytest.raises(ZeroDivisionError), requests.failing(processing):
        raise ZeroDivisionError("secret")

    [item] = stack.items("CaptureTable")
    assert b"secret" not in zlib.decompress(item["response"])
    assert _ended(stack) == ("failed", "SYSTEM_ERROR")


def test_the_sweep_fails_a_request_whose_function_was_killed(
    stack: Deployment, requests: RequestStore, sweep: OverdueStore
) -> None:
    with suppress(Killed), requests.failing(_begun(requests)):
        raise Killed

    assert sweep.overdue(SweepRound()).requests == []
    with _seconds_later(31):
        assert sweep.overdue(SweepRound()).requests == [DEAD]
        assert sweep.fail(DEAD)
        assert sweep.overdue(SweepRound()).requests == []
    assert _ended(stack) == ("failed", "SYSTEM_ERROR")


def test_the_sweep_leaves_a_request_alone_that_completed_in_the_meantime(
    stack: Deployment, requests: RequestStore, sweep: OverdueStore
) -> None:
    processing = _begun(requests)
    requests.complete(processing, _response(), [], [])

    with _seconds_later(31):
        assert not sweep.fail(DEAD)
    [item] = stack.items("CaptureTable")
    assert item["state"] == "completed"


def test_the_sweep_leaves_a_request_alone_that_has_begun_again(requests: RequestStore, sweep: OverdueStore) -> None:
    requests.begin(_processing(seconds=20))

    with _seconds_later(40):
        assert not sweep.fail(DEAD)


def test_a_request_that_the_sweep_failed_does_not_complete(
    stack: Deployment, requests: RequestStore, sweep: OverdueStore
) -> None:
    processing = _begun(requests)
    with _seconds_later(31):
        sweep.fail(DEAD)

    with pytest.raises(RequestEndedError):
        requests.complete(processing, _response(), [], [])
    assert _ended(stack) == ("failed", "SYSTEM_ERROR")


def test_a_request_delivered_twice_is_one_request(stack: Deployment, requests: RequestStore) -> None:
    with suppress(Killed), requests.failing(_begun(requests)):
        raise Killed

    requests.complete(_begun(requests), _response(), [], [])

    assert [item["state"] for item in stack.items("CaptureTable")] == ["completed"]


def test_a_sweep_takes_the_hundred_that_hang_longest(requests: RequestStore, sweep: OverdueStore) -> None:
    for number in range(105):
        requests.begin(_processing(f"r{number}", seconds=-60 * number))

    with _seconds_later(31):
        overdue = sweep.overdue(SweepRound())
        rest = sweep.overdue(overdue)

    assert [one.request_id for one in overdue.requests] == [f"r{number}" for number in range(104, 4, -1)]
    assert [one.request_id for one in rest.requests] == [f"r{number}" for number in range(4, -1, -1)]
    assert (overdue.more, rest.more) == (True, False)


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


def _ended(stack: Deployment) -> tuple[str, str]:
    [item] = stack.items("CaptureTable")
    assert "unfinished" not in item
    response: Any = json.loads(zlib.decompress(item["response"]))
    return item["state"], response["error"]["code"]


def _seconds_later(seconds: int) -> Any:
    return patch.object(clock_of_sweeps, "now", lambda: now() + timedelta(seconds=seconds))
