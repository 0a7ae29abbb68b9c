"""However the stack ends, nothing of it is left."""

import os
import signal
import subprocess
import urllib.request
from pathlib import Path

import pytest

from tests.local.stacks import ROOT, announced, eventually, processes_that_name, served_small


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
