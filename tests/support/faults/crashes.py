"""Crashes at every AWS call of a run, before it and after it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from typing import Literal

from tests.support.faults.calls import (
    Answer,
    Call,
    Carry,
    intercepted,
)
from tests.support.faults.state import (
    Normalise,
    Stored,
    as_it_is,
    snapshot,
)

Side = Literal["before", "after"]


class Crash(BaseException):
    """The process is gone. No `except Exception` catches it, and it makes no further calls."""


@dataclass(frozen=True)
class CrashPoint:
    """Where a run crashed (its n-th call that counts, from 1), and the state a run without a crash leaves."""

    number: int
    side: Side
    call: Call
    undisturbed: list[Stored] = field(repr=False)


def crash_points(
    world: Callable[[], AbstractContextManager[object]],
    run: Callable[[], object],
    normalise: Normalise = as_it_is,
    *,
    acts_elsewhere: bool = False,
) -> Iterator[CrashPoint]:
    """Crash `run` wherever it leaves another state of AWS, each time in a fresh `world`, and yield inside that world.

    Only calls that may write count: a read leaves what was there, and a crash before a call leaves what a crash after
    the call before it has left. So the run crashes before the first of them, and after each. A run that also
    `acts_elsewhere` (writes files, sends requests) does so between calls: it crashes before and after every call, reads
    too. `world` makes a block with moto and the stores in it. The test then runs the event again and compares:

        for point in crash_points(world, deliver):
            deliver()
            assert snapshot() == point.undisturbed, point
    """
    counts = _any if acts_elsewhere else _may_write
    calls, undisturbed = _undisturbed(world, run, normalise, counts)
    if not calls:
        raise AssertionError("the run makes no call that counts")
    for number, call in enumerate(calls, start=1):
        for side in _SIDES if acts_elsewhere or number == 1 else _SIDES[1:]:
            with world():
                _crash(run, number, side, counts)
                yield CrashPoint(number, side, call, undisturbed)


_SIDES: tuple[Side, Side] = ("before", "after")

_READS = ("BatchGet", "Describe", "Get", "Head", "List", "Query", "Scan")
"""How the names of operations that change nothing begin, by AWS's convention. All others count as writes."""


def _any(call: Call) -> bool:
    return bool(call.url)


def _may_write(call: Call) -> bool:
    return bool(call.url) and not call.operation.startswith(_READS)


def _undisturbed(
    world: Callable[[], AbstractContextManager[object]],
    run: Callable[[], object],
    normalise: Normalise,
    counts: Callable[[Call], bool],
) -> tuple[list[Call], list[Stored]]:
    calls: list[Call] = []

    def note(call: Call, carry_out: Carry) -> Answer:
        if counts(call):
            calls.append(call)
        return carry_out()

    with world():
        with intercepted(note):
            run()
        return calls, snapshot(normalise)


def _crash(run: Callable[[], object], number: int, side: Side, counts: Callable[[Call], bool]) -> None:
    made = 0

    def around(call: Call, carry_out: Carry) -> Answer:
        nonlocal made
        if not call.url:
            return carry_out()
        made += counts(call)
        if made < number:
            return carry_out()
        if made == number and counts(call) and side == "after":
            carry_out()
        raise Crash(f"{side} {call}")

    with suppress(Crash), intercepted(around):
        run()
    if made < number:
        raise AssertionError(f"the run made {made} calls this time and never reached call {number}")
