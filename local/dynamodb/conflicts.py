"""TransactionConflicts, which AWS raises under contention and moto never: injected by seed."""

import random
from collections.abc import Iterator
from contextlib import contextmanager

from moto.dynamodb.exceptions import ERROR_TYPE_PREFIX, DynamodbException, TransactionCanceledException

from local.dynamodb.operations import Operation

_MESSAGE = "Transaction is ongoing for the item"


class Conflicts:
    """Meets a share `rate` of the writes and transactions with a conflict; the same seed meets the same calls."""

    def __init__(self, rate: float, seed: int) -> None:
        self._rate = rate
        self._chance = random.Random(seed)

    def meet(self, action: str, operations: list[Operation]) -> None:
        """Raise what DynamoDB raises when another transaction holds an item of this call; batches and reads never."""
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
    """Meet calls with conflicts inside the block, e.g. `with conflicting(rate=0.3, seed=7): ...`."""
    before = ongoing()
    set_conflicts(Conflicts(rate, seed))
    try:
        yield
    finally:
        set_conflicts(before)


def ongoing() -> Conflicts:
    """The conflicts calls meet now."""
    return _ongoing[-1]


def set_conflicts(conflicts: Conflicts) -> None:
    """Let calls meet these conflicts from now on."""
    _ongoing[:] = [conflicts]


_ongoing = [Conflicts(rate=0.0, seed=0)]
