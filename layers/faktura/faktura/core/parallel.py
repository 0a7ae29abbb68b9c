"""Many small AWS calls, several at a time."""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from itertools import count, islice
from random import uniform
from typing import TypeVar

from botocore.exceptions import ClientError

from faktura.core.aws import CONNECTIONS
from faktura.core.clock import Deadline, DeadlinePassed
from faktura.core.throttles import is_throttle

T = TypeVar("T")
R = TypeVar("R")

_MAX_WAIT_SECONDS = 2.0
"""Between two tries of an item that AWS throttles; the reserve after a deadline has room for it."""


def each(
    work: Callable[[T], R], items: Iterable[T], deadline: Deadline | None = None, at_once: int = CONNECTIONS
) -> list[R]:
    """Return the results of `work` in the order of the items. `DeadlinePassed` for items after the deadline.

    A failed item does not stop the others; the first failure is raised after all of them. Work on an item begins while
    `items` yields the next ones. With a deadline, an item that AWS throttles is not failed: it waits its turn, because
    a busy partition serves all items in the end, and a worker that gives up repeats what it has done.
    """

    def in_time(item: T) -> R:
        for attempt in count():
            if deadline and deadline.has_passed:
                raise DeadlinePassed
            try:
                return work(item)
            except ClientError as fault:
                if deadline is None or not is_throttle(fault):
                    raise
            time.sleep(uniform(0, min(_MAX_WAIT_SECONDS, 0.1 * 2 ** min(attempt, 10))))
        raise AssertionError  # the count has no end

    with ThreadPoolExecutor(at_once) as threads:
        calls = [threads.submit(copy_context().run, in_time, item) for item in items]
    return [call.result() for call in calls]


def in_batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the items in lists of `size`; the last list has the rest."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch
