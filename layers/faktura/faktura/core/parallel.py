"""Many small calls of AWS, some at a time."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from faktura.core.aws import CONNECTIONS
from faktura.core.clock import Deadline

T = TypeVar("T")
R = TypeVar("R")


class DeadlinePassed(Exception):
    """The time was up before everything was begun."""


def each(work: Callable[[T], R], items: Iterable[T], deadline: Deadline) -> list[R]:
    """What `work` returns for each item, in their order. After the deadline none is begun: `DeadlinePassed`.

    An item that fails keeps none of the others from being done; the first failure is raised after them.
    """

    def in_time(item: T) -> R:
        if deadline.has_passed:
            raise DeadlinePassed
        return work(item)

    with ThreadPoolExecutor(CONNECTIONS) as threads:
        calls = [threads.submit(in_time, item) for item in items]
    return [call.result() for call in calls]
