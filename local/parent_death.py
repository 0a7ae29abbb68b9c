"""Run a program that the Linux kernel kills when its parent process ends in any way.

    python -I -S parent_death.py PARENT PROGRAM ARGUMENT...

PARENT is the parent's process id, or 0 if it is unknown. With an id, a parent that has already ended is noticed too.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def become(program: list[str], parent: int = 0) -> None:
    """Replace this process by `program`."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if parent not in (0, os.getppid()):
        sys.exit("the parent has ended")
    os.execv(program[0], program)  # noqa: S606 -- no shell wanted


if __name__ == "__main__":
    become(sys.argv[2:], int(sys.argv[1]))
