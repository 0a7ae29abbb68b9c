"""AWS clients: one for each service, made on first use, with bounded timeouts and retries."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import Session, get_session

from faktura.core.clock import Deadline, DeadlinePassed
from faktura.core.settings import on_lambda
from faktura.core.throttles import log_throttles
from faktura.core.tracing import trace

CONNECTIONS = 16
"""Of one client. No more threads than this may call it at once: one more would open a connection for each call."""

_CONNECT_SECONDS = 1
_DEFAULT_LIMITS = (4, 3)
_LIMITS = {"s3": (3, 5), "textract": (1, 25)}
"""Attempts, and seconds to wait for a response. We give up a service that hangs before Lambda gives up the function.

Textract takes seconds for a page and often throttles. Its caller retries until a deadline of its own: botocore does not
know that deadline, and shares a limited number of retries over the whole process.
"""

_made: list[Any] = []
"""Every client of this process."""

_seconds: ContextVar[float] = ContextVar("seconds")
_deadline: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Within the block, in this thread, no attempt of a call waits longer than this for a response."""
    token = _seconds.set(seconds)
    try:
        yield
    finally:
        _seconds.reset(token)


@contextmanager
def until(deadline: Deadline | None) -> Iterator[None]:
    """Within the block, in this thread, an attempt to call AWS after the deadline raises `DeadlinePassed`."""
    token = _deadline.set(deadline)
    try:
        yield
    finally:
        _deadline.reset(token)


@cache
def client(service: str) -> Any:
    """The client of an AWS service, as `boto3.client` makes it, but without importing the rest of boto3."""
    attempts, seconds = _LIMITS.get(service, _DEFAULT_LIMITS)
    config = Config(
        retries={"mode": "standard", "total_max_attempts": attempts},
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=seconds,
        max_pool_connections=CONNECTIONS,
        # Validation takes a fifth of the CPU time of a DynamoDB write. The tests run with it, and DynamoDB validates
        # too. S3 keeps it everywhere: there an empty key would mean the bucket.
        parameter_validation=not (on_lambda() and service == "dynamodb"),
        signature_version="s3v4" if service == "s3" else None,  # new buckets refuse the older form of presigned links
        s3={"addressing_style": "virtual"},  # so that links name the region
    )
    made = _session().create_client(service, config=config)
    made.meta.events.register("before-call", _shorten_timeout)
    made.meta.events.register_first("before-send", _refuse_after_deadline)
    trace(made)
    if service != "textract":  # its throttles are ordinary, and its caller logs them
        log_throttles(made)
    _made.append(made)
    return made


def close_connections() -> None:
    """Close the connections of all clients. The clients stay, and open others."""
    for made in _made:
        made.close()


def _shorten_timeout(params: dict[str, Any], **_: Any) -> None:
    usual = params["context"]["client_config"].read_timeout
    params["context"]["read_timeout"] = min(usual, _seconds.get(usual))


def _refuse_after_deadline(**_: Any) -> None:
    """Refuse any attempt after the deadline. What a hook raises here, the call raises without another attempt."""
    deadline = _deadline.get()
    if deadline and deadline.has_passed:
        raise DeadlinePassed


@cache
def _session() -> Session:
    return get_session()
