"""Checks. A check is a function that raises if its fact does not hold. Its docstring states the fact."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from local.demo.caller import Answer, Service, TourError

_MAX_REASON_LENGTH = 400


class CheckFailed(Exception):
    """The fact does not hold. The text says what was expected and what was found."""


class Skipped(Exception):
    """The check cannot be made. The text says why."""


@dataclass(frozen=True)
class Options:
    """The operator's choice of checks that cost something or disturb others.

    `webhook_url` receives a webhook. `patience` is the wait for a scheduled job, in seconds. `flood` allows so many
    health checks at once that they are refused; AWS WAF may then refuse this address for minutes.
    """

    webhook_url: str = ""
    patience: float = 0.0
    flood: bool = False


Check = Callable[[Service, Options], None]


@dataclass(frozen=True)
class Outcome:
    """The result of one check."""

    kind: Literal["ok", "FAILED", "skipped"]
    fact: str
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.kind:<8} {self.fact}" + (f": {self.reason}" if self.reason else "")


def outcomes(checks: Iterable[Check], stack: Service, options: Options) -> Iterator[Outcome]:
    """Make one check after the other. A failed check does not stop the others."""
    for check in checks:
        fact = str(check.__doc__).partition("\n")[0].rstrip(".")
        try:
            check(stack, options)
        except Skipped as reason:
            yield Outcome("skipped", fact, str(reason))
        except (CheckFailed, TourError) as reason:
            yield Outcome("FAILED", fact, _line(str(reason)))
        except Exception as failure:  # a wrong answer can break a check anywhere
            yield Outcome("FAILED", fact, _line(f"{type(failure).__name__}: {failure}"))
        else:
            yield Outcome("ok", fact)


def expect(what: str, got: object, wanted: object) -> None:
    """Raise CheckFailed if the two differ."""
    if got != wanted:
        raise CheckFailed(f"{what}: expected {wanted!r}, got {got!r}")


def expect_error(answer: Answer, status: int, code: str) -> None:
    """Raise CheckFailed unless the answer is this error of Faktura, with the request's id in header and body."""
    expect("the status", answer.status, status)
    expect("Content-Type", answer.headers.get("Content-Type"), "application/json")
    expect("X-Content-Type-Options", answer.headers.get("X-Content-Type-Options"), "nosniff")
    body: Any = answer.json()
    expect("the error's code", body.get("error", {}).get("code"), code)
    if "requestId" in body:
        expect("the body's requestId, which x-request-id repeats", body["requestId"], answer.headers["x-request-id"])


def _line(text: str) -> str:
    return " ".join(text.split())[:_MAX_REASON_LENGTH]
