"""Walks through index ranges that evaluate each invoice, and the choice of the shortest of several walks."""

from collections.abc import Callable, Mapping, Sequence
from heapq import nlargest
from operator import itemgetter
from typing import Any

from faktura.cases.search.budget import Budget
from faktura.cases.search.index_range import Cursor, Found, Ranked, matching_invoices

_FIRST_STRIDE = 100
_FULL_STRIDE = 100_000


class Walk:
    """A walk through index ranges, which can be interrupted and continued."""

    def __init__(
        self, cursors: Sequence[Cursor], budget: Budget, wanted: int, matches: Callable[[Mapping[str, Any]], bool]
    ) -> None:
        self._ahead = list(reversed(cursors))
        self._budget, self._wanted, self._matches = budget, wanted, matches
        self._newest: list[Ranked] = []
        self._count = 0

    @property
    def has_ended(self) -> bool:
        """Whether nothing is left to read."""
        return not self._ahead

    @property
    def found(self) -> Found:
        """What it has found so far."""
        return Found(self._newest, self._count)

    def go_on(self, items: int) -> None:
        """Evaluate the next `items`, or all that are left if there are fewer."""
        while self._ahead and items > 0:
            cursor = self._ahead[-1]
            page = cursor.page("document", "guid", limit=items)
            items -= len(page)
            matching = matching_invoices(page, cursor.range, self._budget, self._matches)
            self._count += len(matching)
            self._newest = nlargest(self._wanted, [*self._newest, *matching], key=itemgetter(0))
            if cursor.has_ended:
                self._ahead.pop()

    def to_end(self) -> Found:
        """Go on to the end."""
        while self._ahead:
            self.go_on(_FULL_STRIDE)
        return self.found


def found_by_shortest(walks: Sequence[Walk]) -> Found:
    """The result, which is the same for each walk: from the first, unless another is less than a tenth as long.

    So the others cost at most a tenth of the first, and nothing if the first is short.
    """
    first, *others = walks
    stride = _FIRST_STRIDE
    while True:
        first.go_on(stride)
        if first.has_ended:
            return first.found
        for other in others:
            other.go_on(stride // (10 * len(others)))
            if other.has_ended:
                return other.found
        stride *= 2
