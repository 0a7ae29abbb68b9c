"""Interruptions of capture's work: a process dies, DynamoDB is down, Textract is busy."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import pytest
from botocore.exceptions import EndpointConnectionError

from tests.support.faults.calls import Answer, Call, Carry, intercepted
from tests.support.faults.crashes import Crash
from tests.support.faults.injected import refusal
from tests.support.faults.virtual_time import virtual_sleep


@contextmanager
def dying_at(operation: str, after: bool = False) -> Iterator[None]:
    """The process is killed at the first call of an operation, before or after it."""

    def around(call: Call, carry_out: Carry) -> Answer:
        if str(call) != operation:
            return carry_out()
        if after:
            carry_out()
        raise Crash(operation)

    with pytest.raises(Crash), intercepted(around):
        yield


@contextmanager
def losing_the_answer() -> Iterator[None]:
    """DynamoDB is down once a file is stored, so the reply cannot be recorded."""
    put: list[Call] = []

    def around(call: Call, carry_out: Carry) -> Answer:
        if put and call.service == "dynamodb":
            raise EndpointConnectionError(endpoint_url=call.url)
        put.extend([call] if call.service == "s3" else [])
        return carry_out()

    with intercepted(around), virtual_sleep():
        yield


@contextmanager
def reading(pages: int) -> Iterator[list[Call]]:
    """Textract reads so many pages, which are listed, and throttles all others."""
    done, turn = list[Call](), Lock()

    def around(call: Call, carry_out: Carry) -> Answer:
        if call.service != "textract":
            return carry_out()
        with turn:
            is_busy = len(done) >= pages
            done.extend([] if is_busy else [call])
        return refusal(call, 400, "ThrottlingException") if is_busy else carry_out()

    with intercepted(around), virtual_sleep():
        yield done
