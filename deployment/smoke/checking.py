"""What a check is: a function that raises where its fact does not hold; its docstring says the fact."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from local.demo.caller import Answer, Service, TourError

_LONGEST_REASON = 400


class Wrong(Exception):
    """The fact does not hold; the text says what was expected, and what came."""


class Skipped(Exception):
    """The check cannot be made; the text says why."""


@dataclass(frozen=True)
class Asked:
    """What the operator asks to be checked, beyond what costs nothing and bothers nobody.

    `webhook_url` receives a webhook, if there is one; `patience` is how many seconds a scheduled job is waited for;
    `flood` allows so many health checks at once that they are refused, and with AWS WAF this address for minutes.
    """

    webhook_url: str = ""
    patience: float = 0.0
    flood: bool = False


Check = Callable[[Service, Asked], None]


@dataclass(frozen=True)
class Outcome:
    """What became of one check."""

    kind: Literal["ok", "FAILED", "skipped"]
    fact: str
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.kind:<8} {self.fact}" + (f": {self.reason}" if self.reason else "")


def outcomes(checks: Iterable[Check], stack: Service, asked: Asked) -> Iterator[Outcome]:
    """Make one check after the other; none stops the others."""
    for check in checks:
        fact = str(check.__doc__).partition("\n")[0].rstrip(".")
        try:
            check(stack, asked)
        except Skipped as reason:
            yield Outcome("skipped", fact, str(reason))
        except (Wrong, TourError) as reason:
            yield Outcome("FAILED", fact, _line(str(reason)))
        except Exception as failure:  # a wrong answer can break a check at any place
            yield Outcome("FAILED", fact, _line(f"{type(failure).__name__}: {failure}"))
        else:
            yield Outcome("ok", fact)


def expect(what: str, got: object, wanted: object) -> None:
    """Raise Wrong where the two differ."""
    if got != wanted:
        raise Wrong(f"{what}: expected {wanted!r}, got {got!r}")


def expect_refusal(answer: Answer, status: int, code: str) -> None:
    """Raise Wrong where it is no refusal in our words, with the request's id in header and body."""
    expect("the status", answer.status, status)
    expect("Content-Type", answer.headers.get("Content-Type"), "application/json")
    expect("X-Content-Type-Options", answer.headers.get("X-Content-Type-Options"), "nosniff")
    body: Any = answer.json()
    expect("the error's code", body.get("error", {}).get("code"), code)
    if "requestId" in body:
        expect("the body's requestId, which x-request-id repeats", body["requestId"], answer.headers["x-request-id"])


def _line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_REASON]
