"""One exchange with a server on loopback, whatever the server does."""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import certifi
import pytest
import time_machine

from faktura.capture.webhooks import connection, exchange
from faktura.capture.webhooks.connection import NoResponse, NoResponseReason
from faktura.capture.webhooks.exchange import ServerResponse, post
from faktura.capture.webhooks.target import Target
from tests.support.architecture.template import ROOT
from tests.support.receivers import (
    OK,
    Receiver,
    certificate,
    http,
    receiving,
)

BODY = b'{"requestId":"r1"}'
JSON = {"Content-Type": "application/json"}
HTTP = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture(autouse=True)
def _loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOOPBACK_ALLOWED", "yes")


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> float:
    """A short timeout for these tests, in seconds."""
    monkeypatch.setattr(exchange, "TIMEOUT_SECONDS", 0.4)
    return 0.4


def to(receiver: Receiver, scheme: str = "http", host: str = "127.0.0.1", path: str = "/hook") -> Target:
    return Target.parse(f"{scheme}://{host}:{receiver.port}{path}")


def reason_of(target: Target) -> NoResponseReason:
    with pytest.raises(NoResponse) as failure:
        post(target, JSON, BODY)
    return failure.value.reason


def drip(opening: bytes, drop: bytes) -> Callable[[socket.socket], None]:
    def act(connection: socket.socket) -> None:
        connection.sendall(opening)
        with suppress(OSError):
            while True:
                time.sleep(0.05)
                connection.sendall(drop)

    return act


def flood(opening: bytes, drop: bytes, sent: list[int]) -> Callable[[socket.socket], None]:
    def act(connection: socket.socket) -> None:
        connection.sendall(opening)
        with suppress(OSError):
            for _ in range(2_000):
                sent.append(connection.send(drop))

    return act


def test_the_limits_are_the_documented_ones() -> None:
    assert (exchange.TIMEOUT_SECONDS, exchange.MAX_RESPONSE_BYTES) == (15, 64 * 1024)


def test_the_body_arrives_unchanged_with_the_headers_and_the_host() -> None:
    with receiving(OK) as receiver:
        answered = post(to(receiver, path="/hook?a=b"), JSON, BODY)

    assert answered == ServerResponse(200)
    [request] = receiver.received
    assert (request.line, request.body) == ("POST /hook?a=b HTTP/1.1", BODY)
    assert request.headers == {
        "Host": f"127.0.0.1:{receiver.port}",
        "Accept-Encoding": "identity",
        "Content-Length": str(len(BODY)),
        "User-Agent": "Faktura-Webhooks/1",
        "Connection": "close",
        "Content-Type": "application/json",
    }


def test_no_redirect_is_followed() -> None:
    with receiving(OK) as elsewhere, receiving(http(307, Location=f"http://127.0.0.1:{elsewhere.port}/")) as receiver:
        answered = post(to(receiver), JSON, BODY)

    assert answered == ServerResponse(307)
    assert elsewhere.received == []


def test_the_environments_proxy_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(http(204)) as receiver, receiving(OK) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        answered = post(to(receiver), JSON, BODY)

    assert (answered, proxy.received) == (ServerResponse(204), [])


@pytest.mark.parametrize("status", [200, 201, 204, 299, 304, 400, 404, 410, 429, 500, 503, 999])
def test_the_status_is_returned(status: int) -> None:
    with receiving(http(status)) as receiver:
        assert post(to(receiver), JSON, BODY) == ServerResponse(status)


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("Thu, 26 Nov 2026 01:00:30 GMT", 30),
        ("Thu, 26 Nov 2026 01:00:30 -0000", 30),
        ("Thu, 26 Nov 2026 00:59:00 GMT", 0),
        ("999999999", 999_999_999),
        ("9" * 5_000, 0),
        ("-5", 0),
        ("1.5", 0),
        ("soon", 0),
        ("Thu, 99 Nov 99999 01:00:30 GMT", 0),
    ],
)
def test_retry_after_is_seconds_or_a_date(retry_after: str, seconds: int) -> None:
    with time_machine.travel("2026-11-26T01:00:00Z", tick=False), receiving(http(503, Retry_After=retry_after)) as busy:
        answered = post(to(busy), JSON, BODY)

    assert answered == ServerResponse(503, seconds)


@pytest.mark.parametrize(
    "opening",
    [
        HTTP + b"\r\n",
        HTTP + b"Content-Length: 100000000\r\n\r\n",
        HTTP + b"Transfer-Encoding: chunked\r\n\r\nfffffff\r\n",
        HTTP + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n",
        HTTP + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(50_000_000)),
    ],
    ids=["until it closes", "of a length", "in chunks", "in chunks of less than nothing", "compressed"],
)
def test_64_kb_of_a_large_response_are_read(opening: bytes) -> None:
    sent: list[int] = []
    read = 0
    received = exchange._Received.readinto

    def counted(answer: exchange._Received, buffer: object) -> int:
        nonlocal read
        read += (count := received(answer, buffer))
        return count

    with receiving(flood(opening, bytes(65_536), sent)) as receiver, pytest.MonkeyPatch.context() as patch:
        patch.setattr(exchange._Received, "readinto", counted)
        answered = post(to(receiver), JSON, BODY)

    assert answered == ServerResponse(200)
    assert read <= 65_536


