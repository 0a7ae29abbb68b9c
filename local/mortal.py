"""Become another program that the kernel kills when its parent is gone, however the parent went (Linux).

    python -I -S mortal.py PARENT PROGRAM ARGUMENT...

PARENT is the parent's process id, or 0 where it is not known. It catches a parent that died before the kernel was told.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def become(program: list[str], parent: int = 0) -> None:
    """Run `program` in place of this one."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if parent not in (0, os.getppid()):
        sys.exit("the parent is gone")
    os.execv(program[0], program)  # noqa: S606 -- no shell wanted


if __name__ == "__main__":
    become(sys.argv[2:], int(sys.argv[1]))
