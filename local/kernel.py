"""Facts about a process from the Linux kernel (x86 or ARM): its listening port, and whether it has children."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_LISTENS = "0A"
"""The state LISTEN in /proc/net/tcp."""


def port_of(process: int, address: str) -> int | None:
    """The port on which the process (an id) itself listens at a loopback address. None if it does not listen."""
    home = Path(f"/proc/{process}")
    place = "".join(f"{int(part):02X}" for part in reversed(address.split(".")))
    with suppress(OSError):  # the process has ended
        sockets = set(_links(home / "fd"))
        for row in (home / "net" / "tcp").read_text().splitlines()[1:]:
            _, local, _, state, *_, inode = row.split()[:10]
            at, _, port = local.partition(":")
            if (at, state) == (place, _LISTENS) and f"socket:[{inode}]" in sockets:
                return int(port, 16)
    return None


def is_childless(process: int) -> bool:
    """Whether the process (an id) has no child process. False if the kernel does not say."""
    try:
        with os.scandir(f"/proc/{process}/task") as threads:
            return not any(map(_children, threads))
    except OSError:
        return False


def _children(thread: os.DirEntry[str]) -> bytes:
    with open(f"{thread.path}/children", "rb", buffering=0) as ids:  # noqa: PTH123 -- each call of a function is here
        return ids.read()


def _links(folder: Path) -> Iterator[str]:
    for entry in folder.iterdir():
        with suppress(OSError):  # closed since it was listed
            yield str(entry.readlink())