@pytest.mark.parametrize(
    "answer",
    [
        drip(b"", b""),
        drip(b"", b"H"),
        drip(HTTP, b"X: y\r\n"),
        drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        drip(HTTP + b"Content-Length: 1000\r\n\r\n", b"x"),
        drip(HTTP + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        drip(HTTP + b"\r\n", b"x"),
    ],
    ids=["silence", "status line", "headers", "interim answers", "body", "chunks", "body without length"],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_that_responds_in_drips_is_left_when_the_time_is_up(
    soon: float, answer: Callable[[socket.socket], None], scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls, trusted = certificate(tmp_path, "localhost")
    monkeypatch.setattr(certifi, "where", lambda: str(trusted))
    with receiving(answer, tls=tls if scheme == "https" else None) as receiver:
        begin = time.perf_counter()
        found = reason_of(to(receiver, scheme, "localhost"))

    assert found is NoResponseReason.TIME
    assert time.perf_counter() - begin < soon + 2


@pytest.mark.usefixtures("soon")
def test_a_server_that_never_finishes_its_handshake_is_left_when_the_time_is_up() -> None:
    with receiving(drip(b"", b"")) as receiver:
        assert reason_of(to(receiver, "https")) is NoResponseReason.TIME


@pytest.mark.usefixtures("soon")
def test_a_resolver_that_hangs_is_left_when_the_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    target = Target.parse("https://example.com/")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(1) or [])

    assert reason_of(target) is NoResponseReason.TIME


def test_a_truncated_response_counts_by_its_status() -> None:
    with receiving(HTTP + b"Content-Length: 1000\r\n\r\nhalf") as receiver:
        assert post(to(receiver), JSON, BODY) == ServerResponse(200)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b"", NoResponseReason.CONNECTION),
        (b"SSH-2.0-OpenSSH_9.9\r\n", NoResponseReason.PROTOCOL),
        (b"HTTP/9.9 200 OK\r\n\r\n", NoResponseReason.PROTOCOL),
        (b"HTTP/1.1 2x0 OK\r\n\r\n", NoResponseReason.PROTOCOL),
        (HTTP + b"X: y\r\n" * 200 + b"\r\n", NoResponseReason.HEADERS),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 10_000, NoResponseReason.PROTOCOL),
    ],
    ids=["none", "ssh", "version", "status", "many headers", "interim answers for ever"],
)
def test_an_invalid_response_has_its_reason(answer: bytes, expected: NoResponseReason) -> None:
    with receiving(answer) as receiver:
        assert reason_of(to(receiver)) in {expected, NoResponseReason.CONNECTION}


@pytest.mark.parametrize("interim", [100, 102, 103, 199])
def test_an_interim_response_is_not_the_final_one(interim: int) -> None:
    announced = f"HTTP/1.1 {interim} -\r\nLink: </a>\r\n\r\n".encode()
    with receiving(announced * 3 + http(204)) as receiver:
        assert post(to(receiver), JSON, BODY) == ServerResponse(204)


