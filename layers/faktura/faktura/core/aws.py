"""AWS clients: made on first use, one of each, with bounded patience."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import Session, get_session

from faktura.core.clock import Deadline, DeadlinePassed
from faktura.core.settings import on_lambda
from faktura.core.throttles import tell_of_throttles
from faktura.core.tracing import trace

CONNECTIONS = 16
"""Of one client, and so the most threads that may call it side by side: one more would connect anew for each call."""

_CONNECT_SECONDS = 1
_EVERYDAY = (4, 3)
_PATIENCE = {"s3": (3, 5), "textract": (1, 25)}
"""Attempts, and seconds to answer: a service that hangs is given up before the function is, so that we can say so.

Textract throttles often, a few pages a second, and takes seconds a page. Who calls it has a deadline of its own, and
tries again itself until then: a retry of botocore's would neither know that deadline nor end with it, and botocore
has only so many for a whole process.
"""

_seconds: ContextVar[float] = ContextVar("seconds")
_deadline: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Inside, in this thread, no attempt of a call waits longer than that for its answer."""
    token = _seconds.set(seconds)
    try:
        yield
    finally:
        _seconds.reset(token)


@contextmanager
def until(deadline: Deadline | None) -> Iterator[None]:
    """Inside, in this thread, no attempt of a call begins after the deadline: `DeadlinePassed`."""
    token = _deadline.set(deadline)
    try:
        yield
    finally:
        _deadline.reset(token)


@cache
def client(service: str) -> Any:
    """The process's client of an AWS service, as `boto3.client` makes it but without the rest of boto3's import."""
    attempts, seconds = _PATIENCE.get(service, _EVERYDAY)
    patience = Config(
        retries={"mode": "standard", "total_max_attempts": attempts},
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=seconds,
        max_pool_connections=CONNECTIONS,
        # Tests hold us to it, and it is a fifth of what a write of DynamoDB costs of CPU. DynamoDB refuses what is no
        # request of its own; with S3 an empty key would be the bucket.
        parameter_validation=not (on_lambda() and service == "dynamodb"),
        signature_version="s3v4" if service == "s3" else None,  # a presigned link's older form opens no new bucket
        s3={"addressing_style": "virtual"},  # and the global host redirects where it is to stay: links name the region
    )
    made = _session().create_client(service, config=patience)
    made.meta.events.register("before-call", _bound)
    made.meta.events.register_first("before-send", _in_time)
    trace(made)
    if service != "textract":  # whose throttles are everyday, and told by who calls it
        tell_of_throttles(made)
    return made


def _bound(params: dict[str, Any], **_: Any) -> None:
    patience = params["context"]["client_config"].read_timeout
    params["context"]["read_timeout"] = min(patience, _seconds.get(patience))


def _in_time(**_: Any) -> None:
    """Refuse an attempt, the first or a further one: what is raised here is raised by the call, and not tried again."""
    deadline = _deadline.get()
    if deadline and deadline.has_passed:
        raise DeadlinePassed


@cache
def _session() -> Session:
    return get_session()
