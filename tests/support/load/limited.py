"""A process with a CPU limit, like the one that Lambda's memory setting imposes."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ONE_CPU = 1769
"""MB of memory at which Lambda gives a function one whole CPU; less gives that share of it.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
"""

_PERIOD = 0.1
"""Seconds in which the share may be used; the process is stopped for the rest of them, as under Linux's CFS."""

_TICK = 0.002


@dataclass(frozen=True)
class LimitedProcess:
    """A command that gets at most `share` of one CPU."""

    command: Sequence[str]
    share: float

    def run(self, environment: Mapping[str, str]) -> str:
        """Run the command; returns its output."""
        process = subprocess.Popen(self.command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own
        try:
            while process.poll() is None:
                self._limit_one_period(process)
            assert process.stdout
            return process.stdout.read()
        finally:
            process.kill()
            process.communicate()

    def _limit_one_period(self, process: "subprocess.Popen[str]") -> None:
        end = time.monotonic() + _PERIOD
        allowed = _cpu_seconds(process.pid) + self.share * _PERIOD
        while process.poll() is None and (left := end - time.monotonic()) > 0:
            if _cpu_seconds(process.pid) >= allowed:
                os.kill(process.pid, signal.SIGSTOP)
                time.sleep(left)
                os.kill(process.pid, signal.SIGCONT)
                return
            time.sleep(_TICK)


def _cpu_seconds(pid: int) -> float:
    """CPU time used by all threads of a process; 0 when it has ended."""
    try:
        return time.clock_gettime(~pid << 3 | 2)  # how Linux numbers the CPU clock of a process: clock_getcpuclockid(3)
    except OSError:
        return 0.0
