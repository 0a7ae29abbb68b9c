"""Numbers without gaps: the counter advances in the same transaction as what it numbers, or not at all."""

import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from random import uniform

from faktura.core.dynamo import Item, Table, Write, transact
from faktura.core.errors import Unavailable

_ATTEMPTS = 200


class _Behind(Exception):
    """Another writer took the number first; the counter stands at `last`."""

    def __init__(self, last: int) -> None:
        self.last = last


class Counter:
    """One sequence, an item of `table` with its last number in `last`.

    The next number is guessed from the last one seen, so a lone writer needs one call. A wrong guess costs one more:
    the cancelled transaction brings the true value back. A `start` above where the counter stands lifts it there; one
    below changes nothing.
    """

    def __init__(self, table: Table, key: Item, start: int = 0) -> None:
        self._table, self._key, self._start = table, key, start
        self._last = start

    def catch_up(self) -> None:
        """Look where the counter stands: one read instead of a transaction that fails, where others count too."""
        found = self._table.get(self._key)
        self._last = max(self._start, int(found["last"])) if found else self._start

    def number(self, writes: Callable[[range], Sequence[Write]], count: int = 1) -> range:
        """Commit `writes(numbers)` with the next `count` numbers; `Unavailable` after 200 lost races."""
        for attempt in range(_ATTEMPTS):
            numbers = range(self._last + 1, self._last + 1 + count)
            try:
                transact([self._advance(numbers), *writes(numbers)])
            except _Behind as behind:
                self._last = behind.last
                time.sleep(uniform(0, min(0.25, 0.002 * 2 ** min(attempt, 10))))
            else:
                self._last = numbers[-1]
                return numbers
        raise Unavailable

    def _advance(self, numbers: range) -> Write:
        before = numbers[0] - 1
        unless_started = "attribute_not_exists(#last) OR #last < :before OR " if before == self._start else ""
        return self._table.updating(
            self._key,
            "SET #last = :after",
            {":after": Decimal(numbers[-1]), ":before": Decimal(before)},
            f"{unless_started}#last = :before",
            lambda found: _Behind(max(self._start, int(found["last"])) if found else self._start),
            ExpressionAttributeNames={"#last": "last"},
        )
