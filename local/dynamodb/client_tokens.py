"""ClientRequestToken: a transaction repeated with its token within ten minutes gets the same answer and has no effect.

Source: API reference, TransactWriteItems. botocore puts a token into every transaction, and its retries rely on it.
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
    """A committed transaction: the digest of its request, its answer and its time (monotonic seconds)."""

    digest: str
    answer: ActionResult
    at: float


def earlier_answer(backend: DynamoDBBackend, request: dict[str, Any]) -> ActionResult | None:
    """The earlier answer for this token. Raises IdempotentParameterMismatchException for a different request."""
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
    """Keep a committed transaction's answer for its token, and remove expired ones."""
    committed, now = _committed(backend), time.monotonic()
    for token in [token for token, earlier in committed.items() if now - earlier.at > WINDOW_SECONDS]:
        del committed[token]
    if "ClientRequestToken" in request:
        committed[request["ClientRequestToken"]] = Committed(_digest(request), answer, now)


def _committed(backend: DynamoDBBackend) -> dict[str, Committed]:
    # kept in the backend's attributes, which moto clears when a test's mock resets it
    committed: dict[str, Committed] = vars(backend).setdefault("committed_transactions", {})
    return committed


def _digest(request: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(request["TransactItems"], sort_keys=True, default=repr).encode()).hexdigest()
