"""Work that a thread repeats beside the traffic, and waiting for work to end."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread


@contextmanager
def repeating(act: Callable[[], object], pause: Callable[[], float]) -> Iterator[None]:
    """Act until the block ends, each time after a pause of so many seconds."""
    over = Event()

    def act_on() -> None:
        while not over.wait(pause()):
            act()

    actor = Thread(target=act_on)
    actor.start()
    try:
        yield
    finally:
        over.set()
        actor.join()


def await_quietly(is_over: Callable[[], bool], seconds: float) -> None:
    """Wait until work is over, or the time: what is not over then, the audit names."""
    deadline = time.monotonic() + seconds
    while not is_over() and time.monotonic() < deadline:
        time.sleep(0.5)
