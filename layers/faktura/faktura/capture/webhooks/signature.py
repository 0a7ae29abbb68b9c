"""The signatures of a webhook: our own header and those of Standard Webhooks (docs/apis/capture.md)."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from hmac import digest


def headers(webhook_id: str, at: datetime, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """The headers that sign `body`, sent at `at`, with `secrets`, the newest first.

    `webhook-signature` has one signature for each secret, `X-Request-Signature` only that of the newest.
    """
    sent = int(at.timestamp())
    signed = f"{webhook_id}.{sent}.".encode() + body
    return {
        "X-Request-Signature": _hmac(secrets[0], body).hex(),
        "webhook-id": webhook_id,
        "webhook-timestamp": str(sent),
        "webhook-signature": " ".join(f"v1,{b64encode(_hmac(secret, signed)).decode()}" for secret in secrets),
    }


def encoded_secret(secret: str) -> str:
    """The secret in the form that the libraries of Standard Webhooks take."""
    return f"whsec_{b64encode(secret.encode()).decode()}"


def _hmac(secret: str, message: bytes) -> bytes:
    return digest(secret.encode(), message, sha256)
