"""A proxy between a client and a stack that changes the stack's answers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import urllib3

_http = urllib3.PoolManager(retries=False, timeout=40)
_OF_THE_CONNECTION = {"connection", "content-length", "date", "server", "transfer-encoding", "host"}


@dataclass
class Answered:
    """An answer that a change may modify."""

    status: int
    headers: dict[str, str]
    body: bytes
    method: str
    path: str


class AnswerLost(Exception):
    """Raised by a change: the connection ends without an answer."""


Change = Callable[[Answered], object]


@contextmanager
def distorting(url: str, change: Change) -> Iterator[str]:
    """The URL of a proxy for the stack at `url`, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _OF_THE_CONNECTION}
            answer = _http.request(self.command, url + self.path, headers=headers, body=body, decode_content=False)
            kept = {name: value for name, value in answer.headers.items() if name.lower() not in _OF_THE_CONNECTION}
            answered = Answered(
                answer.status,
                {name: value.replace(url, here) for name, value in kept.items()},
                answer.data,
                self.command,
                self.path,
            )
            try:
                change(answered)
            except AnswerLost:
                self.close_connection = True
                return
            self.send_response_only(answered.status)
            for name, value in {**answered.headers, "Content-Length": str(len(answered.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answered.body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = handle_any  # noqa: N815  # as http.server names them

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
