"""How a call is sent: with a token, again where that is safe, and within its time.

It is written once for both clients. `sent` is a generator that yields what it needs (an attempt, a pause, a token) and
gets the outcome back. Each client carries the steps out in its own way, blocking or not.
"""

import logging
from collections.abc import Generator
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import httpx

from faktura_client.calls import Call
from faktura_client.errors import NoAnswer
from faktura_client.retries import Outcome, Retries, is_worth_repeating, may_have_been_executed

log = logging.getLogger("faktura_client")


@dataclass(frozen=True)
class Deadline:
    """The moment at which a call ends, on the monotonic clock."""

    at: float

    @classmethod
    def within(cls, seconds: float) -> "Deadline":
        """The deadline this many seconds from now."""
        return cls(monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds until then."""
        return self.at - monotonic()


@dataclass(frozen=True)
class Attempt:
    """Step: send the request. The outcome is an answer or a `httpx.RequestError`."""

    request: httpx.Request
    deadline: Deadline


@dataclass(frozen=True)
class Pause:
    """Step: wait."""

    seconds: float


@dataclass(frozen=True)
class NeedToken:
    """Step: a token other than `refused`. The outcome is the token."""

    refused: str | None = field(repr=False)
    deadline: Deadline


Step = Attempt | Pause | NeedToken
Sending = Generator[Step, Any, httpx.Response]


def sent(call: Call[Any], request: httpx.Request, retries: Retries) -> Sending:
    """Send a call. A token that is refused is renewed once. Raises `NoAnswer`."""
    deadline = Deadline.within(retries.total_seconds)
    if not call.needs_token:
        return (yield from repeated(call, request, retries, deadline))
    token = yield NeedToken(None, deadline)
    response = yield from repeated(call, _with_token(request, token), retries, deadline)
    if response.status_code != 401:
        return response
    log.info("token renewed operation=%s", call.operation)
    token = yield NeedToken(token, deadline)
    return (yield from repeated(call, _with_token(request, token), retries, deadline))


def repeated(call: Call[Any], request: httpx.Request, retries: Retries, deadline: Deadline) -> Sending:
    """Send a request until an answer is final, or the attempts or the time are used up. Raises `NoAnswer`."""
    is_lost = False
    for attempt in range(1, retries.attempts + 1):
        outcome: Outcome = yield Attempt(request, deadline)
        pause = retries.pause(attempt, outcome)
        if not _is_repeated(call, outcome, is_lost) or attempt == retries.attempts or pause >= deadline.left:
            break
        is_lost = is_lost or may_have_been_executed(outcome)
        log.info("call repeated operation=%s attempt=%d reason=%s", call.operation, attempt, _reason(outcome))
        yield Pause(pause)
    if isinstance(outcome, httpx.RequestError):
        raise NoAnswer(f"{call.operation}: no answer in {attempt} attempts: {_reason(outcome)}") from outcome
    if is_lost and call.method == "DELETE" and outcome.status_code == 404:
        return httpx.Response(204, headers=outcome.headers, request=request)  # an earlier attempt has deleted it
    return outcome


def _is_repeated(call: Call[Any], outcome: Outcome, is_lost: bool) -> bool:
    """Whether to try again.

    A 409 after a lost answer, for a call with a key, says that our own earlier attempt is still running.
    """
    if is_lost and call.key and isinstance(outcome, httpx.Response) and outcome.status_code == 409:
        return True
    return is_worth_repeating(outcome, may_repeat=call.may_repeat)


def _with_token(request: httpx.Request, token: str) -> httpx.Request:
    request.headers["Authorization"] = f"Bearer {token}"
    return request


def _reason(outcome: Outcome) -> str:
    return str(outcome.status_code) if isinstance(outcome, httpx.Response) else type(outcome).__name__
