"""However the stack ends, nothing of it is left."""

import os
import signal
import subprocess
import urllib.request
from pathlib import Path

import pytest

from local.processes import free_port
from tests.local.stacks import ROOT, eventually, processes_that_name, served_small


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_outlives_the_stack(number: signal.Signals, tmp_path: Path) -> None:
    with served_small(tmp_path) as stack:
        urllib.request.urlopen(f"{stack.url}/things", timeout=30).close()  # noqa: S310 -- our own loopback
        assert len(processes_that_name(stack.aws_url)) >= 3

        stack.process.send_signal(number)

        stack.process.wait(20)
        assert eventually(lambda: not processes_that_name(stack.aws_url))


def test_no_process_outlives_make_run(tmp_path: Path) -> None:
    port, aws_port = free_port(), free_port()
    environment = {**os.environ, "PORT": str(port), "AWS_PORT": str(aws_port)}
    with (tmp_path / "log").open("wb") as log:
        make = subprocess.Popen(["make", "run"], cwd=ROOT, env=environment, stdout=log, stderr=log)  # noqa: S607
    mark = f"PORT={port} "
    try:
        assert eventually(lambda: answers(f"http://127.0.0.1:{port}/api/v1/health"), seconds=60)
        assert len(processes_that_name(f"127.0.0.1:{aws_port}")) >= 2
    finally:
        make.kill()
        make.wait()

    assert eventually(lambda: not processes_that_name(f"127.0.0.1:{aws_port}") and not processes_that_name(mark))


def answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=30).close()  # noqa: S310 -- our own loopback
    except OSError:
        return False
    return True
