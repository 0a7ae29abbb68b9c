"""One HTTP exchange with a stranger's server: bounded in time and size, and only with addresses that were judged.

Redirects, compression and the environment's proxies mean nothing here.
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

from faktura.capture.webhooks.connection import NoAnswer, Trouble, Watch, connected
from faktura.capture.webhooks.target import Target
from faktura.core.clock import now

PATIENCE = 15.0
"""Seconds for all of it, from the name's resolution to the last byte of the answer."""

LARGEST_ANSWER = 65_536
"""Bytes that are read of an answer, its headers included."""


@dataclass(frozen=True)
class Answered:
    """What the server said: the status, and for how many seconds it wants to be left alone (0: it does not say)."""

    status: int
    retry_after: int = 0


def post(target: Target, headers: Mapping[str, str], body: bytes) -> Answered:
    """Post `body` once, else `NoAnswer`."""
    with Watch(PATIENCE) as watch:
        try:
            with connected(target, watch) as connection:
                answered = _exchanged(connection, target, headers, body)
        except (OSError, HTTPException, ValueError) as fault:
            raise NoAnswer(Trouble.TIME if watch.is_over else _trouble(fault)) from fault
        if watch.is_over:  # while a body dripped that was cut off then
            raise NoAnswer(Trouble.TIME)
    return answered


def _exchanged(connection: socket.socket, target: Target, headers: Mapping[str, str], body: bytes) -> Answered:
    http = HTTPConnection(target.host, target.port)
    http.auto_open = 0
    http.sock = bounded = cast(Any, _Bounded(connection))
    always = {"Host": target.authority, "User-Agent": "Faktura-Webhooks/1", "Connection": "close"}
    with suppress(ConnectionError, ssl.SSLEOFError):  # it may have answered without reading all of the body
        http.request("POST", target.path, body, {**always, **headers})
    with _answer(bounded) as response:
        with suppress(HTTPException, OSError, ValueError):  # the status stands, whatever the body is like
            response.read(LARGEST_ANSWER)
        return Answered(response.status, _seconds(response.headers.get("Retry-After", "")))


def _answer(connection: socket.socket) -> HTTPResponse:
    """The answer that is meant: `HTTPConnection.getresponse` takes 102 and 103 for it, which only announce one."""
    while True:
        response = HTTPResponse(connection, method="POST")
        response.begin()
        if response.status >= 200 or response.status == SWITCHING_PROTOCOLS:
            return response


class _Bounded:
    """A connection as `http.client` uses one, of which no more than `LARGEST_ANSWER` can be read."""

    def __init__(self, connection: socket.socket) -> None:
        self.sendall = connection.sendall
        self._received = _Kept(_Received(connection))

    def makefile(self, _mode: str) -> io.BufferedReader:
        """The same each time: what it has read ahead belongs to the next answer."""
        return self._received

    def close(self) -> None:
        """Left to who made the connection."""


class _Kept(io.BufferedReader):
    def close(self) -> None:
        """Not with an interim answer: the next one lies in it already."""


class _Received(io.RawIOBase):
    def __init__(self, connection: socket.socket) -> None:
        self._connection, self._left = connection, LARGEST_ANSWER

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        wanted = min(len(buffer), self._left)
        received = self._connection.recv_into(buffer, wanted) if wanted else 0  # of 0 bytes it would fill the buffer
        self._left -= received
        return received


def _trouble(fault: Exception) -> Trouble:
    match fault:
        case ssl.SSLCertVerificationError():
            return Trouble.CERTIFICATE
        case ssl.SSLEOFError() | ssl.SSLZeroReturnError():
            return Trouble.CONNECTION
        case ssl.SSLError():
            return Trouble.TLS
        case TimeoutError():
            return Trouble.TIME
        case OSError():
            return Trouble.CONNECTION
    if type(fault) is HTTPException:  # its only use: more headers than `http.client` takes
        return Trouble.HEADERS
    return Trouble.ANSWER


def _seconds(retry_after: str) -> int:
    """Retry-After is a number of seconds or a date; anything else says nothing."""
    if re.fullmatch(r"[0-9]{1,9}", retry_after.strip()):
        return int(retry_after)
    try:
        at = parsedate_to_datetime(retry_after)
        return max(0, int(((at if at.tzinfo else at.replace(tzinfo=UTC)) - now()).total_seconds()))
    except (ValueError, OverflowError):
        return 0
