"""Running stacks for the tests, each a separate process on free ports."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

ROOT = Path(__file__).parents[3]
SMALL = ROOT / "tests" / "support" / "small"
_STARTING_SECONDS = 60


@dataclass(frozen=True)
class Served:
    """A running stack. `url` is the URL of its API, `log` its output."""

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
        """The name of a resource of the template."""
        found = self.client("cloudformation").describe_stack_resource(StackName="faktura", LogicalResourceId=logical_id)
        return str(found["StackResourceDetail"]["PhysicalResourceId"])

    def queue(self, logical_id: str) -> str:
        """A queue's URL."""
        return str(self.client("sqs").get_queue_url(QueueName=self.physical(logical_id).rpartition("/")[2])["QueueUrl"])


@contextmanager
def served(program: Sequence[str], folder: Path) -> Iterator[Served]:
    """Run `program` on free ports until the block ends. It is ready when it prints its URLs."""
    log = folder / "stack.log"
    with log.open("wb") as sink:
        process = subprocess.Popen(  # noqa: S603 -- our own words
            [sys.executable, *program], cwd=ROOT, env=_environment(), stdout=sink, stderr=subprocess.STDOUT
        )
    try:
        yield Served(process, *announced(process, log), log)
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def served_small(folder: Path, moment: str = "2030-01-01T00:00:00") -> Iterator[Served]:
    """The small stack, with its own home in `folder`."""
    home = home_in(folder)
    program = str(SMALL / "serve.py")
    with served([program, str(home), moment], folder) as running:
        yield running


def announced(process: "subprocess.Popen[bytes]", log: Path) -> tuple[str, str]:
    """The URLs of a stack and of its AWS. The stack prints them to `log` when it is ready."""

    def printed() -> Any:
        if process.poll() is not None:
            pytest.fail(f"the stack did not start: {log.read_text()}")
        return re.search(r"at (http://127\.0\.0\.1:\d+), its AWS at (http://127\.0\.0\.1:\d+);", log.read_text())

    return eventually(printed, _STARTING_SECONDS).groups()  # type: ignore[no-any-return]


def home_in(folder: Path) -> Path:
    """A new `.faktura` with the project's runtime."""
    runtime = ROOT / ".faktura" / "runtime"
    if not runtime.exists():
        pytest.fail("`make install` has not filled .faktura/runtime")
    (folder / "home").mkdir()
    (folder / "home" / "runtime").symlink_to(runtime)
    return folder / "home"


def processes_that_name(*texts: str) -> list[str]:
    """The command lines and environments of running processes that contain all `texts`."""
    return [words for words in map(_words, Path("/proc").glob("[0-9]*")) if all(text in words for text in texts)]


def pids_that_name(*texts: str) -> list[int]:
    """The ids of these processes."""
    return [
        int(process.name)
        for process in Path("/proc").glob("[0-9]*")
        if (words := _words(process)) and all(text in words for text in texts)
    ]


def eventually(condition: Callable[[], Any], seconds: float = 20) -> Any:
    """Wait for a true value of `condition`. Fails if none comes.

    It looks often at first and less often the longer it waits, because each look is work for a stack that is busy.
    """
    began = time.monotonic()
    while not (value := condition()):
        waited = time.monotonic() - began
        if waited > seconds:
            pytest.fail("it did not happen")
        time.sleep(min(max(0.05, waited / 30), 0.5))
    return value


def _environment() -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "PORT": "0",
        "AWS_PORT": "0",
        "AWS_PROFILE": "a-profile-of-the-developer",
        "AWS_CA_BUNDLE": "/no/such/bundle",
    }


def _words(process: Path) -> str:
    try:
        if "State:\tZ" in (process / "status").read_text():
            return ""
        words = (process / "cmdline").read_bytes() + b" " + (process / "environ").read_bytes()
    except OSError:
        return ""
    return words.replace(b"\0", b" ").decode(errors="replace")
