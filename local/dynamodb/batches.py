"""Batches under throttling: DynamoDB does what it has the capacity for, and gives the rest back as unprocessed.

It throttles a whole batch only if it can do nothing of it. Source: API reference, BatchGetItem and BatchWriteItem.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from moto.core.responses import ActionResult

from local.dynamodb.capacity import Consumed, consumption, meter
from local.dynamodb.limits import check_outcome
from local.dynamodb.operations import Operation, Snapshot
from local.dynamodb.pages import NOTHING_READ
from local.dynamodb.throughput import Throughput


def read(
    limit: Throughput, handler: Any, operations: list[Operation], moto_action: Callable[[], ActionResult]
) -> ActionResult:
    """The answer to a BatchGetItem. Raises DynamoDB's error if nothing of it is processed."""
    consumed = consumption("batch_get_item", operations, Snapshot.of(operations), NOTHING_READ)
    left = _unprocessed(limit, operations, consumed)
    asked = handler.body["RequestItems"]
    handler.body["RequestItems"] = {
        table: {**terms, "Keys": keys}
        for table, terms in asked.items()
        if (keys := [key for key in terms["Keys"] if not _has(left, table, key)])
    }
    answer = moto_action()
    unprocessed: dict[str, Any] = _result(answer)["UnprocessedKeys"]
    for operation in left:
        table = operation.parameters["TableName"]
        unprocessed.setdefault(table, {**asked[table], "Keys": []})["Keys"].append(operation.parameters["Key"])
    return answer


def write(limit: Throughput, operations: list[Operation], moto_action: Callable[[], ActionResult]) -> ActionResult:
    """The answer to a BatchWriteItem. Raises DynamoDB's error if nothing of it is processed.

    What a write costs is known when it is done, so those without capacity are undone.
    """
    snapshot = Snapshot.of(operations)
    try:
        answer = moto_action()
        check_outcome("batch_write_item", snapshot)
        consumed = consumption("batch_write_item", operations, snapshot, NOTHING_READ)
        left = _unprocessed(limit, operations, consumed)
    except BaseException:
        snapshot.restore()
        raise
    unprocessed: dict[str, Any] = defaultdict(list)
    for operation, before in zip(operations, snapshot.before, strict=True):
        if operation in left:
            operation.restore(before)
            request = {name: held for name, held in operation.parameters.items() if name != "TableName"}
            unprocessed[operation.parameters["TableName"]].append({f"{operation.kind}Request": request})
    _result(answer)["UnprocessedItems"].update(unprocessed)
    return answer


def _unprocessed(limit: Throughput, operations: list[Operation], consumed: Sequence[Consumed]) -> list[Operation]:
    """The operations without capacity; the others take theirs. Raises DynamoDB's error if that is all of them."""
    left = []
    for operation, one in zip(operations, consumed, strict=True):
        throttle = limit.throttle(one)
        if throttle is None:
            limit.take(one)
            meter([one])
        else:
            left.append(operation)
            error = throttle.error(operation.table)
    if operations and len(left) == len(operations):
        raise error
    return left


def _result(answer: ActionResult) -> dict[str, Any]:
    result: Any = answer.result
    return dict(result)


def _has(operations: list[Operation], table: str, key: dict[str, Any]) -> bool:
    return any(one.parameters["TableName"] == table and one.parameters["Key"] == key for one in operations)
