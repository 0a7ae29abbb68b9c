"""DynamoDB as Faktura uses it: plain items, and transactions whose writes say what their failure means.

Competing writers meet a condition, not a lock. `retry_on_conflict` is the one way to handle a lost race.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import uniform
from typing import Any, TypeVar
from uuid import uuid4

from botocore.exceptions import ClientError

from faktura.core.attributes import Item, marshalled, plain
from faktura.core.aws import client
from faktura.core.errors import Unavailable

T = TypeVar("T")

_ATTEMPTS = 12
_MAX_CONFLICTS = 200
_BATCH = 100
_PASSING = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}


@dataclass(frozen=True)
class Write:
    """One write of a transaction. `otherwise` makes the error to raise if its condition fails, from the item found."""

    action: str
    request: Mapping[str, Any]
    otherwise: Callable[[Item | None], Exception] | None = None


class WriteConflict(Exception):
    """Another writer was first, so what was read is out of date."""


def retry_on_conflict(work: Callable[[], T]) -> T:
    """Run `work` (read, decide, write) until it raises no `WriteConflict`; `Unavailable` after 200 conflicts."""
    for attempt in range(_MAX_CONFLICTS):
        try:
            return work()
        except WriteConflict:
            time.sleep(uniform(0, min(0.25, 0.002 * 2 ** min(attempt, 10))))
    raise Unavailable


@dataclass(frozen=True)
class Page:
    """One page of a query: its items (none if only counted), how many were read, and the key to continue from."""

    items: list[dict[str, Any]]
    count: int
    next: Item | None


class Table:
    """One table, by name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def get(self, key: Item) -> dict[str, Any] | None:
        """The item at `key`, read consistently; `None` if there is none."""
        found = client("dynamodb").get_item(TableName=self.name, Key=marshalled(key), ConsistentRead=True)
        return plain(found["Item"]) if "Item" in found else None

    def get_many(self, keys: Iterable[Item], **terms: Any) -> list[dict[str, Any]]:
        """The items that exist at `keys` (all different), read consistently, 100 a call, in no particular order."""
        found: list[dict[str, Any]] = []
        wanted, tries = [marshalled(key) for key in keys], 0
        while wanted:
            batch = wanted[:_BATCH]
            request = {self.name: {"Keys": batch, "ConsistentRead": True, **terms}}
            answer = client("dynamodb").batch_get_item(RequestItems=request)
            left = answer["UnprocessedKeys"].get(self.name, {}).get("Keys", [])
            tries = tries + 1 if len(left) == len(batch) else 0
            if tries == _ATTEMPTS:
                raise Unavailable
            found += map(plain, answer["Responses"][self.name])
            wanted = left + wanted[_BATCH:]
            if left:
                _pause(tries)
        return found

    def put(self, item: Item, condition: str = "", values: Item | None = None) -> bool:
        """Store `item`; false if the condition did not hold."""
        request = {"TableName": self.name, "Item": marshalled(item), **_condition(condition, values)}
        return _unless_refused(client("dynamodb").put_item, request) is not None

    def update(self, key: Item, update: str, values: Item, condition: str = "", **terms: Any) -> dict[str, Any] | None:
        """Change the item at `key` and return it; `None` if the condition did not hold."""
        request = {"TableName": self.name, "Key": marshalled(key), "UpdateExpression": update}
        request |= _condition(condition, values, ReturnValues="ALL_NEW", **terms)
        answer = _unless_refused(client("dynamodb").update_item, request)
        return plain(answer["Attributes"]) if answer else None

    def query(self, condition: str, values: Item, index: str = "", **terms: Any) -> Iterator[dict[str, Any]]:
        """Every item that meets a key condition, page after page."""
        request = {"TableName": self.name, "KeyConditionExpression": condition, **terms}
        request["ExpressionAttributeValues"] = marshalled(values)
        if index:
            request["IndexName"] = index
        for page in client("dynamodb").get_paginator("query").paginate(**request):
            yield from map(plain, page["Items"])

    def page(self, condition: str, values: Item, index: str = "", **terms: Any) -> Page:
        """One page of the items that meet a key condition; `ExclusiveStartKey` takes the `next` of an earlier page."""
        request = {"TableName": self.name, "KeyConditionExpression": condition, **terms}
        request["ExpressionAttributeValues"] = marshalled(values)
        if index:
            request["IndexName"] = index
        found = client("dynamodb").query(**request)
        items = [plain(item) for item in found.get("Items", [])]
        return Page(items, found["ScannedCount"], found.get("LastEvaluatedKey"))

    def putting(
        self, item: Item, condition: str = "", values: Item | None = None, otherwise: Any = None, **terms: Any
    ) -> Write:
        """A put in a transaction."""
        request = {"TableName": self.name, "Item": marshalled(item), **_condition(condition, values, **terms)}
        return Write("Put", request, otherwise)

    def updating(
        self, key: Item, update: str, values: Item, condition: str = "", otherwise: Any = None, **terms: Any
    ) -> Write:
        """The update of a transaction; `values` serve the update and its condition."""
        request = {"TableName": self.name, "Key": marshalled(key), "UpdateExpression": update}
        return Write("Update", request | _condition(condition, values, **terms), otherwise)

    def deleting(
        self, key: Item, condition: str = "", values: Item | None = None, otherwise: Any = None, **terms: Any
    ) -> Write:
        """A delete in a transaction."""
        request = {"TableName": self.name, "Key": marshalled(key), **_condition(condition, values, **terms)}
        return Write("Delete", request, otherwise)

    def checking(self, key: Item, condition: str, values: Item | None = None, otherwise: Any = None) -> Write:
        """A condition in a transaction, without a write."""
        request = {"TableName": self.name, "Key": marshalled(key), **_condition(condition, values)}
        return Write("ConditionCheck", request, otherwise)


