"""What one find may cost: the invoices it reads, their bytes, the values of theirs that it looks at, and the time."""

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from faktura.cases.errors import TooMuchToRead
from faktura.cases.keys import INDEXED
from faktura.core.dynamo import Page

MAX_SECONDS = 20
"""Of the whole find: the function may run for 28 s, and has to write its answer too."""

MAX_BYTES = 300_000_000
"""Of invoices read: the function has 1,769 MB for all that it does with them."""

MAX_VALUES = 3_000_000
"""Looked at. One takes 0.1 to 0.6 microseconds, so all of them at most 1.8 s of one core."""

MAX_SECONDS_LOOKING = 2
"""On a machine that is busy with other things too."""

_VALUES_BETWEEN_LOOKS = 20_000
"""At the clock: some 5 milliseconds."""


class Allowance:
    """What one find may still spend, whichever of its threads does."""

    def __init__(self, max_items: int) -> None:
        self._max_items = self._items = max_items
        self._bytes, self.values_left = MAX_BYTES, MAX_VALUES
        self._next_look = MAX_VALUES
        self._looked_at = defaultdict[str, int](int)
        self._lock = Lock()
        self._turn, self._turn_began = Lock(), time.monotonic()
        self._ends = self._turn_began + MAX_SECONDS
        self._seconds_left = float(MAX_SECONDS_LOOKING)

    def read(self, page: Page) -> None:
        """Take a page from it; `TooMuchToRead` where it is not enough."""
        size = sum(len(item.get("document", "").encode()) for item in page.items)
        with self._lock:
            self._items -= page.count
            self._bytes -= size
        if self._items < 0:
            raise _too_much("filters", f"read more than {self._max_items} invoices")
        if self._bytes < 0:
            raise _too_much("filters", f"read more than {MAX_BYTES // 1_000_000} MB")
        self._check()

    @contextmanager
    def looking(self) -> Iterator[None]:
        """One thread's turn to look at invoices; by turns they get as much done, and all of it is counted."""
        with self._turn:
            self._turn_began = time.monotonic()
            try:
                yield
            finally:
                self._seconds_left -= time.monotonic() - self._turn_began

    def look_at(self, values: int, path: str = "") -> None:
        """Take values from it that the part of the filters at `path`, or none in particular, is about to look at.

        `TooMuchToRead` where it is not enough names the part that has looked at most. Only while `looking`.
        """
        self.values_left -= values
        if path:
            self._looked_at[path] += values
        if self.values_left < self._next_look:
            self._next_look = max(0, self.values_left - _VALUES_BETWEEN_LOOKS)
            self._check(time.monotonic() - self._turn_began)

    def _check(self, seconds: float = 0) -> None:
        if self.values_left < 0 or seconds > self._seconds_left:
            most = max(self._looked_at, key=lambda path: self._looked_at[path], default="filters")
            limit = f"{MAX_VALUES} values of invoices, or for more than {MAX_SECONDS_LOOKING} seconds"
            raise _too_much(most, f"look at more than {limit}")
        if time.monotonic() > self._ends:
            raise _too_much("filters", f"read for more than {MAX_SECONDS} seconds")


def _too_much(target: str, reason: str) -> TooMuchToRead:
    *fields, last = INDEXED
    return TooMuchToRead(target, reason, f"{', '.join(fields)} or {last}")
