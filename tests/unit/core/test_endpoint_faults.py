"""The log lines of requests that fail with 5xx. The alarm on errors counts them."""

import io
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError

from faktura.capture.api import api as capture
from faktura.capture.errors import CaptureRefusal, FileMissing, OcrFailed, PimsLookupFailed
from faktura.core.endpoint import Api
from faktura.core.errors import Failure, NotFound, Refusal, Unavailable
from tests.support.builders import http_event

THROTTLED = ClientError({"Error": {"Code": "ThrottlingException", "Message": ""}}, "GetItem")
FAULTS: list[tuple[Exception, int, str]] = [
    (Unavailable(), 503, "endpoint unavailable"),
    (PimsLookupFailed(), 500, "endpoint unavailable"),
    (THROTTLED, 503, "aws call failed"),
    (ConnectTimeoutError(endpoint_url="https://example.com"), 503, "aws call failed"),
    (ZeroDivisionError(), 500, "endpoint failed"),
]


def answered(fault: Exception) -> Any:
    """The answer of an endpoint that raises this."""
    dialect = Api("Tests", lambda _refusal, status, _request: {"status": status}, statuses={CaptureRefusal: 500})

    @dialect.get("/things", scope=None)
    def handler() -> None:
        raise fault

    return handler(http_event("GET", "/things"), None)


def lines(logged: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in logged.getvalue().splitlines()]


@pytest.mark.parametrize(("fault", "status", "message"), FAULTS)
def test_a_fault_of_ours_is_logged_once(fault: Exception, status: int, message: str, logged: io.StringIO) -> None:
    answer = answered(fault)

    [line] = lines(logged)
    assert (answer["statusCode"], line["level"], line["message"]) == (status, "ERROR", message)
    assert line["ApiFaults"] == 1
    assert line["correlation_id"] == answer["headers"]["x-request-id"]


@pytest.mark.parametrize(("refusal", "status"), [(NotFound(), 404), (OcrFailed(), 500)])
def test_what_the_contract_says_is_no_fault_of_ours(refusal: Refusal, status: int, logged: io.StringIO) -> None:
    assert (answered(refusal)["statusCode"], lines(logged)) == (status, [])


def test_the_cause_of_a_fault_is_logged_and_not_answered(logged: io.StringIO) -> None:
    refusal = PimsLookupFailed()
    refusal.__cause__ = THROTTLED

    answer = answered(refusal)

    assert "ThrottlingException" in lines(logged)[0]["reason"]
    assert "ThrottlingException" not in json.dumps(answer)


def test_every_5xx_of_capture_is_our_fault_or_what_was_sent() -> None:
    kinds = {kind for kind, status in capture.statuses.items() if status >= 500}

    assert {kind for kind in kinds if kind.is_our_fault} == {Unavailable, Failure, PimsLookupFailed}
    assert {kind for kind in kinds if not kind.is_our_fault} == {FileMissing, OcrFailed}