def test_an_unrequested_change_of_protocols_is_the_final_response() -> None:
    with receiving(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n") as receiver:
        assert post(to(receiver), JSON, BODY) == ServerResponse(101)


@pytest.mark.parametrize("fault", [BrokenPipeError, ConnectionResetError, ssl.SSLEOFError])
def test_a_server_that_responds_without_reading_the_whole_body_has_responded(fault: type[OSError]) -> None:
    class Halfway:
        """A connection from which the server stops reading once it has responded."""

        def __init__(self, answer: bytes) -> None:
            self._left = answer

        def sendall(self, data: bytes) -> None:
            if b"HTTP/1.1" not in data:
                raise fault

        def recv_into(self, buffer: memoryview, wanted: int) -> int:
            part, self._left = self._left[:wanted], self._left[wanted:]
            buffer[: len(part)] = part
            return len(part)

    target = Target.parse("https://example.com/")

    assert exchange._exchanged(cast(Any, Halfway(OK)), target, JSON, BODY) == ServerResponse(200)


@pytest.mark.parametrize("moment", ["handshake", "answer"])
def test_a_lost_tls_connection_has_its_reason(moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tls, trusted = certificate(tmp_path, "localhost")
    monkeypatch.setattr(certifi, "where", lambda: str(trusted))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            if moment == "handshake":
                connection.recv(65_536)
            else:
                secured = tls.wrap_socket(connection, server_side=True)
                secured.recv(65_536)
                socket.socket(fileno=secured.detach()).close()  # without closing TLS

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        target = Target.parse(f"https://localhost:{listener.getsockname()[1]}/")

        assert reason_of(target) is NoResponseReason.CONNECTION


def test_the_trusted_certificates_are_ours_and_not_the_images(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tls, trusted = certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with receiving(OK, tls=tls) as receiver:
        found = reason_of(to(receiver, "https", "localhost"))

    assert found is NoResponseReason.CERTIFICATE
    assert "certifi==" in (ROOT / "layers" / "dependencies" / "requirements.txt").read_text("utf-8")


def test_a_refused_connection_has_its_reason() -> None:
    with receiving() as receiver:
        pass

    assert reason_of(to(receiver)) is NoResponseReason.CONNECTION


def test_an_unknown_name_has_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    target = Target.parse("https://nobody.example/")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: (_ for _ in ()).throw(socket.gaierror(-2, "?")))

    assert reason_of(target) is NoResponseReason.NAME


def test_the_name_is_verified_at_the_address_that_was_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tls, trusted = certificate(tmp_path, "hooks.example.com")
    names: list[str | None] = []
    tls.sni_callback = lambda _connection, name, _context: names.append(name)
    monkeypatch.setattr(certifi, "where", lambda: str(trusted))
    with receiving(OK, tls=tls) as receiver:
        monkeypatch.setattr(socket, "getaddrinfo", resolving("127.0.0.1"))
        answered = post(to(receiver, "https", "hooks.example.com"), JSON, BODY)

    assert (answered, names) == (ServerResponse(200), ["hooks.example.com"])
    assert receiver.received[0].headers["Host"] == f"hooks.example.com:{receiver.port}"


@pytest.mark.parametrize("wrong", ["another name", "self-signed", "over"])
def test_an_invalid_certificate_ends_the_exchange(wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tls, trusted = certificate(
        tmp_path, "other.example" if wrong == "another name" else "localhost", is_over=wrong == "over"
    )
    if wrong != "self-signed":
        monkeypatch.setattr(certifi, "where", lambda: str(trusted))
    with receiving(OK, tls=tls) as receiver:
        found = reason_of(to(receiver, "https", "localhost"))

    assert (found, receiver.received) == (NoResponseReason.CERTIFICATE, [])


def test_a_server_without_tls_has_its_reason() -> None:
    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65_536)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        target = Target.parse(f"https://127.0.0.1:{listener.getsockname()[1]}/")

        assert reason_of(target) is NoResponseReason.TLS


def test_the_next_address_is_tried_if_one_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(OK) as receiver:
        monkeypatch.setattr(socket, "getaddrinfo", resolving("127.0.0.2", "::1", "127.0.0.1"))
        answered = post(to(receiver, host="localhost"), JSON, BODY)

    assert answered == ServerResponse(200)


def test_an_address_family_that_this_machine_does_not_support_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.socket

    def spoken(family: int = -1, *terms: Any, **rest: Any) -> socket.socket:
        if family == socket.AF_INET6:
            raise OSError(97, "Address family not supported by protocol")
        return real(family, *terms, **rest)

    with receiving(OK) as receiver:
        monkeypatch.setattr(socket, "getaddrinfo", resolving("::1", "127.0.0.1"))
        monkeypatch.setattr(connection.socket, "socket", spoken)
        answered = post(to(receiver, host="localhost"), JSON, BODY)

    assert answered == ServerResponse(200)


@pytest.mark.parametrize(
    ("found", "tried"),
    [
        (["2606:4700::1", "8.8.8.8"], ["2606:4700::1", "8.8.8.8"]),
        ([f"8.8.8.{n}" for n in range(9)], [f"8.8.8.{n}" for n in range(4)]),
        (
            [*(f"2606:4700::{n}" for n in range(1, 9)), "8.8.8.8", "8.8.4.4", "1.1.1.1"],
            ["2606:4700::1", "2606:4700::2", "8.8.8.8", "8.8.4.4"],
        ),
        (
            [*(f"2606:4700::{n}" for n in range(1, 9)), "8.8.8.8"],
            ["2606:4700::1", "2606:4700::2", "2606:4700::3", "8.8.8.8"],
        ),
    ],
    ids=["all", "of one family", "of both", "of both, one rare"],
)
def test_four_of_many_addresses_are_tried(found: list[str], tried: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []

    def connect(_: socket.socket, where: tuple[str, int]) -> None:
        connected.append(where[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolving(*found))
    monkeypatch.setattr(socket.socket, "connect", connect)

    assert reason_of(Target.parse("https://example.com/")) is NoResponseReason.CONNECTION
    assert connected == tried


def resolving(*addresses: str) -> Callable[..., object]:
    def getaddrinfo(_host: str, port: int | None, *_terms: object, **rest: object) -> object:
        if rest.get("flags"):  # a URL is being parsed
            raise socket.gaierror(-2, "no number")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return getaddrinfo
