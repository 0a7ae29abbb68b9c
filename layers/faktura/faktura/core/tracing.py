"""X-Ray: each AWS call of a sampled invocation is a subsegment below the function's own segment.

`_X_AMZN_TRACE_ID` says whether the invocation is sampled, and Lambda runs the daemon that takes the documents. AWS's
SDK takes 250 ms to import and wraps every client. We write only the fields that show what was slow
(https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html). Services have the names that AWS's
SDK for Python uses, so that X-Ray shows them on its map.

A document names the table, bucket or queue. It never contains data of the request or the response.
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
"""The key under which a call's context keeps its subsegment until the response arrives."""

_PLACES = {"TableName": "table_name", "Bucket": "bucket_name", "QueueUrl": "queue_url"}


def trace(client: Any) -> None:
    """Report each call of the client while the invocation is sampled."""
    client.meta.events.register("provide-client-params", _harmless(_begin))
    client.meta.events.register("after-call", _harmless(_end))
    client.meta.events.register("after-call-error", _harmless(_end_without_response))


def _harmless(hook: Callable[..., None]) -> Callable[..., None]:
    """Keep a failure of the hook from failing the call: a missing trace is better than a failed call."""

    def handle(**given: Any) -> None:
        with suppress(Exception):
            hook(**given)

    return handle


def _begin(params: Mapping[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
    header = optional("_X_AMZN_TRACE_ID")
    if header is None or "Sampled=1" not in header or "is_presign_request" in context:
        return
    trace_header = dict(part.partition("=")[::2] for part in header.split(";"))
    context[_SUBSEGMENT] = {
        "type": "subsegment",
        "id": urandom(8).hex(),
        "trace_id": trace_header.get("Root"),
        "parent_id": trace_header.get("Parent"),
        "name": model.service_model.endpoint_prefix,
        "namespace": "aws",
        "start_time": time.time(),
        "aws": {"operation": model.name, "region": context["client_region"], **dict(_places(params))},
    }


def _end(parsed: Mapping[str, Any], context: dict[str, Any], **_: Any) -> None:
    if subsegment := context.pop(_SUBSEGMENT, None):
        metadata = parsed.get("ResponseMetadata", {})
        fields = {"request_id": metadata.get("RequestId"), "retries": metadata.get("RetryAttempts")}
        subsegment["aws"] |= {name: value for name, value in fields.items() if value is not None}
        status = metadata.get("HTTPStatusCode", 0)
        subsegment["http"] = {"response": {"status": status}}
        if status >= 400:
            subsegment |= _failure(parsed.get("Error", {}).get("Code", ""), status)
        _send(subsegment)


def _end_without_response(exception: Exception, context: dict[str, Any], **_: Any) -> None:
    """Report a call without a response: it timed out, or could not connect."""
    if subsegment := context.pop(_SUBSEGMENT, None):
        _send(subsegment | {"fault": True, **_cause(type(exception).__name__)})


def _failure(code: str, status: int) -> dict[str, Any]:
    throttled = {"throttle": True} if status == 429 or code in CODES else {}
    return {"fault" if status >= 500 else "error": True, **throttled, **_cause(code)}


def _cause(kind: str) -> dict[str, Any]:
    """The kind of the exception, without its message, which may repeat data of the request."""
    return {"cause": {"exceptions": [{"id": urandom(8).hex(), "type": kind, "remote": True}]}}


def _places(params: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from ((name, params[given]) for given, name in _PLACES.items() if given in params)
    if "RequestItems" in params:
        yield "table_names", list(params["RequestItems"])
    if "TransactItems" in params:
        yield "table_names", sorted({one["TableName"] for item in params["TransactItems"] for one in item.values()})


def _send(subsegment: Mapping[str, Any]) -> None:
    """Send a datagram, which does not block."""
    with socket(AF_INET, SOCK_DGRAM) as daemon:
        host, _, port = (optional("AWS_XRAY_DAEMON_ADDRESS") or "").partition(":")
        daemon.setblocking(False)
        daemon.sendto(_HEADER + json.dumps({**subsegment, "end_time": time.time()}), (host, int(port)))
