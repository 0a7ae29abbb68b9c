"""A limit on the CPU time that one uploaded file may take.

Limits on bytes or objects are not enough: a few megabytes can keep a Python parser busy for minutes.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_REPEAT_SECONDS = 0.05
"""The exception is raised again after this time, in case a bare `except` has swallowed it."""


class CpuLimitExceeded(BaseException):
    """The file takes too much CPU time. It is not an `Exception`, so no parser mistakes it for a bad file."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise `CpuLimitExceeded` when the block has used this much CPU time, including the system's.

    Only the main thread can be interrupted; in any other thread there is no limit. Lambda calls handlers in the main
    thread.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, _REPEAT_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise CpuLimitExceeded
