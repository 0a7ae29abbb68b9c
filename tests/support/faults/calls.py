"""The seam beneath boto3: every AWS call of this process, just before moto answers it."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from unittest.mock import patch

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.client import BaseClient
from moto.core.botocore_stubber import BotocoreStubber


@dataclass(frozen=True)
class Call:
    """One AWS call: boto3's service name, the operation and its parameters; each retry of botocore's is one more.

    Presigning also counts as a call: without a URL, since nothing is sent; for a POST the bucket is its only parameter.
    """

    service: str
    operation: str
    parameters: dict[str, Any] = field(hash=False)
    url: str = field(default="", compare=False)
    content_type: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.service}.{self.operation}"

    def among(self, names: frozenset[str]) -> bool:
        """Whether `names` has this call's service ("s3") or operation ("s3.PutObject")."""
        return self.service in names or str(self) in names


Answer = AWSResponse | None
Carry = Callable[[], Answer]
Around = Callable[[Call, Carry], Answer]


@contextmanager
def intercepted(around: Around) -> Iterator[None]:
    """Pass every AWS call through `around(call, carry_out)` inside the block; the first to enter is outermost.

    Calls of one service are carried out one at a time: moto alone is not linearizable under threads.
    """
    _around.append(around)
    try:
        with (
            patch.object(BotocoreStubber, "__call__", _stand_in),
            patch.object(BaseClient, "_emit_api_params", _noting),
        ):
            yield
    finally:
        _around.remove(around)


def _stand_in(stubber: BotocoreStubber, event_name: str, request: AWSPreparedRequest, **rest: Any) -> Answer:
    if not stubber.enabled or _this_thread.in_moto:
        answer: Answer = _moto_answer(stubber, event_name, request, **rest)
        return answer
    service, operation, parameters = _this_thread.noted
    content_type = request.headers.get("Content-Type", b"")
    text = content_type.decode() if isinstance(content_type, bytes) else content_type
    call = Call(service, operation, parameters, request.url, text)
    carry: Carry = partial(_carry_out, service, partial(_moto_answer, stubber, event_name, request, **rest))
    for around in reversed(_around):
        carry = partial(around, call, carry)
    return carry()


def _carry_out(service: str, answer: Carry) -> Answer:
    with _one_at_a_time[service]:
        _this_thread.in_moto = True
        try:
            return answer()
        finally:
            _this_thread.in_moto = False


def _noting(client: BaseClient, api_params: Any, operation_model: Any, context: dict[str, Any]) -> Any:
    if not _this_thread.in_moto:
        presigned = context.get("is_presign_request")
        # botocore presigns a POST by way of CreateBucket's URL
        operation = "PutObject" if presigned and operation_model.name == "CreateBucket" else operation_model.name
        noted = (client.meta.service_model.service_name, operation, dict(api_params))
        _this_thread.noted = noted
        if presigned:
            for around in _around:
                around(Call(*noted), lambda: None)
    return _emit_api_params(client, api_params, operation_model, context)


class _ThisThread(threading.local):
    in_moto = False
    noted: tuple[str, str, dict[str, Any]] = ("", "", {})


_this_thread = _ThisThread()
_around: list[Around] = []
_one_at_a_time: defaultdict[str, threading.RLock] = defaultdict(threading.RLock)
_moto_answer = BotocoreStubber.__call__
_emit_api_params = vars(BaseClient)["_emit_api_params"]  # private; the one place calls and presigning share


@contextmanager
def between(operation: str, do: Callable[[], object], nth: int = 1) -> Iterator[None]:
    """Do something right after the `nth` call of an operation."""
    waiting, made = [do], 0

    def around(call: Call, carry_out: Carry) -> Answer:
        nonlocal made
        answer = carry_out()
        made += call.operation == operation
        if made == nth and waiting:
            waiting.pop()()
        return answer

    with intercepted(around):
        yield


def written_items(call: Call) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The table and the key, or the item, of each write that a call makes to DynamoDB."""
    if call.service != "dynamodb":
        return
    parameters = call.parameters
    writes = [request for one in parameters.get("TransactItems", []) for request in one.values()]
    writes += [parameters] if call.operation in ("PutItem", "UpdateItem", "DeleteItem") else []
    for request in writes:
        yield request["TableName"], request.get("Item") or request["Key"]
