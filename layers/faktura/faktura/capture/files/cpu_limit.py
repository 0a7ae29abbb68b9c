"""A bound on the CPU time that a stranger's file may take.

No count of bytes or objects gives one: a parser in Python can be kept busy for minutes by a few megabytes.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN = 0.05
"""Seconds after which it is raised once more, should a bare `except` have swallowed it."""


class TooMuchCpuError(BaseException):
    """No `Exception`, so that no parser takes it for an oddity of the file."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """`TooMuchCpuError` once the process has computed for so long within, the system's work for it included.

    Lambda calls handlers in the main thread.

    Other threads cannot be interrupted, so there it bounds nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TooMuchCpuError
