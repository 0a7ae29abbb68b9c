"""A connection to a server that we do not trust: to an address that was checked, and closed when its time is up.

The name is resolved once, every address is checked, and the connection goes to one of those. DNS is not asked again.
"""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from ipaddress import ip_address
from itertools import zip_longest
from queue import Empty, SimpleQueue
from threading import Thread, Timer
from time import monotonic
from types import TracebackType
from typing import Self

import certifi

from faktura.capture.webhooks.address import is_loopback, may_be_called
from faktura.capture.webhooks.target import Target

MAX_ADDRESSES = 4
"""How many addresses of a name are tried, so that each has some seconds."""


class NoResponseReason(StrEnum):
    """Why there was no response, for the MGA. It reveals no address and nothing internal."""

    NAME = "The host name was not found."
    ADDRESS = "The host is not on the public internet."
    CONNECTION = "The connection could not be made or was lost."
    CERTIFICATE = "The server's certificate is not valid for the host."
    TLS = "The server did not agree on TLS 1.2 or newer."
    TIME = "The server took too long."
    PROTOCOL = "The server's answer was not HTTP."
    HEADERS = "The server's answer had too many headers."


class NoResponse(Exception):
    """The server sent no response."""

    def __init__(self, reason: NoResponseReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class TimeLimit:
    """Closes the connection it guards after so many seconds. The timeout of a read would restart with every byte."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds
        self._timer = Timer(seconds, self._close)
        self._timer.daemon = True
        self._guarded: socket.socket | None = None

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()

    @property
    def left(self) -> float:
        """Seconds left, more than 0; else `NoResponse`."""
        if (left := self._end - monotonic()) > 0:
            return left
        raise NoResponse(NoResponseReason.TIME)

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return monotonic() >= self._end

    def guard(self, connection: socket.socket) -> None:
        """Close this connection when the time is up, even while another call uses it."""
        self._guarded = connection
        connection.settimeout(self.left)

    def _close(self) -> None:
        if self._guarded:
            with suppress(OSError):  # closed already; `SSLSocket.shutdown` would take TLS from under a running read
                socket.socket.shutdown(self._guarded, socket.SHUT_RDWR)


@contextmanager
def connected(target: Target, limit: TimeLimit) -> Iterator[socket.socket]:
    """A connection to the target, over TLS with the host verified if it is https; else `NoResponse`."""
    addresses = _resolved(target, limit.left)
    if not all(_may_be_called(target, address) for address in addresses):
        raise NoResponse(NoResponseReason.ADDRESS)
    with _first_connection(_to_try(addresses), target.port, limit) as plain:
        limit.guard(plain)
        if not target.is_secure:
            yield plain
            return
        with _secured(plain, target.host, limit) as secured:
            yield secured


def _resolved(target: Target, seconds: float) -> list[str]:
    """The host's addresses. The system's resolver has no timeout, so it runs in a thread, abandoned if slow."""
    answers: SimpleQueue[list[str]] = SimpleQueue()

    def resolve() -> None:
        try:
            found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
            answers.put([str(entry[4][0]) for entry in found])
        except (OSError, UnicodeError):
            answers.put([])

    Thread(target=resolve, daemon=True).start()
    try:
        addresses = answers.get(timeout=seconds)
    except Empty:
        raise NoResponse(NoResponseReason.TIME) from None
    if not addresses:
        raise NoResponse(NoResponseReason.NAME)
    return list(dict.fromkeys(addresses))


def _may_be_called(target: Target, address: str) -> bool:
    return may_be_called(address) and (target.is_secure or is_loopback(ip_address(address)))


def _to_try(addresses: list[str]) -> list[str]:
    """At most `MAX_ADDRESSES`, in the resolver's order, of both families if there are both: one may be unreachable."""
    families = [[address for address in addresses if (":" in address) is of_six] for of_six in (True, False)]
    in_turn = [address for pair in zip_longest(*families) for address in pair if address]
    return [address for address in addresses if address in in_turn[:MAX_ADDRESSES]]


def _first_connection(addresses: list[str], port: int, limit: TimeLimit) -> socket.socket:
    """A connection to the first address that accepts one. Each has an equal share of the time left."""
    for untried in range(len(addresses), 0, -1):
        try:
            return _connection(addresses[-untried], port, limit.left / untried)
        except OSError as fault:  # also of a family that this machine does not support
            last = fault
    raise NoResponse(NoResponseReason.TIME if isinstance(last, TimeoutError) else NoResponseReason.CONNECTION)


def _connection(address: str, port: int, seconds: float) -> socket.socket:
    connection = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect((address, port))
    except BaseException:
        connection.close()
        raise
    return connection


def _secured(plain: socket.socket, host: str, limit: TimeLimit) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=certifi.where())  # our own copy: the image's may be old or missing
    context.set_alpn_protocols(["http/1.1"])
    secured = context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
    try:
        limit.guard(secured)
        secured.do_handshake()
    except BaseException:
        secured.close()
        raise
    return secured
