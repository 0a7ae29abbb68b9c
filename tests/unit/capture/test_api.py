from unittest.mock import patch

import pytest

from faktura.capture import errors
from faktura.capture.api import api
from faktura.core import errors as core
from faktura.core import json
from faktura.core.clock import now
from faktura.core.errors import Refusal
from faktura.core.request import Request
from tests.support.builders import http_event


@pytest.mark.parametrize(
    ("refusal", "status", "code", "message"),
    [
        (core.TokenMissing(), 401, "AUTH_TOKEN_MISSING", "Authentication token is required"),
        (core.TokenInvalid(), 401, "AUTH_TOKEN_INVALID", "Invalid or malformed authentication token"),
        (core.TokenExpired(), 401, "AUTH_TOKEN_EXPIRED", "Authentication token has expired"),
        (core.Forbidden(), 403, "AUTH_FORBIDDEN", "Forbidden"),
    ],
)
def test_an_error_of_the_token_has_a_body_of_its_own(refusal: Refusal, status: int, code: str, message: str) -> None:
    answer = api.refuse(refusal, Request(http_event("GET", "/", request_id="r1")))

    body = json.loads(json.dumps(answer.body))
    assert (answer.status, body) == (status, {"error": {"code": code, "message": message}})


@pytest.mark.parametrize(
    ("refusal", "status", "code"),
    [
        (core.MalformedBody("why"), 400, "MALFORMED_BODY"),
        (core.InvalidRequest(core.Fault("", "why")), 400, "INVALID_REQUEST"),
        (errors.InvalidFile("why"), 400, "INVALID_FILE"),
        (errors.FileTooSmall("why"), 400, "FILE_TOO_SMALL"),
        (errors.FileTooLarge("why"), 400, "FILE_TOO_LARGE"),
        (errors.UnsupportedFormat("why"), 400, "UNSUPPORTED_FORMAT"),
        (errors.InvalidWebhookUrl("why"), 400, "INVALID_WEBHOOK_URL"),
        (errors.NoSuchCustomer("why"), 404, "CUSTOMER_NOT_FOUND"),
        (errors.NoSuchInvoice("why"), 404, "INVOICE_NOT_FOUND"),
        (core.NotFound("why"), 404, "NOT_FOUND"),
        (core.KeyInUse("why"), 409, "IDEMPOTENCY_KEY_IN_USE"),
        (core.BodyTooLarge("why"), 413, "FILE_TOO_LARGE"),
        (core.UnsupportedContentType("why"), 415, "UNSUPPORTED_CONTENT_TYPE"),
        (core.KeyReused("why"), 422, "IDEMPOTENCY_KEY_REUSED"),
        (errors.OcrFailed("why"), 500, "OCR_FAILED"),
        (errors.PimsLookupFailed("why"), 500, "PIMS_LOOKUP_FAILED"),
        (core.Unavailable("why"), 500, "SYSTEM_ERROR"),
        (core.Failure("why"), 500, "SYSTEM_ERROR"),
    ],
)
def test_every_other_error_is_a_failed_request(refusal: Refusal, status: int, code: str) -> None:
    answer = api.refuse(refusal, Request(http_event("GET", "/", request_id="r1")))

    body = json.loads(json.dumps(answer.body))
    completed_at = body.pop("completedAt")
    assert (answer.status, body) == (
        status,
        {"requestId": "r1", "status": "failed", "error": {"code": code, "message": "why"}},
    )
    assert completed_at.endswith("Z")


def test_an_error_of_capture_has_the_same_body_whenever_it_is_built() -> None:
    refusal, request = errors.OcrFailed(), Request(http_event("GET", "/", request_id="r1"))
    first = api.refuse(refusal, request)

    with patch("faktura.capture.schemas.now", lambda: now().replace(year=2030)):
        again = api.refuse(refusal, request)

    assert again == first
