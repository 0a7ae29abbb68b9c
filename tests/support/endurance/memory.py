"""Memory of the functions' processes: that it does not grow once a process is warm.

The stack's own process is not judged: moto holds all items, objects and ended executions there, so it grows with them.
"""

import os
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression

from tests.support.endurance.background import repeating
from tests.support.local.kills import environment
from tests.support.local.stacks import Served

Sample = tuple[float, float]
"""A moment in seconds, and the resident memory in MB."""

MAX_GROWTH = 0.5
"""MB a minute. A leak of 1 MB a minute is twice this."""

WARM_SECONDS, _OBSERVED_MINUTES = 60.0, 2.0
"""A new process fills its caches and pools for the first minute; less than two further ones say nothing."""

_INTERVAL = 2.0
_PAGE = os.sysconf("SC_PAGE_SIZE") / 2**20
_NAME = b"AWS_LAMBDA_FUNCTION_NAME="


@dataclass(frozen=True)
class Growth:
    """How fast the memory of a function's processes grows: MB a minute, over so many minutes after they are warm."""

    rate: float
    minutes: float


def growth(samples: Sequence[Sample]) -> Growth:
    """The growth of one process, by least squares over its samples after it is warm."""
    warm = [(at, size) for at, size in samples if at - samples[0][0] >= WARM_SECONDS]
    if len(warm) < 2:
        return Growth(0, 0)
    rate = linear_regression(*zip(*warm, strict=True)).slope * 60
    return Growth(rate, (warm[-1][0] - warm[0][0]) / 60)


def mean(growths: Sequence[Growth]) -> Growth:
    """That of several processes of one function, each with the weight of its time."""
    minutes = sum(one.minutes for one in growths)
    return Growth(sum(one.rate * one.minutes for one in growths) / minutes if minutes else 0, minutes)


def leaks(by_function: Mapping[str, Growth]) -> list[str]:
    """The functions whose memory grows, and that were seen for long enough."""
    return [
        f"{name}: its memory grows by {one.rate:.2f} MB a minute, seen for {one.minutes:.1f} minutes"
        for name, one in sorted(by_function.items())
        if one.minutes >= _OBSERVED_MINUTES and one.rate > MAX_GROWTH
    ]


class Watch:
    """The samples of each process of the functions of a stack."""

    def __init__(self) -> None:
        self._samples: dict[tuple[str, int], list[Sample]] = defaultdict(list)

    def sample(self, stack: Served) -> None:
        """Note the memory of every process at this moment."""
        for process in runtimes(stack):
            with suppress(OSError, StopIteration):
                variables = environment(Path(f"/proc/{process}")).split(b"\0")
                name = next(one.removeprefix(_NAME).decode() for one in variables if one.startswith(_NAME))
                self._samples[name, process].append((time.monotonic(), resident(process)))

    def by_function(self) -> dict[str, Growth]:
        """The growth of each function, by the middle of its name: the logical id."""
        found = defaultdict[str, list[Growth]](list)
        for (name, _), samples in self._samples.items():
            found[name.split("-")[1]].append(growth(samples))
        return {name: mean(growths) for name, growths in found.items()}


@contextmanager
def watching(stack: Served) -> Iterator[Watch]:
    """Sample every few seconds until the block ends."""
    watch = Watch()
    with repeating(lambda: watch.sample(stack), lambda: _INTERVAL):
        yield watch


def resident(process: int) -> float:
    """The resident memory of a process in MB."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE


def runtimes(stack: Served) -> list[int]:
    """The processes in which this stack's functions run."""
    marks = (b"AWS_LAMBDA_RUNTIME_API=", f"AWS_ENDPOINT_URL={stack.aws_url}".encode())
    every = [(int(one.name), environment(one)) for one in Path("/proc").glob("[0-9]*")]
    return sorted(process for process, variables in every if all(mark in variables for mark in marks))
