"""The server's hold on the reading process: one document at a time, started on demand, replaced when it fails."""

import json
import os
import subprocess
import sys
import threading
from hashlib import sha256
from typing import Any, TextIO, cast

from local.textract.errors import BadDocument, InternalFailure, Throttled

MAX_SECONDS_PER_DOCUMENT = 60.0
"""A page takes a second or two; on a crowded machine many times that."""
MAX_IDLE_SECONDS = 60.0
"""After which the process is let go: idle it would hold 400 MB."""
MAX_DOCUMENTS_PER_PROCESS = 50
"""After which it is replaced: pages of ever other sizes fragment its memory, towards 1.1 GB."""


MAX_HUNG_DOCUMENTS = 100
"""Documents that are remembered, so that each hangs the reading twice at most."""
MAX_WAITING = 4
"""Documents; each takes a second or two, and callers give one up after ten."""


class Reader:
    """Reads documents in a process of its own; safe to call from many threads, of which a few wait for each other."""

    def __init__(self, s3_endpoint: str | None) -> None:
        self._s3_endpoint = s3_endpoint
        self._turn = threading.Lock()
        self._places = threading.BoundedSemaphore(MAX_WAITING)
        self._process: subprocess.Popen[str] | None = None
        self._leave: threading.Timer | None = None
        self._read = 0
        self._hung: tuple[str, ...] = ()

    def read(self, operation: str, document: Any) -> dict[str, Any]:
        """`{"answer": …}` or `{"refusal": kind, "message": …}`.

        Raises BadDocument where the reading died or hung twice, as of a hostile document; InternalFailure where it
        hung once, and Throttled where too many wait for theirs.
        """
        if not self._places.acquire(blocking=False):
            raise Throttled
        try:
            return self._read_in_turn(operation, document)
        finally:
            self._places.release()

    def close(self) -> None:
        """End the process, at once; the next document starts another."""
        with self._turn:
            self._end()

    def kill(self) -> None:
        """End the process even while it reads; for the server's own end."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def _read_in_turn(self, operation: str, document: Any) -> dict[str, Any]:
        request = {"operation": operation, "document": document, "s3_endpoint": self._s3_endpoint}
        with self._turn:
            if self._leave:
                self._leave.cancel()
            asked = json.dumps(request)
            try:
                # it may have been killed, which is not the document's fault
                reply = self._ask(asked) or self._ask(asked)
            except InternalFailure:
                digest = sha256(asked.encode()).hexdigest()
                if digest in self._hung:
                    raise BadDocument from None
                self._hung = (*self._hung, digest)[-MAX_HUNG_DOCUMENTS:]
                raise
            self._read += 1
            if self._read >= MAX_DOCUMENTS_PER_PROCESS:
                self._end()
            self._leave = threading.Timer(MAX_IDLE_SECONDS, self.close)
            self._leave.daemon = True
            self._leave.start()
        if not reply:
            raise BadDocument
        answered: dict[str, Any] = json.loads(reply)
        return answered

    def _ask(self, request: str) -> str:
        if self._process and self._process.poll() is not None:
            self._end()
        process = self._process = self._process or _started()
        has_hung = threading.Event()

        def end() -> None:
            has_hung.set()
            process.kill()

        limit = threading.Timer(MAX_SECONDS_PER_DOCUMENT, end)
        limit.start()
        requests, replies = cast("TextIO", process.stdin), cast("TextIO", process.stdout)
        try:
            requests.write(request + "\n")
            requests.flush()
            reply = replies.readline()
        except BrokenPipeError:
            reply = ""
        finally:
            limit.cancel()
        if not reply.endswith("\n"):  # it died, maybe in mid-line
            self._end()
            if has_hung.is_set():
                raise InternalFailure
            return ""
        return reply

    def _end(self) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None
        self._read = 0


def _started() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "local.textract.reader_process"]
    search = os.pathsep.join(path for path in sys.path if path)
    return subprocess.Popen(  # noqa: S603  # our own module, by our own interpreter
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": search, "OMP_NUM_THREADS": "2"},
    )
