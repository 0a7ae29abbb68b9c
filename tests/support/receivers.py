"""Receivers of webhooks for tests: servers on loopback that answer as the test says, well or badly."""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from faktura.core.clock import now

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

Act = Callable[[socket.socket], None]


@dataclass(frozen=True)
class Received:
    """One request as it arrived."""

    line: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """A server on loopback. The n-th request gets the n-th of `answers`; all later ones get the last.

    An answer is its bytes, or a function that is called with the connection once the request is read.
    """

    answers: Sequence[bytes | Act]
    port: int = 0
    received: list[Received] = field(default_factory=list)

    def serve(self, connection: socket.socket) -> None:
        request = _request(connection)
        if request is None:
            return
        answer = self.answers[min(len(self.received), len(self.answers) - 1)]
        self.received.append(request)
        if callable(answer):
            answer(connection)
        else:
            connection.sendall(answer)


def http(status: int, body: bytes = b"", **headers: str) -> bytes:
    """An HTTP response; `retry_after="5"` is the header Retry-After."""
    named = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} -\r\nContent-Length: {len(body)}\r\n{named}\r\n".encode() + body


@contextmanager
def receiving(*answers: bytes | Act, tls: ssl.SSLContext | None = None, at: str = "127.0.0.1") -> Iterator[Receiver]:
    """A receiver that serves inside the block."""
    receiver = Receiver(answers or [OK])
    listener = socket.create_server((at, 0), family=socket.AF_INET6 if ":" in at else socket.AF_INET)
    receiver.port = listener.getsockname()[1]
    threading.Thread(target=_accept, args=(listener, receiver, tls), daemon=True).start()
    try:
        yield receiver
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)  # or it would accept once more
        listener.close()


def certificate(folder: Path, *names: str, is_over: bool = False) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS with a self-signed certificate for `names`, and the file that makes clients trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a receiver")])
    begin = now() - timedelta(days=30)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=1 if is_over else 60))
        .add_extension(x509.SubjectAlternativeName([_subject(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    kept, keys = folder / "certificate.pem", folder / "key.pem"
    kept.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    keys.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, plain)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(kept, keys)
    return context, kept


def _accept(listener: socket.socket, receiver: Receiver, tls: ssl.SSLContext | None) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(connection, receiver, tls), daemon=True).start()


def _serve(connection: socket.socket, receiver: Receiver, tls: ssl.SSLContext | None) -> None:
    with connection, suppress(OSError):
        if tls is None:
            receiver.serve(connection)
        else:
            with tls.wrap_socket(connection, server_side=True) as secured:
                receiver.serve(secured)


def _request(connection: socket.socket) -> Received | None:
    raw = b""
    while b"\r\n\r\n" not in raw:
        if not (part := connection.recv(65_536)):
            return None
        raw += part
    head, _, body = raw.partition(b"\r\n\r\n")
    line, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    while len(body) < int(headers.get("Content-Length", 0)):
        if not (part := connection.recv(65_536)):
            return None
        body += part
    return Received(line, headers, body)


def _subject(name: str) -> x509.GeneralName:
    with suppress(ValueError):
        return x509.IPAddress(ipaddress.ip_address(name))
    return x509.DNSName(name)
