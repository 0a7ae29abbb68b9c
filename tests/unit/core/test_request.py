"""One HTTP request, one answer."""

from base64 import b64decode
from decimal import Decimal

import pytest

from faktura.core.errors import BodyTooLarge, MalformedBody, UnsupportedContentType
from faktura.core.request import MAX_BODY_BYTES, Request
from faktura.core.response import Response
from tests.support.builders import http_event

FORGED = {"Host": "evil.example.net", "X-Forwarded-Host": "evil.example.net", "X-Forwarded-For": "198.51.100.1"}


def test_our_own_links_begin_with_the_configured_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://invoices.example.com/")

    assert Request(http_event("GET", "/")).base_url == "https://invoices.example.com"


def test_without_one_they_begin_with_the_gateways_own_domain_and_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PUBLIC_URL", raising=False)

    assert Request(http_event("GET", "/", headers=FORGED)).base_url == "https://api.example.com/live"


def test_no_link_repeats_a_host_that_only_the_caller_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Regression: it was `https://evil.example.net/live` where the gateway named no domain."""
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    event = http_event("GET", "/", headers=FORGED)
    del event["requestContext"]["domainName"]

    assert Request(event).base_url == "/live"


def test_the_source_address_is_the_gateways_word_and_not_a_headers() -> None:
    event = http_event("GET", "/", headers=FORGED)
    unknown = Request(event).source_address
    event["requestContext"]["identity"] = {"sourceIp": "203.0.113.10"}

    assert (unknown, Request(event).source_address) == ("", "203.0.113.10")


def test_a_variable_of_the_path_is_decoded_once() -> None:
    assert Request(http_event("GET", "/", number="47/16 %2F")).path_parameters == {"number": "47/16 %2F"}


def test_header_names_are_the_same_in_any_case() -> None:
    event = http_event("GET", "/", headers={"CONTENT-type": "a/b; charset=utf-8"})

    Request(event).expect("a/b")
    with pytest.raises(UnsupportedContentType):
        Request(event).expect("a/c")


def test_a_body_has_a_largest_size() -> None:
    assert len(Request(http_event("POST", "/", b"x" * MAX_BODY_BYTES)).body) == MAX_BODY_BYTES
    with pytest.raises(BodyTooLarge):
        _ = Request(http_event("POST", "/", b"x" * (MAX_BODY_BYTES + 1))).body


def test_what_is_no_base64_is_a_malformed_body() -> None:
    with pytest.raises(MalformedBody):
        _ = Request({**http_event("POST", "/"), "body": "%%%", "isBase64Encoded": True}).body


def test_a_document_travels_as_json_and_bytes_as_base64() -> None:
    document = Response(201, {"amount": Decimal("1.10")}, {"Location": "/1"}).as_event("r1")
    file = Response(200, b"\x00\xff", {"Content-Type": "application/pdf"}).as_event("r1")

    assert document == {
        "statusCode": 201,
        "headers": {
            "x-request-id": "r1",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Location": "/1",
            "Content-Type": "application/json",
        },
        "body": '{"amount":1.10}',
    }
    assert file["headers"]["Content-Type"] == "application/pdf"
    assert (file["isBase64Encoded"], b64decode(file["body"])) == (True, b"\x00\xff")
