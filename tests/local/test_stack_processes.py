"""However the stack ends, nothing of it is left."""

import signal
import urllib.request
from pathlib import Path

import pytest

from tests.local.stacks import eventually, processes_that_name, served_small


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_outlives_the_stack(number: signal.Signals, tmp_path: Path) -> None:
    with served_small(tmp_path) as stack:
        urllib.request.urlopen(f"{stack.url}/things", timeout=30).close()  # noqa: S310 -- our own loopback
        assert len(processes_that_name(stack.aws_url)) >= 3

        stack.process.send_signal(number)

        stack.process.wait(20)
        assert eventually(lambda: not processes_that_name(stack.aws_url))
