"""Signatures of webhooks: computed by hand once, and verified by the public library."""

import hashlib
import hmac
from base64 import b64encode
from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from faktura.capture.webhooks.signature import encoded_secret, headers
from faktura.core.clock import now

BODY = '{"requestId":"r1","amount":1.10,"name":"Žofie"}'.encode()
ID = "4b5d5cbb-3b0a-4f5e-9f76-0d8ad9f4b0cc"


def test_the_headers_are_those_of_both_schemes() -> None:
    at = datetime(2026, 11, 26, 1, 2, 3, 999_999, UTC)

    signed = headers(ID, at, BODY, ["new", "old"])

    message = f"{ID}.1795654923.".encode() + BODY
    new, old = (b64encode(hmac.new(secret, message, hashlib.sha256).digest()).decode() for secret in (b"new", b"old"))
    assert signed == {
        "X-Request-Signature": hmac.new(b"new", BODY, hashlib.sha256).hexdigest(),
        "webhook-id": ID,
        "webhook-timestamp": "1795654923",
        "webhook-signature": f"v1,{new} v1,{old}",
    }


@pytest.mark.parametrize("secret", ["newest-secret", "older-sëcret"])
def test_the_public_library_verifies_with_either_live_secret(secret: str) -> None:
    signed = headers(ID, now(), BODY, ["newest-secret", "older-sëcret"])

    assert Webhook(encoded_secret(secret)).verify(BODY, signed)["name"] == "Žofie"


@pytest.mark.parametrize("change", ["body", "webhook-id", "webhook-timestamp", "secret"])
def test_the_public_library_refuses_a_changed_webhook(change: str) -> None:
    signed = headers(ID, now(), BODY, ["secret"])
    if change in signed:
        signed[change] = str(int(signed[change]) + 1) if change == "webhook-timestamp" else "another"
    receiver = Webhook(encoded_secret("another" if change == "secret" else "secret"))

    with pytest.raises(WebhookVerificationError):
        receiver.verify(BODY + b" " if change == "body" else BODY, signed)


def test_a_secret_is_encoded_as_the_base64_of_its_bytes() -> None:
    assert encoded_secret("local-webhook-secret") == "whsec_bG9jYWwtd2ViaG9vay1zZWNyZXQ="
