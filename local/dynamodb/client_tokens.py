"""ClientRequestToken: a transaction sent again with its token within ten minutes answers again, without an effect.

Source: API reference, TransactWriteItems. botocore puts a token into every transaction: its own retries rely on this.
"""

import hashlib
import json
import time
from dataclasses import dataclass
from typing import Any

from moto.core.responses import ActionResult
from moto.dynamodb.exceptions import ERROR_TYPE_PREFIX, DynamodbException
from moto.dynamodb.models import DynamoDBBackend

WINDOW_SECONDS = 600


@dataclass(frozen=True)
class Committed:
    """A committed transaction: the digest of its request, its answer, and when it was (monotonic seconds)."""

    digest: str
    answer: ActionResult
    at: float


def earlier_answer(backend: DynamoDBBackend, request: dict[str, Any]) -> ActionResult | None:
    """The answer this token was given before; raises IdempotentParameterMismatchException for another request."""
    earlier = _committed(backend).get(request.get("ClientRequestToken", ""))
    if earlier is None or time.monotonic() - earlier.at > WINDOW_SECONDS:
        return None
    if earlier.digest != _digest(request):
        raise DynamodbException(
            ERROR_TYPE_PREFIX + "IdempotentParameterMismatchException",
            "Request parameters do not match those of the earlier request with this client token",
        )
    return earlier.answer


def remember(backend: DynamoDBBackend, request: dict[str, Any], answer: ActionResult) -> None:
    """Keep a committed transaction's answer for its token; forget those whose time is over."""
    committed, now = _committed(backend), time.monotonic()
    for token in [token for token, earlier in committed.items() if now - earlier.at > WINDOW_SECONDS]:
        del committed[token]
    if "ClientRequestToken" in request:
        committed[request["ClientRequestToken"]] = Committed(_digest(request), answer, now)


def _committed(backend: DynamoDBBackend) -> dict[str, Committed]:
    # in the backend's own attributes: moto empties these when a test's mock resets it
    committed: dict[str, Committed] = vars(backend).setdefault("committed_transactions", {})
    return committed


def _digest(request: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(request["TransactItems"], sort_keys=True, default=repr).encode()).hexdigest()
