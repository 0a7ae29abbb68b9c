"""Sleep without waiting: the back-off of botocore and of the product takes no real time."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch


@dataclass
class Slept:
    """Virtual seconds slept so far."""

    seconds: float = 0.0


@contextmanager
def virtual_sleep(
    packages: frozenset[str] = frozenset({"botocore", "faktura"}), pass_by: Callable[[float], object] = lambda _: None
) -> Iterator[Slept]:
    """`time.sleep` called from a module of `packages` returns at once and is added up; other calls really sleep.

    `pass_by` is called with each sleep, for a clock that follows the sleeps.
    """
    slept, really_sleep = Slept(), time.sleep

    def sleep(seconds: float) -> None:
        caller = sys._getframe(1).f_globals.get("__name__", "")
        if caller.partition(".")[0] in packages:
            slept.seconds += seconds
            pass_by(seconds)
        else:
            really_sleep(seconds)

    with patch("time.sleep", sleep):
        yield slept
