"""The throttles of an API Gateway stage: one token bucket for each method.

Source: API Gateway developer guide, "Throttle requests to your REST APIs". The limits of a stage apply to each method.
A method has its own setting, or else the stage's (`/*` and `*`).
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from local.token_bucket import TokenBucket

EVERY_METHOD = ("*", "/*")

Method = tuple[str, str]
"""An HTTP method and a resource's path: `("GET", "/things/{thing}")`."""


@dataclass(frozen=True)
class Throttle:
    """Requests that a method accepts: `rate` per second, and `burst` at once."""

    rate: float
    burst: float


class Throttling:
    """The token buckets of one stage, each made with its method's first request."""

    def __init__(self, throttles: Mapping[Method, Throttle]) -> None:
        self._throttles = throttles
        self._buckets: dict[Method, TokenBucket] = {}
        self._lock = threading.Lock()

    def allows(self, method: str, path: str) -> bool:
        """Whether a request to this method is accepted. An accepted request counts."""
        throttle = self._throttles.get((method, path), self._throttles.get(EVERY_METHOD))
        if throttle is None:
            return True
        with self._lock:
            bucket = self._buckets.setdefault((method, path), TokenBucket(throttle.rate, throttle.burst))
            if bucket.left < 1:
                return False
            bucket.take(1)
            return True
