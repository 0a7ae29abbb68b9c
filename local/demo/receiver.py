"""A receiver of webhooks on loopback, like an insurer's. `standardwebhooks` is the public library."""

from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest, new
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from threading import Thread
from types import TracebackType

from standardwebhooks import Webhook, WebhookVerificationError

from faktura.capture.webhooks.signature import encoded_secret
from local.demo.caller import TourError
from local.demo_clients import WEBHOOK_SECRET

_PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Attempt:
    """A received webhook, and the status of the answer."""

    headers: dict[str, str]
    body: bytes
    answered: int

    @property
    def is_signed(self) -> bool:
        """Whether `X-Request-Signature` is the signature of the body."""
        expected = new(WEBHOOK_SECRET.encode(), self.body, sha256).hexdigest()
        return compare_digest(self.headers["X-Request-Signature"], expected)

    @property
    def is_standard(self) -> bool:
        """Whether the Standard Webhooks library accepts it."""
        try:
            Webhook(encoded_secret(WEBHOOK_SECRET)).verify(self.body, self.headers)
        except WebhookVerificationError:
            return False
        return True


class Receiver(ThreadingHTTPServer):
    """Answers the first attempt with the first status, and so on. It listens until the block ends."""

    def __init__(self, *statuses: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/webhook"
        self._statuses = iter(statuses)
        self._came: Queue[Attempt] = Queue()

    def __enter__(self) -> "Receiver":
        Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.shutdown()
        self.server_close()

    def take(self, headers: dict[str, str], body: bytes) -> int:
        """Keep an attempt. Returns the status of the answer."""
        attempt = Attempt(headers, body, next(self._statuses, 200))
        self._came.put(attempt)
        return attempt.answered

    def next(self) -> Attempt:
        """Wait for the next attempt. Raises TourError if none comes."""
        try:
            return self._came.get(timeout=_PATIENCE_SECONDS)
        except Empty:
            raise TourError(f"No webhook came to {self.url} within {_PATIENCE_SECONDS} s.") from None


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.server.take(dict(self.headers), body))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Log nothing: the demo shows the call."""
