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
    """Where a run crashed (its n-th call, from 1), and the state a run without a crash leaves."""

    number: int
    side: Side
    call: Call
    undisturbed: list[Stored] = field(repr=False)


def crash_points(
    world: Callable[[], AbstractContextManager[object]],
    run: Callable[[], object],
    normalise: Normalise = as_it_is,
) -> Iterator[CrashPoint]:
    """Crash `run` before and after each of its AWS calls, each time in a fresh `world`, and yield inside that world.

    `world` makes a block with moto and the stores in it. The test then runs the event again and compares:

        for point in crash_points(world, deliver):
            deliver()
            assert snapshot() == point.undisturbed, point
    """
    calls, undisturbed = _undisturbed(world, run, normalise)
    for number, call in enumerate(calls, start=1):
        for side in _SIDES:
            with world():
                _crash(run, number, side)
                yield CrashPoint(number, side, call, undisturbed)


_SIDES: tuple[Side, Side] = ("before", "after")


def _undisturbed(
    world: Callable[[], AbstractContextManager[object]], run: Callable[[], object], normalise: Normalise
) -> tuple[list[Call], list[Stored]]:
    calls: list[Call] = []

    def note(call: Call, carry_out: Carry) -> Answer:
        if call.url:
            calls.append(call)
        return carry_out()

    with world():
        with intercepted(note):
            run()
        return calls, snapshot(normalise)


def _crash(run: Callable[[], object], number: int, side: Side) -> None:
    made = 0

    def around(call: Call, carry_out: Carry) -> Answer:
        nonlocal made
        if not call.url:
            return carry_out()
        made += 1
        if made < number:
            return carry_out()
        if made == number and side == "after":
            carry_out()
        raise Crash(f"{side} {call}")

    with suppress(Crash), intercepted(around):
        run()
    if made < number:
        raise AssertionError(f"the run made {made} calls this time and never reached call {number}")
