"""Many small AWS calls, several at a time."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from itertools import islice
from typing import TypeVar

from faktura.core.aws import CONNECTIONS
from faktura.core.clock import Deadline, DeadlinePassed

T = TypeVar("T")
R = TypeVar("R")


def each(
    work: Callable[[T], R], items: Iterable[T], deadline: Deadline | None = None, at_once: int = CONNECTIONS
) -> list[R]:
    """Return the results of `work` in the order of the items. `DeadlinePassed` for items after the deadline.

    A failed item does not stop the others; the first failure is raised after all of them. Work on an item begins while
    `items` yields the next ones.
    """

    def in_time(item: T) -> R:
        if deadline and deadline.has_passed:
            raise DeadlinePassed
        return work(item)

    with ThreadPoolExecutor(at_once) as threads:
        calls = [threads.submit(copy_context().run, in_time, item) for item in items]
    return [call.result() for call in calls]


def in_batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the items in lists of `size`; the last list has the rest."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch
