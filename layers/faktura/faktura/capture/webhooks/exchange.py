"""One HTTP exchange with a server that we do not trust: limited in time and size, and only with checked addresses.

Redirects are not followed. Compression and the environment's proxies are not used.
"""

import io
import re
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from http.client import SWITCHING_PROTOCOLS, HTTPConnection, HTTPException, HTTPResponse
from typing import Any, cast

from faktura.capture.webhooks.connection import NoResponse, NoResponseReason, TimeLimit, connected
from faktura.capture.webhooks.target import Target
from faktura.core.clock import now

TIMEOUT_SECONDS = 15.0
"""For the whole exchange, from resolving the name to the last byte of the response."""

MAX_RESPONSE_BYTES = 65_536
"""How much is read of a response, its headers included."""


@dataclass(frozen=True)
class ServerResponse:
    """The status of the response, and how many seconds its Retry-After asks us to wait (0 without one)."""

    status: int
    retry_after: int = 0


def post(target: Target, headers: Mapping[str, str], body: bytes) -> ServerResponse:
    """Post `body` once, else `NoResponse`."""
    with TimeLimit(TIMEOUT_SECONDS) as limit:
        try:
            with connected(target, limit) as connection:
                response = _exchanged(connection, target, headers, body)
        except (OSError, HTTPException, ValueError) as fault:
            raise NoResponse(NoResponseReason.TIME if limit.is_over else _reason(fault)) from fault
        if limit.is_over:  # the body was still arriving when the connection was closed
            raise NoResponse(NoResponseReason.TIME)
    return response


def _exchanged(connection: socket.socket, target: Target, headers: Mapping[str, str], body: bytes) -> ServerResponse:
    http = HTTPConnection(target.host, target.port)
    http.auto_open = 0
    http.sock = bounded = cast(Any, _Bounded(connection))
    always = {"Host": target.authority, "User-Agent": "Faktura-Webhooks/1", "Connection": "close"}
    with suppress(ConnectionError, ssl.SSLEOFError):  # the server may respond without reading all of the body
        http.request("POST", target.path, body, {**always, **headers})
    with _final_response(bounded) as received:
        with suppress(HTTPException, OSError, ValueError):  # the status counts, whatever the body is
            received.read(MAX_RESPONSE_BYTES)
        return ServerResponse(received.status, _seconds(received.headers.get("Retry-After", "")))


def _final_response(connection: socket.socket) -> HTTPResponse:
    """The final response. `HTTPConnection.getresponse` would return an interim one: 102 or 103."""
    while True:
        response = HTTPResponse(connection, method="POST")
        response.begin()
        if response.status >= 200 or response.status == SWITCHING_PROTOCOLS:
            return response


class _Bounded:
    """A connection for `http.client` of which at most `MAX_RESPONSE_BYTES` can be read."""

    def __init__(self, connection: socket.socket) -> None:
        self.sendall = connection.sendall
        self._received = _Unclosed(_Received(connection))

    def makefile(self, _mode: str) -> io.BufferedReader:
        """The same reader each time: it may have read part of the next response already."""
        return self._received

    def close(self) -> None:
        """Do nothing: `connected` closes the connection."""


class _Unclosed(io.BufferedReader):
    def close(self) -> None:
        """Do nothing: after an interim response the final one is still to be read."""


class _Received(io.RawIOBase):
    def __init__(self, connection: socket.socket) -> None:
        self._connection, self._left = connection, MAX_RESPONSE_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        wanted = min(len(buffer), self._left)
        received = self._connection.recv_into(buffer, wanted) if wanted else 0  # for 0 bytes it would fill the buffer
        self._left -= received
        return received


def _reason(fault: Exception) -> NoResponseReason:
    match fault:
        case ssl.SSLCertVerificationError():
            return NoResponseReason.CERTIFICATE
        case ssl.SSLEOFError() | ssl.SSLZeroReturnError():
            return NoResponseReason.CONNECTION
        case ssl.SSLError():
            return NoResponseReason.TLS
        case TimeoutError():
            return NoResponseReason.TIME
        case OSError():
            return NoResponseReason.CONNECTION
    if type(fault) is HTTPException:  # raised only for more headers than `http.client` accepts
        return NoResponseReason.HEADERS
    return NoResponseReason.PROTOCOL


def _seconds(retry_after: str) -> int:
    """The seconds that a Retry-After asks for, as a number or a date; 0 for anything else."""
    if re.fullmatch(r"[0-9]{1,9}", retry_after.strip()):
        return int(retry_after)
    try:
        at = parsedate_to_datetime(retry_after)
        return max(0, int(((at if at.tzinfo else at.replace(tzinfo=UTC)) - now()).total_seconds()))
    except (ValueError, OverflowError):
        return 0
