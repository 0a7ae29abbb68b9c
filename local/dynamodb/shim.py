"""The shim over moto's DynamoDB, for `mock_aws` in process and for the server alike.

moto's transactions are not atomic under threads, and it accepts many requests that DynamoDB refuses. Here every call
runs under one lock: the shim checks it, moto carries it out, and the shim undoes it if it fails.
"""

import copy
import decimal
import threading
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

import moto.dynamodb.models as moto_models
import moto.dynamodb.responses as moto_responses
from boto3.dynamodb.types import DYNAMODB_CONTEXT
from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import camelcase_to_underscores
from moto.dynamodb.exceptions import ConditionalCheckFailed, TransactionCanceledException
from moto.dynamodb.models.dynamo_type import DynamoType, LimitedSizeDict
from moto.dynamodb.models.table import Table

from local.dynamodb import attributes, batches, capacity, client_tokens, history, pages, serialization, throughput
from local.dynamodb.conflicts import Conflicts, ongoing, set_conflicts
from local.dynamodb.limits import MAX_TRANSACTION_ITEMS, check_outcome, check_request
from local.dynamodb.operations import Operation, Snapshot, operations_of

Action = Callable[[], ActionResult]

_LOCK = threading.RLock()
_moto_call_action = BaseResponse.call_action


def install(conflict_rate: float = 0.0, seed: int = 0, limits: throughput.Limits | None = None) -> None:
    """Make moto's DynamoDB in this process follow DynamoDB's rules. A second call only sets conflicts and limits.

    `conflict_rate` is the share of writes and transactions that get a TransactionConflict, selected by `seed`.
    `limits` throttle calls; without them every call has the capacity that it needs.
    """
    set_conflicts(Conflicts(conflict_rate, seed))
    throughput.limit_throughput(throughput.Throughput(limits) if limits else None)
    BaseResponse.call_action = _call_action  # every call passes here
    moto_responses.TRANSACTION_MAX_ITEMS = MAX_TRANSACTION_ITEMS  # moto's 25 is the limit of 2018
    vars(moto_models)["copy"] = SimpleNamespace(deepcopy=_copied)  # moto uses nothing else of it there
    DynamoType.__add__ = attributes.add  # moto rounds to 28 digits
    DynamoType.__sub__ = attributes.subtract
    LimitedSizeDict.__setitem__ = dict.__setitem__  # moto counts sizes differently
    for loss in (decimal.Inexact, decimal.Rounded):
        DYNAMODB_CONTEXT.traps[loss] = False  # moto reads 1E+125 with it, and boto3 refuses its 126 digits
    pages.install()
    serialization.install()
    history.install()


def _call_action(self: BaseResponse) -> Any:
    if self.service_name != "dynamodb":
        return _moto_call_action(self)
    action = camelcase_to_underscores(self._get_action())
    moto_action = getattr(self, action, None)
    with _LOCK:
        if moto_action is not None:
            setattr(self, action, partial(_answer, self, action, moto_action))
        return _moto_call_action(self)


def _answer(handler: Any, action: str, moto_action: Action) -> ActionResult:
    """Carry out one DynamoDB call. moto turns an exception into DynamoDB's error."""
    backend, request = handler.dynamodb_backend, handler.body
    operations = operations_of(backend, action, request)
    check_request(action, operations)
    if action != "transact_write_items":
        return _carry_out(handler, action, operations, moto_action)
    earlier = client_tokens.earlier_answer(backend, request)
    if earlier is not None:
        return earlier
    answer = _carry_out(handler, action, operations, moto_action)
    client_tokens.remember(backend, request, answer)
    return answer


def _carry_out(handler: Any, action: str, operations: list[Operation], moto_action: Action) -> ActionResult:
    """Carry out one call. DynamoDB charges for a condition that fails, and not for a call that it throttles."""
    if (limit := throughput.current()) and action == "batch_get_item":
        return batches.read(limit, handler, operations, moto_action)
    if limit and action == "batch_write_item":
        return batches.write(limit, operations, moto_action)
    snapshot = Snapshot.of(operations)
    try:
        ongoing().meet(action, operations)
        answer = moto_action()
        check_outcome(action, snapshot)
    except (ConditionalCheckFailed, TransactionCanceledException):
        snapshot.restore()
        _charge(action, operations, snapshot)
        raise
    except BaseException:
        snapshot.restore()
        raise
    try:
        _charge(action, operations, snapshot)
    except BaseException:
        snapshot.restore()
        raise
    history.note(snapshot)
    return answer


def _charge(action: str, operations: list[Operation], snapshot: Snapshot) -> None:
    """Report and take what the call consumes. Raises DynamoDB's error if there is not enough left."""
    limit = throughput.current()
    if not (limit or capacity.is_metered()):
        return
    consumed = capacity.consumption(action, operations, snapshot, pages.page_read.get())
    if limit:
        limit.spend(action, [operation.table for operation in operations], consumed)
    capacity.meter(consumed)


def _copied(original: Any) -> Any:
    """A copy for moto, which copies whole tables before each transaction. Only tables with streams need it."""
    return original if isinstance(original, Table) and original.stream_shard is None else copy.deepcopy(original)
