"""Webhooks of invoice capture, which are signed as Standard Webhooks says."""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256
from time import time

from pydantic import ValidationError

from faktura_client.errors import InvalidWebhook
from faktura_client.exact_json import loads
from faktura_client.models import RequestState

TOLERANCE_SECONDS = 300
"""How far the time of an attempt may be from the receiver's clock."""


class ReportedRequest(RequestState):
    """A request as its webhook reports it: with its result, but without the state of the webhook itself."""

    began_at: str = ""
    """Empty if the webhook does not say it; `capture.get_request` does."""


def verified_webhook(secret: str, headers: Mapping[str, str], body: bytes) -> ReportedRequest:
    """What a webhook reports. Raises `InvalidWebhook` if your secret did not sign it, or if it is too old.

    `secret` is your operator's `whsec_...`, and `body` has the bytes as they came. The same webhook may come twice:
    remember the `webhook-id` of those that you have handled.
    """
    given = {name.lower(): value for name, value in headers.items()}
    try:
        identity, timestamp, signatures = (given[f"webhook-{name}"] for name in ("id", "timestamp", "signature"))
        is_recent = abs(time() - int(timestamp)) <= TOLERANCE_SECONDS
        key = b64decode(secret.removeprefix("whsec_"), validate=True)
    except (KeyError, ValueError) as fault:
        raise InvalidWebhook("a header of the webhook is missing or malformed, or the secret is") from fault
    if not is_recent:
        raise InvalidWebhook("the webhook is too old, or this machine's clock is wrong")
    digest = hmac.new(key, f"{identity}.{timestamp}.".encode() + body, sha256).digest()
    expected = f"v1,{b64encode(digest).decode()}"
    if not any(hmac.compare_digest(expected.encode(), one.encode()) for one in signatures.split()):
        raise InvalidWebhook("the signature is not of this secret")
    try:
        return ReportedRequest.model_validate(loads(body))
    except (ValueError, ValidationError) as fault:
        raise InvalidWebhook("the body is not as described") from fault
