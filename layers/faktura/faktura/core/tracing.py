"""X-Ray: each AWS call of a sampled invocation is a subsegment below the function's own segment.

Lambda says in `_X_AMZN_TRACE_ID` whether the invocation is sampled, and runs the daemon that takes the documents. AWS's
own SDK takes 250 ms to import and wraps every client; these are the few fields of its documents that say what was slow
(https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html). A service has the name that AWS's SDK
for Python gives it, so that X-Ray knows it on its map.

A document names the table, the bucket or the queue, and never what was asked or answered.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from os import urandom
from socket import AF_INET, SOCK_DGRAM, socket
from typing import Any

from faktura.core import json
from faktura.core.settings import optional
from faktura.core.throttles import CODES

_HEADER = b'{"format": "json", "version": 1}\n'
_SUBSEGMENT = "faktura_subsegment"
"""Under which a call's context keeps it until the answer is there."""

_PLACES = {"TableName": "table_name", "Bucket": "bucket_name", "QueueUrl": "queue_url"}


def trace(client: Any) -> None:
    """Report the client's calls while an invocation is sampled; else nothing is done but to look whether it is."""
    client.meta.events.register("provide-client-params", _harmless(_begin))
    client.meta.events.register("after-call", _harmless(_end))
    client.meta.events.register("after-call-error", _harmless(_break_off))


def _harmless(hook: Callable[..., None]) -> Callable[..., None]:
    """The hook, none of whose failures reaches the call: a trace that lacks a call is better than a call that fails."""

    def handle(**given: Any) -> None:
        with suppress(Exception):
            hook(**given)

    return handle


def _begin(params: Mapping[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
    header = optional("_X_AMZN_TRACE_ID")
    if header is None or "Sampled=1" not in header or "is_presign_request" in context:
        return
    said = dict(part.partition("=")[::2] for part in header.split(";"))
    context[_SUBSEGMENT] = {
        "type": "subsegment",
        "id": urandom(8).hex(),
        "trace_id": said.get("Root"),
        "parent_id": said.get("Parent"),
        "name": model.service_model.endpoint_prefix,
        "namespace": "aws",
        "start_time": time.time(),
        "aws": {"operation": model.name, "region": context["client_region"], **dict(_places(params))},
    }


def _end(parsed: Mapping[str, Any], context: dict[str, Any], **_: Any) -> None:
    if subsegment := context.pop(_SUBSEGMENT, None):
        answer = parsed.get("ResponseMetadata", {})
        told = {"request_id": answer.get("RequestId"), "retries": answer.get("RetryAttempts")}
        subsegment["aws"] |= {name: value for name, value in told.items() if value is not None}
        status = answer.get("HTTPStatusCode", 0)
        subsegment["http"] = {"response": {"status": status}}
        if status >= 400:
            subsegment |= _failure(parsed.get("Error", {}).get("Code", ""), status)
        _send(subsegment)


def _break_off(exception: Exception, context: dict[str, Any], **_: Any) -> None:
    """The call came to no answer: it timed out, or there was no connection."""
    if subsegment := context.pop(_SUBSEGMENT, None):
        _send(subsegment | {"fault": True, **_cause(type(exception).__name__)})


def _failure(code: str, status: int) -> dict[str, Any]:
    throttled = {"throttle": True} if status == 429 or code in CODES else {}
    return {"fault" if status >= 500 else "error": True, **throttled, **_cause(code)}


def _cause(kind: str) -> dict[str, Any]:
    """Without the message, which may repeat what was asked."""
    return {"cause": {"exceptions": [{"id": urandom(8).hex(), "type": kind, "remote": True}]}}


def _places(params: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from ((name, params[given]) for given, name in _PLACES.items() if given in params)
    if "RequestItems" in params:
        yield "table_names", list(params["RequestItems"])
    if "TransactItems" in params:
        yield "table_names", sorted({one["TableName"] for item in params["TransactItems"] for one in item.values()})


def _send(subsegment: Mapping[str, Any]) -> None:
    """A datagram, which waits for nobody."""
    with socket(AF_INET, SOCK_DGRAM) as daemon:
        host, _, port = (optional("AWS_XRAY_DAEMON_ADDRESS") or "").partition(":")
        daemon.setblocking(False)
        daemon.sendto(_HEADER + json.dumps({**subsegment, "end_time": time.time()}), (host, int(port)))
