"""When a call is made again, and how long it waits before that."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

Outcome = httpx.Response | httpx.RequestError
"""What an attempt brings: an answer, or the fault of the connection, such as an answer that is damaged on its way."""

_NOT_EXECUTED = frozenset((429,))
_PASSING = frozenset((500, 502, 503, 504))
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass(frozen=True)
class Retries:
    """How a client repeats calls. All times are in seconds.

    A call has at most `attempts` attempts and ends within about `total_seconds`. `timeout` bounds each wait for the
    network. The pause before attempt n + 1 is random, between half of and all of `base` · 2ⁿ⁻¹, at most `longest`; if
    the answer has a `Retry-After`, the pause is never shorter.
    """

    attempts: int = 6
    total_seconds: float = 120.0
    timeout: float = 35.0
    base: float = 0.5
    longest: float = 20.0

    def pause(self, attempt: int, outcome: Outcome) -> float:
        """Seconds to wait after this attempt, counted from 1."""
        wait = min(self.longest, self.base * 2.0 ** (attempt - 1)) * random.uniform(0.5, 1)
        asked = retry_after(outcome) if isinstance(outcome, httpx.Response) else None
        return max(wait, asked + wait / 10) if asked is not None else wait


def is_worth_repeating(outcome: Outcome, *, may_repeat: bool) -> bool:
    """Whether another attempt may succeed and can do no harm."""
    if isinstance(outcome, httpx.RequestError):
        return may_repeat or isinstance(outcome, _NOT_SENT)
    return outcome.status_code in _NOT_EXECUTED or (may_repeat and outcome.status_code in _PASSING)


def may_have_been_executed(outcome: Outcome) -> bool:
    """Whether the API may have carried out a request although this came back."""
    if isinstance(outcome, httpx.RequestError):
        return not isinstance(outcome, _NOT_SENT)
    return outcome.status_code in _PASSING


def retry_after(response: httpx.Response) -> float | None:
    """Seconds that the answer asks to wait: `Retry-After` as a number or as a date (RFC 9110, 10.2.3)."""
    text = response.headers.get("retry-after", "")
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
