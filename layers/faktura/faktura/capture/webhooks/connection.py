"""A connection to a stranger's server: to an address that was judged, and shut when its time is up.

The name is resolved once, every address is judged, and one of those is connected to: nobody asks DNS a second time.
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

MOST_ADDRESSES = 4
"""Of a name that are tried, so that each has some seconds."""


class Trouble(StrEnum):
    """Why there was no answer, in words for the MGA: they name no address, and nothing of ours."""

    NAME = "The host name was not found."
    ADDRESS = "The host is not on the public internet."
    CONNECTION = "The connection could not be made or was lost."
    CERTIFICATE = "The server's certificate is not valid for the host."
    TLS = "The server did not agree on TLS 1.2 or newer."
    TIME = "The server took too long."
    ANSWER = "The server's answer was not HTTP."
    HEADERS = "The server's answer had too many headers."


class NoAnswer(Exception):
    """The exchange came to no answer."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class Watch:
    """Shuts the connection it guards after so many seconds; a read's own timeout begins anew with every drop."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds
        self._timer = Timer(seconds, self._shut)
        self._timer.daemon = True
        self._guarded: socket.socket | None = None

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()

    @property
    def left(self) -> float:
        """Seconds left, more than none; else `NoAnswer`."""
        if (left := self._end - monotonic()) > 0:
            return left
        raise NoAnswer(Trouble.TIME)

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return monotonic() >= self._end

    def guard(self, connection: socket.socket) -> None:
        """Shut this one when the time is up, wherever it is used then."""
        self._guarded = connection
        connection.settimeout(self.left)

    def _shut(self) -> None:
        if self._guarded:
            with suppress(OSError):  # closed already; `SSLSocket.shutdown` would take TLS from under a running read
                socket.socket.shutdown(self._guarded, socket.SHUT_RDWR)


@contextmanager
def connected(target: Target, watch: Watch) -> Iterator[socket.socket]:
    """A connection to the target, over TLS with the name verified where it is https; `NoAnswer` where there is none."""
    addresses = _resolved(target, watch.left)
    if not all(_may_be_called(target, address) for address in addresses):
        raise NoAnswer(Trouble.ADDRESS)
    with _first_connection(_to_try(addresses), target.port, watch) as plain:
        watch.guard(plain)
        if not target.is_secure:
            yield plain
            return
        with _secured(plain, target.host, watch) as secured:
            yield secured


def _resolved(target: Target, seconds: float) -> list[str]:
    """The host's addresses. The system's resolver has no timeout, so it is left behind when it takes too long."""
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
        raise NoAnswer(Trouble.TIME) from None
    if not addresses:
        raise NoAnswer(Trouble.NAME)
    return list(dict.fromkeys(addresses))


def _may_be_called(target: Target, address: str) -> bool:
    return may_be_called(address) and (target.is_secure or is_loopback(ip_address(address)))


def _to_try(addresses: list[str]) -> list[str]:
    """At most `MOST_ADDRESSES` in the resolver's order, of both families where there are both: one may lead nowhere."""
    families = [[address for address in addresses if (":" in address) is of_six] for of_six in (True, False)]
    in_turn = [address for pair in zip_longest(*families) for address in pair if address]
    return [address for address in addresses if address in in_turn[:MOST_ADDRESSES]]


def _first_connection(addresses: list[str], port: int, watch: Watch) -> socket.socket:
    """A connection to the first address that takes one; each has its share of the time that is left."""
    for untried in range(len(addresses), 0, -1):
        try:
            return _connection(addresses[-untried], port, watch.left / untried)
        except OSError as fault:  # of a family, too, that this machine does not speak
            last = fault
    raise NoAnswer(Trouble.TIME if isinstance(last, TimeoutError) else Trouble.CONNECTION)


def _connection(address: str, port: int, seconds: float) -> socket.socket:
    connection = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect((address, port))
    except BaseException:
        connection.close()
        raise
    return connection


def _secured(plain: socket.socket, host: str, watch: Watch) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=certifi.where())  # shipped: an image's own may be old, or none
    context.set_alpn_protocols(["http/1.1"])
    secured = context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
    try:
        watch.guard(secured)
        secured.do_handshake()
    except BaseException:
        secured.close()
        raise
    return secured
