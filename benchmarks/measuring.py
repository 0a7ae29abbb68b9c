"""Measures figures in pairs with a peer. A figure that cannot be measured does not stop the next one."""

import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles
from typing import NoReturn

Measure = Callable[[], float]
"""Returns a new measurement for each call."""


class NotMeasured(Exception):
    """A figure cannot be measured on this machine. The text says why."""


@dataclass(frozen=True)
class Pairs:
    """Alternating measurements of Faktura and of a peer. A machine that slows down for a while slows both."""

    pairs: tuple[tuple[float, float], ...]

    @property
    def ours(self) -> float:
        """The median of Faktura's measurements."""
        return median(mine for mine, _ in self.pairs)

    @property
    def theirs(self) -> float:
        """The median of the peer's measurements."""
        return median(other for _, other in self.pairs)

    @property
    def ratio(self) -> str:
        """The median ratio of Faktura's to the peer's measurement, and the range of the middle half."""
        low, middle, high = quantiles((mine / other for mine, other in self.pairs), method="inclusive")
        return f"{middle:.2f} x ({low:.2f} to {high:.2f})"


def paired(ours: Measure, theirs: Measure, rounds: int) -> Pairs:
    """Measure both alternately, at least two rounds, after one measurement each to warm up."""
    ours(), theirs()
    return Pairs(tuple((ours(), theirs()) for _ in range(rounds)))


def run(figures: Mapping[str, Callable[[], None]]) -> NoReturn:
    """Print every figure. Exit with 1 if one of them failed. A figure that cannot be measured is not a failure."""
    broken = False
    for name, figure in figures.items():
        try:
            figure()
        except NotMeasured as reason:
            print(f"{name}: not measured, because {reason}")
        except Exception:
            broken = True
            print(f"{name}: broken")
            traceback.print_exc()
        sys.stdout.flush()
    sys.exit(1 if broken else 0)
