"""AWS services that fail or hang, on loopback."""

import socket
import threading
from typing import Any

import pytest

from faktura.core import aws


class Service:
    """A service on loopback that answers each connection with the next status of `answers`, then hangs."""

    def __init__(self, *answers: int) -> None:
        self.answers, self.connections = list(answers), list[socket.socket]()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        for one in [self._listener, *self.connections]:
            one.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections.append(connection)
            if self.answers:
                connection.recv(65536)
                head = f"HTTP/1.1 {self.answers.pop(0)} -\r\nContent-Length: 2\r\nConnection: close\r\n\r\n"
                connection.sendall(head.encode() + b"{}")
                connection.close()


def client_of(monkeypatch: pytest.MonkeyPatch, name: str, service: Service) -> Any:
    """A client of the service, as the product makes it."""
    monkeypatch.setenv(f"AWS_ENDPOINT_URL_{name.upper()}", service.url)
    return aws.client.__wrapped__(name)
