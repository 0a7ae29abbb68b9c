"""How benchmarks measure: in pairs with a peer, and on to the next figure where one cannot be measured."""

import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles
from typing import NoReturn

Measure = Callable[[], float]
"""Makes a new measurement at each call."""


class NotMeasured(Exception):
    """Says why a figure cannot be measured here: this machine lacks something, or is too slow for it."""


@dataclass(frozen=True)
class Pairs:
    """What was measured of us and of a peer, by turns: what slows the machine for a while slows both."""

    pairs: tuple[tuple[float, float], ...]

    @property
    def ours(self) -> float:
        """The median of ours."""
        return median(mine for mine, _ in self.pairs)

    @property
    def theirs(self) -> float:
        """The median of the peer's."""
        return median(other for _, other in self.pairs)

    @property
    def ratio(self) -> str:
        """The median of ours to the peer's, pair by pair, and between what the middle half of them lies."""
        low, middle, high = quantiles((mine / other for mine, other in self.pairs), method="inclusive")
        return f"{middle:.2f} x ({low:.2f} to {high:.2f})"


def paired(ours: Measure, theirs: Measure, rounds: int) -> Pairs:
    """Measure both by turns, two rounds at least; before them once each, which warms up and does not count."""
    ours(), theirs()
    return Pairs(tuple((ours(), theirs()) for _ in range(rounds)))


def run(figures: Mapping[str, Callable[[], None]]) -> NoReturn:
    """Print every figure; exit with 1 if one of them is broken, which one that cannot be measured is not."""
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
