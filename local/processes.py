"""Child processes that do not outlive this one, be it killed."""

import os
import random
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

MORTAL = (sys.executable, "-I", "-S", str(Path(__file__).with_name("mortal.py")))

# The kernel watches the thread that started a child, not the process: all are started by one thread that stays.
_starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="starter")


def start(
    program: Sequence[str], environment: Mapping[str, str], folder: Path, log: BinaryIO
) -> subprocess.Popen[bytes]:
    """Start `program` in `folder` with exactly `environment`; both its outputs go to `log`."""
    return _starter.submit(
        subprocess.Popen,
        [*MORTAL, str(os.getpid()), *program],
        env=dict(environment),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
    ).result()


def free_port() -> int:
    """A loopback port that nobody has at the moment, below those that the kernel gives to outgoing connections."""
    while True:
        port = random.randint(20_000, 30_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
