"""Numbers without gaps: the counter advances in the same transaction as what it numbers, or not at all."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from faktura.core.dynamo import Item, Table, Write, WriteConflict, retry_on_conflict, transact


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

        def take() -> range:
            numbers = self.next(count)
            transact([self.taking(numbers), *writes(numbers)])
            return self.taken(numbers)

        return retry_on_conflict(take)

    def next(self, count: int = 1) -> range:
        """The numbers that are next by all that is known here; `taking` finds out."""
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
            self._outrun,
            ExpressionAttributeNames={"#last": "last"},
        )

    def taken(self, numbers: range) -> range:
        """Remember that a transaction took the numbers."""
        self._last = numbers[-1]
        return numbers

    def _outrun(self, found: Item | None) -> WriteConflict:
        self._last = max(self._start, int(found["last"])) if found else self._start
        return WriteConflict()
