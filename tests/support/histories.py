"""How many events Step Functions writes into an execution's history, of which it allows 25,000.

The kinds of events are those of the API reference of GetExecutionHistory; the quota is that of the developer guide,
"Quotas related to state machine executions".
"""

from collections.abc import Mapping
from typing import Any

MAX_EVENTS = 25_000

_EXECUTION = 2
"""ExecutionStarted, and ExecutionSucceeded or another end."""

_STATE = 2
"""…StateEntered and …StateExited, the latter but for a Fail."""

_TRY = 3
"""LambdaFunctionScheduled, LambdaFunctionStarted and its end; of another service, TaskScheduled and so on."""

_MAP, _ITERATION = 2, 2
"""MapStateStarted and MapStateSucceeded; MapIterationStarted and its end."""

_DEFAULT_ATTEMPTS = 3

Definition = Mapping[str, Any]


def most_events(machine: Definition, items: Mapping[str, int], rounds: int = 1) -> int:
    """How many events an execution has if it passes every state `rounds` times and its tasks need all their tries.

    `items` says how many each Map has.
    """
    return _EXECUTION + rounds * _events(machine, items, tries=_most_tries)


def least_events(machine: Definition, items: Mapping[str, int], *, but: frozenset[str]) -> int:
    """How many events an execution has if it passes every state once, `but` those, and its tasks succeed at once."""
    return _EXECUTION + _events(machine, items, tries=lambda _: 1, but=but)


def _events(machine: Definition, items: Mapping[str, int], tries: Any, but: frozenset[str] = frozenset()) -> int:
    return sum(
        _STATE + _inner_events(name, state, items, tries, but)
        for name, state in machine["States"].items()
        if name not in but
    )


def _inner_events(name: str, state: Definition, items: Mapping[str, int], tries: Any, but: frozenset[str]) -> int:
    match state["Type"]:
        case "Task":
            return int(_TRY * tries(state))
        case "Map":
            return _MAP + items[name] * (_ITERATION + _events(state["ItemProcessor"], items, tries, but))
        case "Choice" | "Wait" | "Succeed" | "Fail" | "Pass":
            return 0
    raise LookupError(f"{state['Type']} is new: say here which events it has")


def _most_tries(state: Definition) -> int:
    """Each retrier counts its own attempts."""
    return 1 + sum(retrier.get("MaxAttempts", _DEFAULT_ATTEMPTS) for retrier in state.get("Retry", []))
