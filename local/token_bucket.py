"""A token bucket, by which API Gateway and DynamoDB limit what is asked of them each second."""

import time
from collections.abc import Callable


class TokenBucket:
    """`size` tokens, refilled at `rate` a second of `clock`. Not thread-safe by itself."""

    __slots__ = ("_clock", "_filled", "_left", "_rate", "_size")

    def __init__(self, rate: float, size: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._size, self._clock = rate, size, clock
        self._left, self._filled = size, clock()

    @property
    def left(self) -> float:
        """The tokens that are there now. It is negative while the bucket owes what was taken."""
        now = self._clock()
        self._left = min(self._size, self._left + (now - self._filled) * self._rate)
        self._filled = now
        return self._left

    def take(self, tokens: float) -> None:
        """Take tokens, also more than are there."""
        self._left = self.left - tokens
