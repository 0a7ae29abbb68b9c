"""The throttles of an API Gateway stage: one token bucket for each method.

Source: API Gateway developer guide, "Throttle requests to your REST APIs". The limits of a stage apply to each method.
A method has its own setting, or else the stage's (`/*` and `*`).
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

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
        self._buckets: dict[Method, _TokenBucket] = {}
        self._lock = threading.Lock()

    def allows(self, method: str, path: str) -> bool:
        """Whether a request to this method is accepted. An accepted request counts."""
        throttle = self._throttles.get((method, path), self._throttles.get(EVERY_METHOD))
        if throttle is None:
            return True
        with self._lock:
            bucket = self._buckets.setdefault((method, path), _TokenBucket(throttle))
            return bucket.allows()


class _TokenBucket:
    """`burst` requests, refilled at `rate` per second. Not thread-safe by itself."""

    def __init__(self, throttle: Throttle) -> None:
        self._throttle = throttle
        self._left = throttle.burst
        self._filled = time.monotonic()

    def allows(self) -> bool:
        now = time.monotonic()
        self._left = min(self._throttle.burst, self._left + (now - self._filled) * self._throttle.rate)
        self._filled = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
