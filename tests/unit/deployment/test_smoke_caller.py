"""What the smoke check says of a presigned link that is refused."""

import pytest

from deployment.smoke import __main__ as smoke
from deployment.smoke import gateway
from local.demo.caller import TourError, download, upload
from tests.support.receivers import http, receiving

REFUSAL = (
    b'<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>It does not match.</Message>'
    b"<SignatureProvided>s3cret</SignatureProvided><CanonicalRequest>X-Amz-Signature=s3cret</CanonicalRequest></Error>"
)


def test_a_refused_link_is_named_without_what_lets_anybody_use_it() -> None:
    with receiving(http(403, REFUSAL)) as s3:
        place = f"http://127.0.0.1:{s3.port}/bucket/1.pdf"
        with pytest.raises(TourError) as raised:
            download(f"{place}?X-Amz-Signature=s3cret")

    assert str(raised.value) == f"GET {place}: 403 SignatureDoesNotMatch: It does not match."


def test_a_refused_form_is_told_without_its_signature() -> None:
    with receiving(http(403, REFUSAL)) as s3:
        form = {"url": f"http://127.0.0.1:{s3.port}/bucket", "fields": {"signature": "s3cret"}}
        with pytest.raises(TourError, match="403 SignatureDoesNotMatch") as raised:
            upload(form, ("invoice.jpg", b"x", "image/jpeg"))

    assert "s3cret" not in str(raised.value)


def test_an_error_of_faktura_is_shown_unchanged() -> None:
    with (
        receiving(http(404, b'{"error":{"code":"NOT_FOUND"}}')) as stack,
        pytest.raises(TourError, match=r'404 \{"error":\{"code":"NOT_FOUND"\}\}'),
    ):
        download(f"http://127.0.0.1:{stack.port}/1")


def test_the_flood_is_the_last_check() -> None:
    """AWS WAF may refuse every call after it."""
    assert smoke._CHECKS.index(gateway.flood_is_429) == len(smoke._CHECKS) - 1
