"""Functions whose processes are killed while they work."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support.local.stacks import Served


@contextmanager
def dying(stack: Served, *functions: str, seconds: float = 0.33) -> Iterator[None]:
    """Inside the block, kill a process of each function (by logical id) every few seconds."""
    names, ended = [stack.physical(function) for function in functions], threading.Event()

    def kill_now_and_then() -> None:
        while not ended.wait(seconds):
            for process in (process for name in names for process in processes_of(name)[:1]):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)

    killer = threading.Thread(target=kill_now_and_then)
    killer.start()
    try:
        yield
    finally:
        ended.set()
        killer.join()


def processes_of(function: str) -> list[int]:
    """The runtime processes of a function in this stack, found by their environment."""
    mark = f"AWS_LAMBDA_FUNCTION_NAME={function}".encode()
    return [int(process.name) for process in Path("/proc").glob("[0-9]*") if mark in environment(process)]


def environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""
