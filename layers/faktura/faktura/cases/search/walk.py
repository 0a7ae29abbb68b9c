"""Walks through stretches of an index, looking at each invoice; several ways there can be tried for the shortest."""

from collections.abc import Callable, Mapping, Sequence
from heapq import nlargest
from operator import itemgetter
from typing import Any

from faktura.cases.allowance import Allowance
from faktura.cases.index_reading import (
    Cursor,
    Found,
    Ranked,
    Reading,
    invoices,
)
from faktura.core.dynamo import Table

_STRIDE = 100
_FAR = 100_000


class Walk:
    """A walk through all of some stretches, looking at each invoice; it can be left off and gone on with."""

    def __init__(
        self,
        table: Table,
        allowance: Allowance,
        readings: Sequence[Reading],
        wanted: int,
        matches: Callable[[Mapping[str, Any]], bool],
    ) -> None:
        self._ahead = [(Cursor(table, allowance, reading), reading) for reading in reversed(readings)]
        self._allowance, self._wanted, self._matches = allowance, wanted, matches
        self._newest: list[Ranked] = []
        self._count = 0

    @property
    def has_ended(self) -> bool:
        """Whether nothing is left to be looked at."""
        return not self._ahead

    @property
    def found(self) -> Found:
        """What it has come by so far."""
        return Found(self._newest, self._count)

    def go_on(self, items: int) -> None:
        """Look at the next `items`, or, where fewer are left, at all of them."""
        while self._ahead and items > 0:
            cursor, reading = self._ahead[-1]
            page = cursor.page("document", "guid", Limit=items)
            items -= page.count
            matching = invoices(page, reading, self._allowance, self._matches)
            self._count += len(matching)
            self._newest = nlargest(self._wanted, [*self._newest, *matching], key=itemgetter(0))
            if cursor.has_ended:
                self._ahead.pop()

    def to_its_end(self) -> Found:
        """Go on to the end."""
        while self._ahead:
            self.go_on(_FAR)
        return self.found


def shortest(walks: Sequence[Walk]) -> Found:
    """What they all lead to, by one of them: the first, unless another proves to be less than a tenth of it.

    So the others cost at most a tenth of what the first one costs, and nothing where that is short.
    """
    first, *others = walks
    stride = _STRIDE
    while True:
        first.go_on(stride)
        if first.has_ended:
            return first.found
        for other in others:
            other.go_on(stride // (10 * len(others)))
            if other.has_ended:
                return other.found
        stride *= 2
