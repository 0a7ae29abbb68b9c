"""Injected TransactionConflicts. DynamoDB raises them under contention, moto never does."""

import random
from collections.abc import Iterator
from contextlib import contextmanager

from moto.dynamodb.exceptions import ERROR_TYPE_PREFIX, DynamodbException, TransactionCanceledException

from local.dynamodb.operations import Operation

_MESSAGE = "Transaction is ongoing for the item"


class Conflicts:
    """Raises a conflict for a share `rate` of writes and transactions. The same seed selects the same calls."""

    def __init__(self, rate: float, seed: int) -> None:
        self._rate = rate
        self._chance = random.Random(seed)

    def meet(self, action: str, operations: list[Operation]) -> None:
        """Perhaps raise DynamoDB's error for an item in another transaction. Batches and reads never raise it."""
        transaction = action.startswith("transact_")
        if not transaction and action not in ("put_item", "update_item", "delete_item"):
            return
        if self._chance.random() >= self._rate:
            return
        if not transaction:
            raise DynamodbException(ERROR_TYPE_PREFIX + "TransactionConflictException", _MESSAGE)
        reasons: list[tuple[str | None, str | None, None]] = [(None, None, None)] * len(operations)
        reasons[self._chance.randrange(len(operations))] = ("TransactionConflict", _MESSAGE, None)
        raise TransactionCanceledException(reasons)


@contextmanager
def conflicting(rate: float, seed: int) -> Iterator[None]:
    """Inject conflicts inside the block, for example `with conflicting(rate=0.3, seed=7): ...`."""
    before = ongoing()
    set_conflicts(Conflicts(rate, seed))
    try:
        yield
    finally:
        set_conflicts(before)


def ongoing() -> Conflicts:
    """The current conflicts."""
    return _ongoing[-1]


def set_conflicts(conflicts: Conflicts) -> None:
    """Inject these conflicts from now on."""
    _ongoing[:] = [conflicts]


_ongoing = [Conflicts(rate=0.0, seed=0)]
