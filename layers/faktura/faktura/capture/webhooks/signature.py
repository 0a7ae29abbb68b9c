"""How a receiver knows that a webhook is ours: seed 002's signature, and Standard Webhooks' beside it."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from hmac import digest


def headers(webhook_id: str, at: datetime, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """The headers that sign `body`, sent at `at`, with the live secrets, the newest first.

    Only `webhook-signature` has room for more than one: `X-Request-Signature` is the newest secret's.
    """
    sent = int(at.timestamp())
    signed = f"{webhook_id}.{sent}.".encode() + body
    return {
        "X-Request-Signature": _hmac(secrets[0], body).hex(),
        "webhook-id": webhook_id,
        "webhook-timestamp": str(sent),
        "webhook-signature": " ".join(f"v1,{b64encode(_hmac(secret, signed)).decode()}" for secret in secrets),
    }


def handed_out(secret: str) -> str:
    """The secret as its MGA gets it, in the form that Standard Webhooks' libraries take."""
    return f"whsec_{b64encode(secret.encode()).decode()}"


def _hmac(secret: str, message: bytes) -> bytes:
    return digest(secret.encode(), message, sha256)
