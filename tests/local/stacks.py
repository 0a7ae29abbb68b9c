"""Stacks that run beside the tests, each a process of its own on free ports."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from local.processes import free_port

ROOT = Path(__file__).parents[2]
SMALL = Path(__file__).parent / "small"
_STARTING_SECONDS = 60


@dataclass(frozen=True)
class Served:
    """A running stack; `url` is its API's, `log` what it printed."""

    process: subprocess.Popen[bytes]
    url: str
    aws_url: str
    log: Path

    def client(self, service: str) -> Any:
        """A boto3 client of the stack's AWS."""
        return boto3.client(
            service,
            endpoint_url=self.aws_url,
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
            config=Config(signature_version="s3v4") if service == "s3" else None,
        )

    def physical(self, logical_id: str) -> str:
        """What a resource of the template is called here."""
        found = self.client("cloudformation").describe_stack_resource(StackName="faktura", LogicalResourceId=logical_id)
        return str(found["StackResourceDetail"]["PhysicalResourceId"])

    def queue(self, logical_id: str) -> str:
        """A queue's URL."""
        return str(self.client("sqs").get_queue_url(QueueName=self.physical(logical_id).rpartition("/")[2])["QueueUrl"])


@contextmanager
def served(program: Callable[[int, int], Sequence[str]], path: str, folder: Path) -> Iterator[Served]:
    """Run `program` (of a port and AWS's port) until the block ends; it is ready when `path` has any answer."""
    port, aws_port = free_port(), free_port()
    log = folder / "stack.log"
    environment = {**_environment(), "PORT": str(port), "AWS_PORT": str(aws_port)}
    with log.open("wb") as sink:
        process = subprocess.Popen(  # noqa: S603 -- our own words
            [sys.executable, *program(port, aws_port)], cwd=ROOT, env=environment, stdout=sink, stderr=subprocess.STDOUT
        )
    running = Served(process, f"http://127.0.0.1:{port}", f"http://127.0.0.1:{aws_port}", log)
    try:
        _await_answer(running, path)
        yield running
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def served_small(folder: Path, moment: str = "2030-01-01T00:00:00") -> Iterator[Served]:
    """The small stack, with a home of its own in `folder`."""
    home = home_in(folder)
    program = str(SMALL / "serve.py")
    with served(
        lambda port, aws_port: [program, str(home), str(port), str(aws_port), moment], "/things", folder
    ) as running:
        yield running


def home_in(folder: Path) -> Path:
    """A `.faktura` of its own, with the project's runtime."""
    runtime = ROOT / ".faktura" / "runtime"
    if not runtime.exists():
        pytest.fail("`make install` has not filled .faktura/runtime")
    (folder / "home").mkdir()
    (folder / "home" / "runtime").symlink_to(runtime)
    return folder / "home"


def processes_that_name(text: str) -> list[str]:
    """Command lines and environments, of this machine's living processes, in which `text` stands."""
    return [words for words in map(_words, Path("/proc").glob("[0-9]*")) if text in words]


def eventually(condition: Callable[[], Any], seconds: float = 20) -> Any:
    """The first true value of `condition`; fails where none comes."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > deadline:
            pytest.fail("it did not happen")
        time.sleep(0.05)
    return value


def _environment() -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "AWS_PROFILE": "a-profile-of-the-developer",
        "AWS_CA_BUNDLE": "/no/such/bundle",
    }


def _await_answer(running: Served, path: str) -> None:
    deadline = time.monotonic() + _STARTING_SECONDS
    while True:
        try:
            urllib.request.urlopen(running.url + path, timeout=30).close()  # noqa: S310 -- our own loopback
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            if running.process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the stack did not start: {running.log.read_text()}")
            time.sleep(0.05)


def _words(process: Path) -> str:
    try:
        if "State:\tZ" in (process / "status").read_text():
            return ""
        words = (process / "cmdline").read_bytes() + b" " + (process / "environ").read_bytes()
    except OSError:
        return ""
    return words.replace(b"\0", b" ").decode(errors="replace")
