"""The throttles of an API Gateway stage: one token bucket for each method.

Source: API Gateway developer guide, "Throttle requests to your REST APIs": the limits of a stage are applied at the
method level. A method takes its own setting, or the stage's (`/*` and `*`) where it has none.
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
    """Requests that a method takes: `rate` a second, and `burst` at once."""

    rate: float
    burst: float


class Throttling:
    """The buckets of one stage, each made with its method's first request."""

    def __init__(self, throttles: Mapping[Method, Throttle]) -> None:
        self._throttles = throttles
        self._buckets: dict[Method, _TokenBucket] = {}
        self._lock = threading.Lock()

    def allows(self, method: str, path: str) -> bool:
        """Whether a request to this method may go on; it counts if it does."""
        throttle = self._throttles.get((method, path), self._throttles.get(EVERY_METHOD))
        if throttle is None:
            return True
        with self._lock:
            bucket = self._buckets.setdefault((method, path), _TokenBucket(throttle))
            return bucket.allows()


class _TokenBucket:
    """`burst` requests at once, refilled at `rate` a second; not safe by itself under threads."""

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
