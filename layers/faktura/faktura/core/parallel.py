"""Many small calls of AWS, some at a time."""

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
    """What `work` returns for each item, in their order. After the deadline none is begun: `DeadlinePassed`.

    An item that fails keeps none of the others from being done; the first failure is raised after them. An item is
    worked on while `items` makes the next ones.
    """

    def in_time(item: T) -> R:
        if deadline and deadline.has_passed:
            raise DeadlinePassed
        return work(item)

    with ThreadPoolExecutor(at_once) as threads:
        calls = [threads.submit(copy_context().run, in_time, item) for item in items]
    return [call.result() for call in calls]


def few_by_few(items: Iterable[T], most: int) -> Iterator[list[T]]:
    """The items in lists of `most`, the last one of what is left."""
    left = iter(items)
    while few := list(islice(left, most)):
        yield few
