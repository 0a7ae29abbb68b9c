"""The largest message that the worker of PIMS invoices can get, under the CPU that its memory gives it on Lambda."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from tests.support.architecture.template import ROOT, translated, written_of
from tests.support.builders import pims_invoice
from tests.support.load.limited import ONE_CPU, LimitedProcess

WORKER = written_of("AWS::Serverless::Function")["PimsStoreInvoicesFunction"]["Properties"]
INVOICES = 1_000
LATENCY = "0.008"
"""Seconds that a call of DynamoDB takes; AWS promises single-digit milliseconds."""


def batch() -> bytes:
    """1,000 invoices of 4 KB, each of a new owner: the most writes that a message can need."""
    [line, *_] = pims_invoice()["invoiceItems"]
    lines = [line | {"description": f"Comprehensive diagnostic profile, part {n}"} for n in range(17)]
    return json.dumps({"invoices": [invoice(n, lines) for n in range(INVOICES)]}).encode()


def invoice(number: int, lines: list[Any]) -> dict[str, Any]:
    owner = {"firstName": f"Ana{number}", "lastName": "Ortiz", "email": f"ana{number}@example.com"}
    owner["phone"] = f"+1 305 55{number:05}"
    return pims_invoice(id=f"id-{number}", invoiceNumber=str(number), invoiceItems=lines, petOwner=owner)


@contextmanager
def answering_aws(batch: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.support.load.answering_aws", str(batch), LATENCY]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603  # our own
        assert server.stdout
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        server.terminate()


def environment(url: str) -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": url,
        "AWS_LAMBDA_FUNCTION_NAME": "store-invoices",
        "PYTHONPATH": f"{ROOT}:{ROOT}/functions:{ROOT}/layers/faktura",
        **dict.fromkeys(WORKER["Environment"]["Variables"], "name"),
    }


def test_a_message_of_a_thousand_invoices_of_4_kb_takes_at_most_half_of_the_workers_time(tmp_path: Path) -> None:
    """A worker used to get five of them; they took 34.6 of 30 seconds at 1,024 MB, and all were started again."""
    body, share = batch(), WORKER["MemorySize"] / ONE_CPU
    (tmp_path / "batch.json").write_bytes(body)

    with answering_aws(tmp_path / "batch.json") as url:
        command = [sys.executable, "-m", "tests.support.load.store_batch", str(WORKER["Timeout"])]
        printed = LimitedProcess(command, share).run(environment(url))
        calls = requests.get(f"{url}/calls", timeout=60).json()

    figures = json.loads(printed.splitlines()[-1])
    assert 4_000 * INVOICES <= len(body) <= 4_500_000
    assert figures["failures"] == 0
    assert calls == {"BatchGetItem": 3 * INVOICES // 100, "UpdateItem": 2 * INVOICES, "PutItem": INVOICES}
    assert figures["cpu"] / share <= WORKER["Timeout"] / 2
    assert figures["megabytes"] <= WORKER["MemorySize"] / 2


def test_a_worker_gets_one_message_per_call() -> None:
    [queue] = [
        one["Properties"]
        for one in translated().values()
        if one["Type"] == "AWS::Lambda::EventSourceMapping" and "PimsQueue" in str(one["Properties"]["EventSourceArn"])
    ]

    assert queue["BatchSize"] == 1
    assert queue["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_a_process_gets_no_more_than_its_share() -> None:
    """Otherwise the figure above would not be limited."""
    busy = (
        "import time; began = time.monotonic()\nwhile time.process_time() < 0.4: pass\nprint(time.monotonic() - began)"
    )

    seconds = float(LimitedProcess([sys.executable, "-c", busy], 0.25).run({}))

    assert seconds > 0.4 / 0.25 / 2
