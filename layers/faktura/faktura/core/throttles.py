"""Calls that an AWS service refuses because there are too many: told once a call, whatever its retries come to.

DynamoDB's own metrics count a table and each of its indexes apart, and an index that is too busy refuses its table's
writes. A line of ours counts them all, and those of KMS, S3, SQS and Step Functions.
"""

from collections.abc import Mapping
from typing import Any

from faktura.core.observability import log

CODES = frozenset(
    (
        *("ThrottlingException", "Throttling", "ThrottledException", "TooManyRequestsException", "RequestThrottled"),
        *("ProvisionedThroughputExceededException", "RequestLimitExceeded", "LimitExceededException", "SlowDown"),
        *("ProvisionedThroughputExceeded", "ThrottlingError"),  # as a cancelled transaction says it
    )
)

_TOLD = "faktura_throttled"
"""In a call's context, which is that of all its attempts."""


def tell_of_throttles(client: Any) -> None:
    """Log the client's calls that are throttled."""
    client.meta.events.register("needs-retry", _tell)


def _tell(response: tuple[Any, Mapping[str, Any]] | None, operation: Any, request_dict: Any, **_: Any) -> None:
    if response is None or request_dict["context"].get(_TOLD):
        return
    parsed = response[1]
    codes = {parsed.get("Error", {}).get("Code"), *(one.get("Code") for one in parsed.get("CancellationReasons", []))}
    if throttled := codes & CODES:
        request_dict["context"][_TOLD] = True
        service = operation.service_model.service_name
        log.warning("aws call throttled", ThrottledCalls=1, call=f"{service}.{operation.name}", reason=min(throttled))
