"""Ports that no other process can take, and child processes that restart."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from local import processes, running_stack
from local.kernel import is_childless, port_of
from local.processes import SupervisedProcess, listening, url_of
from local.running_stack import RunningStack
from tests.support.local.stacks import eventually

LISTENER = "import socket, time; s = socket.create_server(('127.0.0.2', 0)); print(s.getsockname()[1], flush=True); "


def port_between(tries: int) -> list[str]:
    """The errors that so many callers of one port get at the same moment, empty for success."""
    with listening() as free:
        port = free.getsockname()[1]
    start = threading.Barrier(tries)

    def take(_: int) -> str:
        start.wait()
        try:
            held.append(listening(port, "PORT"))
        except SystemExit as taken:
            return str(taken).replace(str(port), "N")
        return ""

    held = list[socket.socket]()
    with ThreadPoolExecutor(tries) as callers:
        errors = list(callers.map(take, range(tries)))
    for listener in held:
        listener.close()
    return errors


def test_of_several_that_take_a_port_at_once_one_gets_it_and_the_others_name_the_variable() -> None:
    """A check before the bind would find the port free for several of them."""
    errors = port_between(8)

    assert sorted(errors) == ["", *["Port N is taken. Set PORT to another port."] * 7]


def test_an_invalid_port_is_named() -> None:
    with pytest.raises(SystemExit, match=r"^Port 70000 cannot be used \(.*\)\. Set AWS_PORT to another port\.$"):
        listening(70_000, "AWS_PORT")


def test_a_call_waits_at_a_socket_that_is_not_served_yet() -> None:
    with listening() as listener:
        early = socket.create_connection(listener.getsockname(), timeout=1)

        accepted, _ = listener.accept()

    assert (early.getpeername(), url_of(accepted)) == (
        accepted.getsockname(),
        f"http://127.0.0.1:{early.getpeername()[1]}",
    )
    early.close()
    accepted.close()


def test_the_kernel_knows_a_processs_own_port_and_children() -> None:
    program = f"{LISTENER} import subprocess; subprocess.run([{sys.executable!r}, '-c', 'input()'])"
    words = [sys.executable, "-c", program]
    with (
        listening(),
        subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process,  # noqa: S603 -- our own
    ):
        assert process.stdout
        port = int(process.stdout.readline())
        eventually(lambda: not is_childless(process.pid))
        found = port_of(process.pid, "127.0.0.2"), port_of(process.pid, "127.0.0.1"), port_of(os.getpid(), "127.0.0.2")
        process.kill()

    assert found == (port, None, None)
    assert (port_of(process.pid, "127.0.0.2"), is_childless(process.pid)) == (None, False)


@pytest.fixture(autouse=True)
def _heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enable the stack's loggers: other code in this process may have disabled them."""
    for module in (processes, running_stack):
        monkeypatch.setattr(logging.getLogger(module.__name__), "disabled", False)


def test_a_child_that_dies_is_restarted_until_it_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(processes, "_FIRST_PAUSE_SECONDS", 0.01)
    program, log = [sys.executable, "-c", "import time; time.sleep(60)"], tmp_path / "log"
    begun = list["subprocess.Popen[bytes]"]()

    def begin() -> "subprocess.Popen[bytes]":
        with log.open("ab") as sink:
            begun.append(processes.start(program, {}, tmp_path, sink))
        return begun[-1]

    kept = SupervisedProcess("The clerk", begin)
    begun[0].send_signal(signal.SIGKILL)
    assert eventually(lambda: len(begun) == 2)
    begun[1].send_signal(signal.SIGTERM)
    assert eventually(lambda: len(begun) == 3)
    kept.stop()

    assert [process.returncode for process in begun] == [-signal.SIGKILL, -signal.SIGTERM, -signal.SIGTERM]
    logged = [record.getMessage().partition(".")[0] for record in caplog.records]
    assert logged == ["The clerk has died (killed by SIGKILL)", "The clerk has died (killed by SIGTERM)"]


def test_a_stack_ends_and_logs_it_when_one_of_its_servers_ends(caplog: pytest.LogCaptureFixture) -> None:
    """Otherwise it would go on without its API or its AWS."""

    class Broken:
        def serve_forever(self) -> None:
            raise OSError(24, "Too many open files")

    stack: Any = RunningStack.__new__(RunningStack)
    stack._ended, stack._failed = threading.Event(), False

    stack._serve("AWS", Broken())

    assert (stack._ended.is_set(), stack._failed) == (True, True)
    assert "the stack has lost its data" in caplog.messages[-1]


def test_a_child_that_ignores_the_signal_to_end_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_MAX_SECONDS_TO_END", 0.1)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    log = tmp_path / "log"
    with log.open("ab") as sink:
        child = processes.start([sys.executable, "-c", deaf], {}, tmp_path, sink)
    kept = SupervisedProcess("The clerk", lambda: child)
    eventually(log.read_text)

    kept.stop()

    assert child.returncode == -signal.SIGKILL
