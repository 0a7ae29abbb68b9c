"""Child processes that do not outlive this one, be it killed."""

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
MORTAL = (sys.executable, "-I", "-S", str(_BESIDE / "mortal.py"))
RUNTIME = (sys.executable, "-I", "-S", str(_BESIDE / "runtime.py"))

_LOG = logging.getLogger(__name__)

_WAITING = 128
"""Connections that wait to be accepted."""

_SECONDS_TO_END = 3.0

# Seconds from a death to the next start, and a life after which the first pause is due again.
_FIRST_PAUSE, _LONGEST_PAUSE, _LONG_LIFE = 0.25, 30.0, 60.0

# The kernel watches the thread that started a child, not the process: all are started by one thread that stays.
_starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="starter")


def start(
    program: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    log: BinaryIO,
    listener: socket.socket | None = None,
) -> subprocess.Popen[bytes]:
    """Start `program` in `folder` with exactly `environment`, and `listener` under its number here.

    Both its outputs go to `log`.
    """
    return _starter.submit(
        subprocess.Popen,
        [*MORTAL, str(os.getpid()), *program],
        env=dict(environment),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        pass_fds=[listener.fileno()] if listener else [],
    ).result()


def listening(port: int = 0, variable: str = "") -> socket.socket:
    """A socket that listens on a loopback port, which is ours from here on; port 0 takes a free one.

    It is passed on to whoever serves: a port that is looked for, let go and taken again may be another's by then.
    Raises SystemExit, naming the variable that moves the port, where it is another's.
    """
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(_WAITING)
    except (OSError, OverflowError) as fault:
        listener.close()
        is_taken = isinstance(fault, OSError) and fault.errno == errno.EADDRINUSE
        why = "is taken" if is_taken else f"cannot be had ({fault})"
        raise SystemExit(f"Port {port} {why}; {variable} moves it.") from fault
    return listener


def url_of(listener: socket.socket) -> str:
    """Where `listener` is reached."""
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


class Kept:
    """A child process that is started again whenever it dies, later each time, until it is stopped."""

    def __init__(self, name: str, begin: Callable[[], "subprocess.Popen[bytes]"]) -> None:
        self._name, self._begin = name, begin
        self._stopped = threading.Event()
        self._process = begin()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def stop(self) -> None:
        """End it for good, and soon even where it hangs."""
        self._stopped.set()
        self._process.terminate()
        self._keeper.join(_SECONDS_TO_END)
        self._process.kill()
        self._keeper.join()

    def _keep(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            began = time.monotonic()
            self._process.wait()
            pause = _FIRST_PAUSE if time.monotonic() - began > _LONG_LIFE else min(2 * pause, _LONGEST_PAUSE)
            if not self._stopped.is_set():
                _LOG.warning("%s has died (%s); another is started in %s s.", self._name, death(self._process), pause)
            if self._stopped.wait(pause):
                return
            self._process = self._begin()
            if self._stopped.is_set():  # in the meantime
                self._process.terminate()


def death(process: "subprocess.Popen[bytes]") -> str:
    """How a process ended, in words."""
    code = process.poll() or 0
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