Place = tuple[Table, Item]
"""A table and the key of an item in it."""


def get_together(*places: Place) -> list[dict[str, Any] | None]:
    """One item of each of several tables, read consistently in one call; `None` for a missing one."""
    wanted = {table.name: {"Keys": [marshalled(key)], "ConsistentRead": True} for table, key in places}
    found: dict[str, dict[str, Any]] = {}
    for attempt in range(_ATTEMPTS):
        answer = client("dynamodb").batch_get_item(RequestItems=wanted)
        found |= {name: plain(items[0]) for name, items in answer["Responses"].items() if items}
        wanted = answer["UnprocessedKeys"]
        if not wanted:
            return [found.get(table.name) for table, _ in places]
        _pause(attempt)
    raise Unavailable


def transact(writes: Sequence[Write]) -> None:
    """Write all or nothing. Conflicts with other transactions are retried with jitter, then raise `Unavailable`.

    Every attempt has the same token, because an earlier one may still commit and must not be applied twice.
    """
    request = [{write.action: dict(write.request)} for write in writes]
    token = uuid4().hex
    for attempt in range(_ATTEMPTS):
        try:
            client("dynamodb").transact_write_items(TransactItems=request, ClientRequestToken=token)
        except ClientError as fault:
            _raise_unless_passing(fault, writes)
            _pause(attempt)
        else:
            return
    raise Unavailable


def _unless_refused(write: Callable[..., Any], request: Item) -> Any:
    """The response of the write; `None` if its condition did not hold."""
    try:
        return write(**request)
    except ClientError as fault:  # by its code: creating a client's exception classes is not thread-safe
        if fault.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return None


def _pause(attempt: int) -> None:
    time.sleep(uniform(0, min(0.5, 0.01 * 2**attempt)))


def _condition(condition: str, values: Item | None, **terms: Any) -> dict[str, Any]:
    if values:
        terms["ExpressionAttributeValues"] = marshalled(values)
    if condition:
        terms |= {"ConditionExpression": condition, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    return terms


def _raise_unless_passing(fault: ClientError, writes: Sequence[Write]) -> None:
    if fault.response["Error"]["Code"] == "TransactionInProgressException":
        return
    reasons = fault.response.get("CancellationReasons", [])
    refusals = [
        write.otherwise(plain(reason["Item"]) if "Item" in reason else None)
        for write, reason in zip(writes, reasons, strict=False)
        if reason["Code"] == "ConditionalCheckFailed" and write.otherwise
    ]  # all are made: a counter learns its true value even if it is not the first that failed
    if refusals:
        raise refusals[0] from fault
    if not any(reason["Code"] in _PASSING for reason in reasons):
        raise fault
