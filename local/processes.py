"""Child processes that end with this process, even if it is killed."""

import errno
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

_BESIDE = Path(__file__).parent
BOUND_TO_PARENT = (sys.executable, "-I", "-S", str(_BESIDE / "parent_death.py"))
RUNTIME = (sys.executable, "-I", "-S", str(_BESIDE / "runtime.py"))

_LOG = logging.getLogger(__name__)

_BACKLOG = 128
"""Connections that may wait to be accepted."""

_MAX_SECONDS_TO_END = 3.0

# The pause before a restart grows from the first to the maximum. After a long life it starts again with the first.
_FIRST_PAUSE_SECONDS, _MAX_PAUSE_SECONDS, _LONG_LIFE_SECONDS = 0.25, 30.0, 60.0

# The kernel watches the thread that started a child, not the process. So one permanent thread starts them all.
_starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="starter")


def start(
    program: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    log: BinaryIO,
    listener: socket.socket | None = None,
) -> subprocess.Popen[bytes]:
    """Start `program` in `folder` with exactly `environment`. It inherits `listener` under the same file number.

    Its output and its errors go to `log`.
    """
    return _starter.submit(
        subprocess.Popen,
        [*BOUND_TO_PARENT, str(os.getpid()), *program],
        env=dict(environment),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        pass_fds=[listener.fileno()] if listener else [],
    ).result()


def listening(port: int = 0, variable: str = "") -> socket.socket:
    """A socket that listens on a loopback port. Port 0 takes a free one.

    Servers take over the socket: if they bound the port again, another process could have taken it meanwhile.
    Raises SystemExit if the port is taken; the message names the `variable` that changes it.
    """
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(_BACKLOG)
    except (OSError, OverflowError) as fault:
        listener.close()
        is_taken = isinstance(fault, OSError) and fault.errno == errno.EADDRINUSE
        why = "is taken" if is_taken else f"cannot be used ({fault})"
        raise SystemExit(f"Port {port} {why}. Set {variable} to another port.") from fault
    return listener


def url_of(listener: socket.socket) -> str:
    """The URL of `listener`."""
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


class SupervisedProcess:
    """A child process that is restarted when it dies, after a growing pause, until it is stopped."""

    def __init__(self, name: str, begin: Callable[[], "subprocess.Popen[bytes]"]) -> None:
        self._name, self._begin = name, begin
        self._stopped = threading.Event()
        self._process = begin()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def stop(self) -> None:
        """End the process and do not restart it. A process that hangs is killed after a short time."""
        self._stopped.set()
        self._process.terminate()
        self._keeper.join(_MAX_SECONDS_TO_END)
        self._process.kill()
        self._keeper.join()

    def _keep(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while True:
            began = time.monotonic()
            self._process.wait()
            had_long_life = time.monotonic() - began > _LONG_LIFE_SECONDS
            pause = _FIRST_PAUSE_SECONDS if had_long_life else min(2 * pause, _MAX_PAUSE_SECONDS)
            if not self._stopped.is_set():
                _LOG.warning("%s has died (%s). It restarts in %s s.", self._name, death(self._process), pause)
            if self._stopped.wait(pause):
                return
            self._process = self._begin()
            if self._stopped.is_set():  # stopped meanwhile
                self._process.terminate()


def death(process: "subprocess.Popen[bytes]") -> str:
    """How a process ended, in words."""
    code = process.poll() or 0
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
