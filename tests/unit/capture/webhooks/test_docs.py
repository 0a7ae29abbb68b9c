"""The webhooks of `docs/apis/capture.md`: the receiver runs as printed, and the delays are those of the schedule."""

import base64
import hmac
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from faktura.capture.webhooks.exchange import ServerResponse, post
from faktura.capture.webhooks.schedule import DELAYS
from faktura.capture.webhooks.signature import encoded_secret, headers
from faktura.capture.webhooks.target import Target
from faktura.core.clock import now
from local.demo_clients import WEBHOOK_SECRET
from tests.support.architecture.template import ROOT

GUIDE = (ROOT / "docs" / "apis" / "capture.md").read_text("utf-8")
BODY = b'{"requestId":"r1","status":"completed"}'
UNITS = {"s": 1, "min": 60, "h": 3_600}

Receiver = tuple[Target, subprocess.Popen[str]]


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """The printed receiver, but on a free port."""
    monkeypatch.setenv("LOOPBACK_ALLOWED", "yes")
    [program] = [block for block in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL) if "standardwebhooks" in block]
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    [secret] = re.findall(r"(whsec_[\w=+/]{10,})", GUIDE)
    command = [sys.executable, "-c", program.replace("8000", str(port))]
    environment = {**os.environ, "WEBHOOK_SECRET": secret}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=environment, text=True, **pipes) as process:  # noqa: S603  # our own text
        _wait_for(port)
        yield Target.parse(f"http://127.0.0.1:{port}/"), process
        process.terminate()


def test_the_printed_receiver_accepts_a_signed_webhook(receiver: Receiver) -> None:
    target, process = receiver

    answered = post(target, headers("r1", now(), BODY, ["a newer one", WEBHOOK_SECRET]), BODY)

    assert answered == ServerResponse(204)
    assert process.stdout
    assert process.stdout.readline() == "r1 completed\n"


def test_the_printed_receiver_refuses_a_wrong_or_missing_signature(receiver: Receiver) -> None:
    target, _ = receiver
    signed = headers("r1", now(), BODY, ["another's secret"])

    assert [post(target, signed, BODY).status, post(target, {}, BODY).status] == [401, 401]


def test_the_printed_hmac_is_the_one_that_is_sent() -> None:
    [expression] = re.findall(r"`(hmac\.digest\(.*?)`", GUIDE)
    known = {"hmac": hmac, "base64": base64, "secret": encoded_secret(WEBHOOK_SECRET), "body": BODY}

    computed = eval(expression, known)  # noqa: S307  # our own text

    assert computed == headers("r1", now(), BODY, [WEBHOOK_SECRET])["X-Request-Signature"]


def test_the_printed_secret_is_that_of_the_local_stack() -> None:
    assert encoded_secret(WEBHOOK_SECRET) in GUIDE


def test_the_printed_delays_are_those_of_the_schedule() -> None:
    [row] = re.findall(r"^\| wait \|(.*)\|$", GUIDE, re.MULTILINE)
    waits = [text.split() for text in row.split("|")]

    assert tuple(int(number) * UNITS[unit] for number, unit in waits) == DELAYS


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the receiver does not listen")
