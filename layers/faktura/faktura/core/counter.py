"""Numbers without gaps: a counter advances only in the transaction that writes what it numbers."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from faktura.core.attributes import Item
from faktura.core.dynamo import Table, Write, WriteConflict, retry_on_conflict, transact


class Counter:
    """One sequence: an item of `table` whose `last` is the last number taken.

    The next number is guessed from the last one seen, so a single writer needs one call. A wrong guess costs one more
    call: the cancelled transaction returns the true value. A `start` above the counter raises it; one below changes
    nothing.
    """

    def __init__(self, table: Table, key: Item, start: int = 0) -> None:
        self._table, self._key, self._start = table, key, start
        self._last = start

    def catch_up(self) -> None:
        """Read the counter: with other writers around, one read is cheaper than a transaction that fails."""
        found = self._table.get(self._key)
        self._last = max(self._start, int(found["last"])) if found else self._start

    def number(self, writes: Callable[[range], Sequence[Write]], count: int = 1) -> range:
        """Commit `writes(numbers)` together with the next `count` numbers; `Unavailable` after 200 conflicts."""

        def take() -> range:
            numbers = self.next(count)
            transact([self.taking(numbers), *writes(numbers)])
            return self.taken(numbers)

        return retry_on_conflict(take)

    def next(self, count: int = 1) -> range:
        """The next numbers, as far as this process knows; the write of `taking` checks them."""
        return range(self._last + 1, self._last + 1 + count)

    def taking(self, numbers: range) -> Write:
        """The write that takes the numbers; the transaction fails with `WriteConflict` if they are not the next."""
        before = numbers[0] - 1
        unless_started = "attribute_not_exists(#last) OR #last < :before OR " if before == self._start else ""
        return self._table.updating(
            self._key,
            "SET #last = :after",
            {":after": Decimal(numbers[-1]), ":before": Decimal(before)},
            f"{unless_started}#last = :before",
            self._conflict,
            ExpressionAttributeNames={"#last": "last"},
        )

    def taken(self, numbers: range) -> range:
        """Remember the numbers that a transaction has taken."""
        self._last = numbers[-1]
        return numbers

    def _conflict(self, found: Item | None) -> WriteConflict:
        self._last = max(self._start, int(found["last"])) if found else self._start
        return WriteConflict()
