"""The WSGI middleware before the gateway: it gives each request an id and a time, and limits its body."""

import io
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from werkzeug.serving import WSGIRequestHandler

from local.gateway_responses import GatewayResponses, Request

REQUEST_ID = "faktura.request_id"
REACHED_AT = "faktura.reached_at"

_MAX_BODY_BYTES = 10 * 1024 * 1024
_MAX_DRAINED_BYTES = 64 * 1024 * 1024

Start = Callable[..., Any]


class Gateway(Protocol):
    """The gateway behind the middleware."""

    responses: GatewayResponses

    def application(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer a request."""

    def refused(self, kind: str, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer with the gateway's response of type `kind`."""


class Middleware:
    """The WSGI application that the server runs."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer or refuse the request. Each answer has the request id."""
        environ[REACHED_AT] = time.time()
        request_id = environ[REQUEST_ID] = str(uuid.uuid4())
        path, _, _ = environ["REQUEST_URI"].partition("?")
        environ["PATH_INFO"] = path  # a REST API passes paths on percent-encoded

        def start_with_id(status: str, headers: list[tuple[str, str]], *failure: Any) -> Any:
            return start(status, [*headers, ("x-amzn-RequestId", request_id)], *failure)

        kind = self._refusal(environ)
        if kind:
            return self._gateway.refused(kind, environ, start_with_id)
        return self._gateway.application(environ, start_with_id)

    def unreadable(self) -> tuple[dict[str, str], str]:
        """Headers and body of the answer to a request that cannot be read as HTTP."""
        request_id = str(uuid.uuid4())
        _, headers, body = self._gateway.responses.answer("BAD_REQUEST_BODY", Request(request_id, "", "", ""))
        return {
            **headers,
            "x-amzn-RequestId": request_id,
            "Content-Length": str(len(body.encode())),
            "Connection": "close",
        }, body

    def _refusal(self, environ: dict[str, Any]) -> str | None:
        """The type of the gateway response that refuses the request. Otherwise read the body and return None."""
        try:
            body = _read_body(environ)
        except (OSError, ValueError):
            return "BAD_REQUEST_BODY"
        if len(body) > _MAX_BODY_BYTES:
            return "REQUEST_TOO_LARGE"
        environ["wsgi.input"] = io.BytesIO(body)
        if body:
            environ["CONTENT_LENGTH"] = str(len(body))
        return None


class Handler(WSGIRequestHandler):
    """Prints nothing, and gives up on a client that stops in the middle of a request."""

    timeout = 60.0

    def log(self, type: str, message: str, *args: Any) -> None:
        """No line per request."""

    def send_error(self, code: int, message: str | None = None, _explain: str | None = None) -> None:
        """Answer a request that is not HTTP, or whose head is too large, like any other bad request."""
        middleware: Any = self.server.app
        headers, body = middleware.unreadable()
        self.close_connection = True
        self.send_response(code, message)
        for header, value in headers.items():
            self.send_header(header, value)
        self.end_headers()
        self.wfile.write(body.encode())


def _read_body(environ: Mapping[str, Any]) -> bytes:
    """The body, cut off just above the limit. Raises OSError or ValueError if it cannot be read.

    More of a large body is read and dropped: a client that still sends would see a lost connection, not the answer.
    """
    stream = environ["wsgi.input"]
    chunked = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "")
    left = _MAX_DRAINED_BYTES if chunked else int(environ.get("CONTENT_LENGTH") or 0)
    if left < 0:
        raise ValueError("a negative length")
    body: bytes = stream.read(min(left, _MAX_BODY_BYTES + 1))
    left = min(left, _MAX_DRAINED_BYTES) - len(body)
    while len(body) > _MAX_BODY_BYTES and left > 0 and (dropped := stream.read(min(left, _MAX_BODY_BYTES))):
        left -= len(dropped)
    return body
