"""What happens to a request before it is routed: its id and time, and the limit on its body."""

import io
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from werkzeug.serving import WSGIRequestHandler

from local.gateway_responses import GatewayResponses, Request

REQUEST_ID = "faktura.request_id"
REACHED_AT = "faktura.reached_at"

_BODY_BYTES = 10 * 1024 * 1024
_DRAINED_BYTES = 64 * 1024 * 1024

Start = Callable[..., Any]


class Routed(Protocol):
    """What stands behind the door."""

    responses: GatewayResponses

    def application(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer a request that may go on."""

    def refused(self, kind: str, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer with the gateway's response of type `kind`."""


class FrontDoor:
    """The WSGI application that the server runs."""

    def __init__(self, routed: Routed) -> None:
        self._routed = routed

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer or refuse; either way the request id goes with the answer."""
        environ[REACHED_AT] = time.time()
        request_id = environ[REQUEST_ID] = str(uuid.uuid4())
        environ["PATH_INFO"] = environ["REQUEST_URI"].partition("?")[
            0
        ]  # a REST API hands paths over still percent-encoded

        def start_with_id(status: str, headers: list[tuple[str, str]], *failure: Any) -> Any:
            return start(status, [*headers, ("x-amzn-RequestId", request_id)], *failure)

        kind = self._objection(environ)
        if kind:
            return self._routed.refused(kind, environ, start_with_id)
        return self._routed.application(environ, start_with_id)

    def unreadable(self) -> tuple[dict[str, str], str]:
        """Headers and body for a request that could not even be read."""
        request_id = str(uuid.uuid4())
        _, headers, body = self._routed.responses.answer("BAD_REQUEST_BODY", Request(request_id, "", "", ""))
        return {
            **headers,
            "x-amzn-RequestId": request_id,
            "Content-Length": str(len(body.encode())),
            "Connection": "close",
        }, body

    def _objection(self, environ: dict[str, Any]) -> str | None:
        """The response that refuses the request; else the body is read, and the request may go on."""
        try:
            body = _read_body(environ)
        except (OSError, ValueError):
            return "BAD_REQUEST_BODY"
        if len(body) > _BODY_BYTES:
            return "REQUEST_TOO_LARGE"
        environ["wsgi.input"] = io.BytesIO(body)
        if body:
            environ["CONTENT_LENGTH"] = str(len(body))
        return None


class Handler(WSGIRequestHandler):
    """Prints nothing; a client that stops in the middle of a request is let go."""

    timeout = 60.0

    def log(self, type: str, message: str, *args: Any) -> None:
        """No line per request."""

    def send_error(self, code: int, message: str | None = None, _explain: str | None = None) -> None:
        """What is not HTTP, or has too much before its body, is answered like any other bad request."""
        front_door: Any = self.server.app
        headers, body = front_door.unreadable()
        self.close_connection = True
        self.send_response(code, message)
        for header, value in headers.items():
            self.send_header(header, value)
        self.end_headers()
        self.wfile.write(body.encode())


def _read_body(environ: Mapping[str, Any]) -> bytes:
    """The body, or of a body too large as much as shows it. Raises OSError or ValueError where it cannot be read.

    Of a body too large more is read and dropped: a client that still sends would see a lost connection, not the answer.
    """
    stream = environ["wsgi.input"]
    chunked = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "")
    left = _DRAINED_BYTES if chunked else int(environ.get("CONTENT_LENGTH") or 0)
    if left < 0:
        raise ValueError("a negative length")
    body: bytes = stream.read(min(left, _BODY_BYTES + 1))
    left = min(left, _DRAINED_BYTES) - len(body)
    while len(body) > _BODY_BYTES and left > 0 and (dropped := stream.read(min(left, _BODY_BYTES))):
        left -= len(dropped)
    return body
