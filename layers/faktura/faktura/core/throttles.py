"""Log lines for AWS calls that are throttled: one line for each call, however often the call is retried.

DynamoDB's metrics count each table and each index separately, although an index that is too busy also throttles writes
to its table. One line counts them all, and those of KMS, S3, SQS and Step Functions.
"""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from faktura.core.observability import log

CODES = frozenset(
    (
        *("ThrottlingException", "Throttling", "ThrottledException", "TooManyRequestsException", "RequestThrottled"),
        *("ProvisionedThroughputExceededException", "RequestLimitExceeded", "LimitExceededException", "SlowDown"),
        *("ProvisionedThroughputExceeded", "ThrottlingError"),  # reasons of a cancelled transaction
    )
)

_LOGGED = "faktura_throttled"
"""A key of the call's context, which all attempts share."""


def is_throttle(fault: BaseException) -> bool:
    """Whether AWS refused the call because there are too many, so that a later one may succeed."""
    return isinstance(fault, ClientError) and fault.response["Error"]["Code"] in CODES


def log_throttles(client: Any) -> None:
    """Log each call of the client that is throttled."""
    client.meta.events.register("needs-retry", _log_throttle)


def _log_throttle(response: tuple[Any, Mapping[str, Any]] | None, operation: Any, request_dict: Any, **_: Any) -> None:
    if response is None or request_dict["context"].get(_LOGGED):
        return
    parsed = response[1]
    codes = {parsed.get("Error", {}).get("Code"), *(one.get("Code") for one in parsed.get("CancellationReasons", []))}
    if throttled := codes & CODES:
        request_dict["context"][_LOGGED] = True
        service = operation.service_model.service_name
        log.warning("aws call throttled", ThrottledCalls=1, call=f"{service}.{operation.name}", reason=min(throttled))
