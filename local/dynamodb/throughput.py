"""Throttling: the units a second that a table, an index and each partition key value of them carry.

Sources: developer guide, "Burst and adaptive capacity", "Initial throughput and scaling properties" and "Diagnosing
throttling"; API reference, "ThrottlingReason".

- A partition carries 1,000 write and 3,000 read units a second. DynamoDB may split a busy one; it promises nothing, and
  cannot split one key, or keys that only grow. So here a partition key value never gets more than one partition.
- A new on-demand table, and each of its indexes, carries 4,000 write and 12,000 read units a second. DynamoDB doubles
  that as the load grows, up to the account's quota of 40,000 each. Here it stays as it is set.
- What was not used is kept for bursts: up to 300 seconds of a table's, one second of a partition's.
- A call is admitted while every bucket that it takes from has something left, and may leave a debt. So each long-run
  rate is exact, and no call is too large for ever. A throttled call takes nothing.
- An index that is throttled throttles the write to its table. On AWS that comes a little later.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from moto.dynamodb.exceptions import ERROR_TYPE_PREFIX, DynamodbException, TransactionCanceledException
from moto.dynamodb.models.table import Table
from moto.dynamodb.models.utilities import dynamo_json_dump

from local.dynamodb.capacity import Consumed
from local.token_bucket import TokenBucket

Kind = Literal["Read", "Write"]

QUOTA = 40_000
"""Read units, and write units, a second of an on-demand table by the account's default quota."""

_CURRENT = "Throughput exceeds the current capacity of your table or index. Please try again shortly."
_PROVISIONED = "The level of configured provisioned throughput for the table or index was exceeded."
_ACCOUNT = "Throughput exceeds the current throughput limit for your account."


@dataclass(frozen=True)
class Limits:
    """Units a second of one partition key value and of one table or index, and the seconds of burst of each."""

    partition_write: float = 1_000
    partition_read: float = 3_000
    table_write: float = 4_000
    table_read: float = 12_000
    partition_burst: float = 1
    table_burst: float = 300

    def of(self, kind: Kind, is_partition: bool) -> tuple[float, float]:
        """Units a second, and seconds of burst."""
        if is_partition:
            return self.partition_read if kind == "Read" else self.partition_write, self.partition_burst
        return self.table_read if kind == "Read" else self.table_write, self.table_burst


NEW_TABLE = Limits()
GROWN_TABLE = Limits(table_write=QUOTA, table_read=QUOTA)
"""A table whose load has grown to the account's quota."""

NAMED = {"new": NEW_TABLE, "grown": GROWN_TABLE}


@dataclass(frozen=True)
class Throttle:
    """Why a call is throttled: DynamoDB's reason (`IndexWriteKeyRangeThroughputExceeded`), the index or none."""

    reason: str
    index: str

    def error(self, table: Table) -> DynamodbException:
        """The error of a call that is no transaction."""
        code, message, member = self._error(table)
        resource = table.table_arn + (f"/index/{self.index}" if self.index else "")
        error = DynamodbException(ERROR_TYPE_PREFIX + code, message)
        reasons = [{"reason": self.reason, "resource": resource}]
        error.description = dynamo_json_dump({"__type": error.error_type, "message": message, member: reasons})
        return error

    def cancellation(self, table: Table) -> tuple[str, str, None]:
        """The reason of a cancelled transaction."""
        code, message, _ = self._error(table)
        names = {"ProvisionedThroughputExceededException": "ProvisionedThroughputExceeded"}
        return names.get(code, "ThrottlingError"), message, None

    def _error(self, table: Table) -> tuple[str, str, str]:
        if self.reason.endswith("AccountLimitExceeded"):
            return "RequestLimitExceeded", _ACCOUNT, "ThrottlingReasons"
        if table.billing_mode == "PAY_PER_REQUEST":
            return "ThrottlingException", _CURRENT, "throttlingReasons"
        return "ProvisionedThroughputExceededException", _PROVISIONED, "ThrottlingReasons"


@dataclass(frozen=True)
class _Demand:
    """Units that an operation takes from one bucket: of a table or index, or of one of its partitions."""

    table: str
    index: str
    partition: str | None
    kind: Kind
    units: float


class Throughput:
    """The buckets of all tables, indexes and partition key values. Not thread-safe: the shim's lock is held."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits, self._clock = limits, clock
        self._buckets: dict[tuple[str, str, str | None, Kind], TokenBucket] = {}
        self.throttled: dict[str, int] = {}
        """How many operations were throttled, by reason."""

    def throttle(self, consumed: Consumed) -> Throttle | None:
        """Why the operation is throttled now; `None` if it is admitted. It takes nothing."""
        for demand in _demands(consumed):
            if self._bucket(demand).left <= 0:
                place = "Index" if demand.index else "Table"
                reason = f"{place}{demand.kind}{self._limit(demand)}"
                self.throttled[reason] = self.throttled.get(reason, 0) + 1
                return Throttle(reason, demand.index)
        return None

    def take(self, consumed: Consumed) -> None:
        """Take what the operation consumes."""
        for demand in _demands(consumed):
            self._bucket(demand).take(demand.units)

    def spend(self, action: str, tables: Sequence[Table], consumed: Sequence[Consumed]) -> None:
        """Take what a call consumes, or raise DynamoDB's error and take nothing."""
        throttles = [self.throttle(one) for one in consumed]
        for table, throttle in zip(tables, throttles, strict=True):
            if throttle and not action.startswith("transact_"):
                raise throttle.error(table)
        if any(throttles):
            pairs = zip(tables, throttles, strict=True)
            raise TransactionCanceledException(
                [throttle.cancellation(table) if throttle else (None, None, None) for table, throttle in pairs]
            )
        for one in consumed:
            self.take(one)

    def _limit(self, demand: _Demand) -> str:
        """A table that has not grown yet is throttled by its partitions, too."""
        rate, _ = self._limits.of(demand.kind, is_partition=False)
        is_quota = demand.partition is None and rate >= QUOTA
        return "AccountLimitExceeded" if is_quota else "KeyRangeThroughputExceeded"

    def _bucket(self, demand: _Demand) -> TokenBucket:
        place = (demand.table, demand.index, demand.partition, demand.kind)
        if place not in self._buckets:
            rate, burst = self._limits.of(demand.kind, demand.partition is not None)
            self._buckets[place] = TokenBucket(rate, rate * burst, self._clock)
        return self._buckets[place]


@contextmanager
def limited(limits: Limits, clock: Callable[[], float] = time.monotonic) -> Iterator[Throughput]:
    """Throttle DynamoDB inside the block, by this clock."""
    before, throughput = current(), Throughput(limits, clock)
    limit_throughput(throughput)
    try:
        yield throughput
    finally:
        limit_throughput(before)


def current() -> Throughput | None:
    """What limits DynamoDB now; `None` if nothing does."""
    return _current[-1]


def limit_throughput(throughput: Throughput | None) -> None:
    """Limit DynamoDB from now on."""
    _current[:] = [throughput]


def _demands(consumed: Consumed) -> Iterator[_Demand]:
    for share in consumed.shares:
        for kind, units in (("Read", share.read), ("Write", share.write)):
            if units:
                yield _Demand(consumed.table, share.index, share.partition, kind, units)  # type: ignore[arg-type]
                yield _Demand(consumed.table, share.index, None, kind, units)  # type: ignore[arg-type]


_current: list[Throughput | None] = [None]
