"""No process is left when the stack ends in any way."""

import os
import signal
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support.local.stacks import (
    ROOT,
    Served,
    announced,
    eventually,
    processes_that_name,
    served_small,
)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_outlives_the_stack(number: signal.Signals, tmp_path: Path) -> None:
    with served_small(tmp_path) as stack:
        urllib.request.urlopen(f"{stack.url}/things", timeout=30).close()  # noqa: S310 -- our own loopback
        assert len(processes_that_name(stack.aws_url)) >= 3

        stack.process.send_signal(number)

        stack.process.wait(20)
        assert eventually(lambda: not processes_that_name(stack.aws_url))


def test_no_process_outlives_make_run(tmp_path: Path) -> None:
    mark = f"MARK={tmp_path}"
    environment = {**os.environ, "PORT": "0", "AWS_PORT": "0", "MARK": str(tmp_path)}
    with (tmp_path / "log").open("wb") as log:
        make = subprocess.Popen(["make", "run"], cwd=ROOT, env=environment, stdout=log, stderr=log)  # noqa: S607
    try:
        url, aws_url = announced(make, tmp_path / "log")
        urllib.request.urlopen(f"{url}/api/v1/health", timeout=30).close()  # noqa: S310 -- our own loopback
        assert len(processes_that_name(aws_url)) >= 2
    finally:
        make.kill()
        make.wait()

    assert eventually(lambda: not processes_that_name(aws_url) and not processes_that_name(mark))


def test_two_stacks_started_at_once_are_each_served_by_their_own(tmp_path: Path) -> None:
    """A check before the bind could give both stacks the same port."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    with ExitStack() as stacks, ThreadPoolExecutor(2) as starters:
        started = starters.map(lambda name: stacks.enter_context(served_small(tmp_path / name)), ("one", "two"))
        one, two = started
        for stack in (one, two) * 2:
            with urllib.request.urlopen(f"{stack.url}/things", timeout=30) as answer:  # noqa: S310 -- our own loopback
                assert answer.status == 200
        ports = {urlsplit(url).port for stack in (one, two) for url in (stack.url, stack.aws_url)}

        assert len(ports) == 4
        assert all(len(processes_that_name(stack.aws_url, "rapid")) == 1 for stack in (one, two))


def test_a_second_stack_on_the_same_ports_names_the_port_and_its_variable(small: Served) -> None:
    ports = {"PORT": str(urlsplit(small.url).port), "AWS_PORT": "0"}
    command = [sys.executable, "-m", "local"]

    second = subprocess.run(  # noqa: S603 -- our own words
        command, cwd=ROOT, env={**os.environ, **ports}, capture_output=True, text=True, timeout=60, check=False
    )

    assert (second.returncode, second.stderr) == (1, f"Port {ports['PORT']} is taken. Set PORT to another port.\n")
