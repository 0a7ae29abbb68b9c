"""Textract's protocol: awsJson1.1 over HTTP. Every operation is a POST to `/`, named by `X-Amz-Target`."""

import json
import socket
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

from local.textract.errors import DocumentTooLarge, InvalidParameter, Malformed, TextractError, UnknownOperation
from local.textract.reader import Reader

OPERATIONS = {"Textract.AnalyzeExpense", "Textract.DetectDocumentText"}
MAX_BODY_BYTES = 16 * 1024 * 1024
"""Ten MB of document in base64, with room for the JSON around it."""
MAX_SECONDS_TO_SEND = 30


def serve(place: int | socket.socket, reader: Reader) -> ThreadingHTTPServer:
    """A server ready for `serve_forever`, at a loopback port (0 takes a free one) or a listening socket."""

    class Handler(_Handler):
        documents = reader

    if isinstance(place, int):
        return _Server(("127.0.0.1", place), Handler)
    server = _Server(place.getsockname(), Handler, bind_and_activate=False)
    server.socket.close()
    server.socket = place
    return server


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # with the default of five, a burst of calls could not connect


class _Handler(BaseHTTPRequestHandler):
    documents: Reader
    protocol_version = "HTTP/1.1"
    timeout = MAX_SECONDS_TO_SEND

    def do_GET(self) -> None:
        """Answer a health check at any path, without waiting for a document."""
        self._send(HTTPStatus.OK, {"status": "Healthy"})

    def do_POST(self) -> None:
        """Answer one operation. A TextractError is answered with its `__type`, like Textract."""
        try:
            self._send(HTTPStatus.OK, self._answer())
        except TextractError as refusal:
            self._send(refusal.status, {"__type": refusal.kind, "message": str(refusal)})

    def log_message(self, format: str, *arguments: Any) -> None:
        """Log nothing: the caller logs its requests."""

    def _answer(self) -> dict[str, Any]:
        body = self._body()
        target = self.headers.get("X-Amz-Target", "")
        if target not in OPERATIONS:
            raise UnknownOperation
        try:
            request = json.loads(body)
        except (ValueError, RecursionError) as bad:
            raise Malformed from bad
        if not isinstance(request, dict):
            raise Malformed
        if "Document" not in request:
            raise InvalidParameter
        reply = self.documents.read(target.removeprefix("Textract."), request["Document"])
        if "refusal" in reply:
            raise _error(reply)
        answered: dict[str, Any] = reply["answer"]
        return answered

    def _body(self) -> bytes:
        """The whole body. A body that is too large is read and dropped, so that the caller gets the error."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            self.close_connection = True
            raise Malformed
        left = int(length)
        if left <= MAX_BODY_BYTES:
            return self.rfile.read(left)
        self.close_connection = True
        while left > 0 and (chunk := self.rfile.read(min(left, 1024 * 1024))):
            left -= len(chunk)
        raise DocumentTooLarge

    def _send(self, status: HTTPStatus, content: dict[str, Any]) -> None:
        written = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("x-amzn-RequestId", str(uuid4()))
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)


def _error(reply: dict[str, Any]) -> TextractError:
    refusal = TextractError(reply["message"])
    refusal.kind = reply["refusal"]
    return refusal
