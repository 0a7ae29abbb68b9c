"""The budget of one search: the invoices it reads, their bytes, the values it compares, and time."""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Any

from faktura.cases.errors import SearchTooCostly
from faktura.cases.keys import INDEXED

MAX_SECONDS = 20
"""Of the whole search. The function may run for 28 s, and has to write its response too."""

MAX_BYTES = 300_000_000
"""Of the invoices read. The function has 1,769 MB for all it does with them."""

MAX_VALUES = 3_000_000
"""Values compared. One takes 0.1 to 0.6 microseconds, so all take at most 1.8 s of one core."""

MAX_EVALUATION_SECONDS = 2
"""On a machine that is busy with other work too."""

_VALUES_BETWEEN_CLOCK_CHECKS = 20_000
"""About 5 milliseconds."""


class Budget:
    """What is left of one search's budget, which all of its threads share."""

    def __init__(self, max_items: int) -> None:
        self._max_items = self._items_left = max_items
        self._bytes_left, self.values_left = MAX_BYTES, MAX_VALUES
        self._next_clock_check = MAX_VALUES
        self._spent = defaultdict[str, int](int)
        self._lock = Lock()
        self._turn, self._turn_began = Lock(), time.monotonic()
        self._ends = self._turn_began + MAX_SECONDS
        self._seconds_left = float(MAX_EVALUATION_SECONDS)

    def spend_page(self, count: int, items: Iterable[Mapping[str, Any]]) -> None:
        """Spend `count` invoices read, and the bytes of the returned `items`; `SearchTooCostly` if too few are left."""
        size = sum(len(item.get("document", "").encode()) for item in items)
        with self._lock:
            self._items_left -= count
            self._bytes_left -= size
        if self._items_left < 0:
            raise _too_costly("filters", f"read more than {self._max_items} invoices")
        if self._bytes_left < 0:
            raise _too_costly("filters", f"read more than {MAX_BYTES // 1_000_000} MB")
        self._check()

    @contextmanager
    def evaluation(self) -> Iterator[None]:
        """One thread's turn to evaluate filters. Taking turns is as fast, and counts the time of every thread."""
        with self._turn:
            self._turn_began = time.monotonic()
            try:
                yield
            finally:
                self._seconds_left -= time.monotonic() - self._turn_began

    def spend_values(self, values: int, path: str = "") -> None:
        """Spend values before they are compared, within `evaluation`. `path` is the part of the filters to blame.

        `SearchTooCostly` if too little is left; it names the part that has compared most.
        """
        self.values_left -= values
        if path:
            self._spent[path] += values
        if self.values_left < self._next_clock_check:
            self._next_clock_check = max(0, self.values_left - _VALUES_BETWEEN_CLOCK_CHECKS)
            self._check(time.monotonic() - self._turn_began)

    def _check(self, seconds: float = 0) -> None:
        if self.values_left < 0 or seconds > self._seconds_left:
            costliest = max(self._spent, key=lambda path: self._spent[path], default="filters")
            limit = f"{MAX_VALUES} values, or take more than {MAX_EVALUATION_SECONDS} seconds to compare them"
            raise _too_costly(costliest, f"compare more than {limit}")
        if time.monotonic() > self._ends:
            raise _too_costly("filters", f"read for more than {MAX_SECONDS} seconds")


def _too_costly(target: str, reason: str) -> SearchTooCostly:
    *fields, last = INDEXED
    return SearchTooCostly(target, reason, f"{', '.join(fields)} or {last}")
