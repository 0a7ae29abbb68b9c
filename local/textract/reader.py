"""Runs the reader process: one document at a time. It starts on demand and is replaced when it fails."""

import json
import os
import subprocess
import sys
import threading
from hashlib import sha256
from typing import Any, TextIO, cast

from local.textract.errors import BadDocument, InternalFailure, Throttled

MAX_SECONDS_PER_DOCUMENT = 60.0
"""A page takes a second or two, on a busy machine much longer."""
MAX_IDLE_SECONDS = 60.0
"""After this time the idle process ends, because it uses 400 MB."""
MAX_DOCUMENTS_PER_PROCESS = 50
"""After these documents the process is replaced: pages of different sizes fragment its memory, up to 1.1 GB."""


MAX_HUNG_DOCUMENTS = 100
"""Documents that are remembered, so that each hangs the reader at most twice."""
MAX_WAITING = 4
"""Documents that may wait. Each takes a second or two, and callers give up after ten seconds."""


class Reader:
    """Reads documents in a separate process. Thread-safe; a few callers may wait for their turn."""

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

        Raises BadDocument if the reader died or hung twice on it (a hostile document), InternalFailure if it hung once,
        and Throttled if too many callers wait.
        """
        if not self._places.acquire(blocking=False):
            raise Throttled
        try:
            return self._read_in_turn(operation, document)
        finally:
            self._places.release()

    def close(self) -> None:
        """End the process at once. The next document starts another."""
        with self._turn:
            self._end()

    def kill(self) -> None:
        """End the process even while it reads. Used when the server ends."""
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
                # a second attempt, because the process may have been killed from outside
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
        if not reply.endswith("\n"):  # it died, perhaps within a line
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
