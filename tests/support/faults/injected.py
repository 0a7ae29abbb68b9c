"""Injected faults: calls that never arrive, are refused, or are carried out but lose their response."""

import json
import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import Enum
from types import TracebackType
from typing import Self

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError
from moto.core.botocore_stubber import MockRawResponse

from tests.support.faults.calls import (
    Answer,
    Call,
    Carry,
    intercepted,
)
from tests.support.faults.virtual_time import Slept, virtual_sleep


class Fault(Enum):
    """What happens to a call. In the last two, the call is carried out and only the response is lost."""

    NO_CONNECTION = "no connection"
    THROTTLED = "throttled"
    FAILED = "failed with 500"
    TIMED_OUT = "carried out, then timed out"
    ANSWER_LOST = "carried out, then failed with 500"


class Faults:
    """Inside its block a share `rate` of the calls meets a fault of `kinds`; the same seed faults the same calls.

    `on` names services ("s3") or operations ("s3.PutObject"), none for all. Back-off takes no real time inside.
    `struck` lists what happened to which call, `slept` the virtual seconds.
    """

    def __init__(
        self, seed: int, rate: float, kinds: tuple[Fault, ...] = tuple(Fault), on: frozenset[str] = frozenset()
    ) -> None:
        self.struck: list[tuple[Fault, Call]] = []
        self.slept = Slept()
        self._chance = random.Random(seed)
        self._rate, self._kinds, self._on = rate, kinds, on
        self._block = ExitStack()

    def __enter__(self) -> Self:
        self.slept = self._block.enter_context(virtual_sleep())
        self._block.enter_context(intercepted(self._around))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._block.close()

    def _around(self, call: Call, carry_out: Carry) -> Answer:
        if not call.url or (self._on and not call.among(self._on)) or self._chance.random() >= self._rate:
            return carry_out()
        fault = self._chance.choice(self._kinds)
        self.struck.append((fault, call))
        return meet(fault, call, carry_out)


@contextmanager
def failing_from(number: int, kind: Fault) -> Iterator[None]:
    """From the call with this number on, every call fails, and so do its retries by botocore."""
    made = 0

    def around(call: Call, carry_out: Carry) -> Answer:
        nonlocal made
        made += 1
        return carry_out() if made <= number else meet(kind, call, carry_out)

    with intercepted(around):
        yield


def meet(fault: Fault, call: Call, carry_out: Carry) -> Answer:
    """Let one call meet a fault."""
    if fault is Fault.NO_CONNECTION:
        raise EndpointConnectionError(endpoint_url=call.url)
    if fault is Fault.THROTTLED:
        return _throttled(call)
    if fault in (Fault.TIMED_OUT, Fault.ANSWER_LOST):
        carry_out()
    if fault is Fault.TIMED_OUT:
        raise ReadTimeoutError(endpoint_url=call.url)
    return refusal(call, 500, "InternalError" if call.service == "s3" else "InternalServerError")


def _throttled(call: Call) -> AWSResponse:
    if call.service == "s3":
        return refusal(call, 503, "SlowDown")
    if call.service == "dynamodb":
        return refusal(call, 400, "ProvisionedThroughputExceededException")
    return refusal(call, 400, "ThrottlingException")


def refusal(call: Call, status: int, code: str) -> AWSResponse:
    """The error in the protocol the call was made in: JSON, Query (form) or REST XML."""
    if "json" in call.content_type:
        body = json.dumps({"__type": code, "message": code})
    elif "form-urlencoded" in call.content_type:
        body = f"<ErrorResponse><Error><Code>{code}</Code><Message>{code}</Message></Error></ErrorResponse>"
    else:
        body = f"<Error><Code>{code}</Code><Message>{code}</Message></Error>"
    return answered(call, status, body, **{"x-amzn-errortype": code})


def answered(call: Call, status: int, body: str, **headers: str) -> AWSResponse:
    """An answer as it comes over the wire."""
    sent = HTTPHeaders()
    for name, value in headers.items():
        sent[name] = value
    return AWSResponse(call.url, status, sent, MockRawResponse(body))
