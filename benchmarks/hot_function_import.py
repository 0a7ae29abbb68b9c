"""Cold start: import a hot function until it is ready, beside a bare boto3 DynamoDB client.

Goal (a ratio, because machines differ): at most 1.3, then at most 1.0. Each figure is the median of fresh processes
that see only the layers a function has, bytecode in place, as on AWS.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
RUNS = 9
PEER = "import boto3; boto3.client('dynamodb')"
FUNCTIONS = (
    "service.health",
    "access.issue_token",
    "pims.upsert_invoices",
    "capture.get_customer",
    "capture.find_invoice",
    "cases.upsert_invoices",
    "cases.find_invoices",
)
OURS = (ROOT / "functions", ROOT / "layers" / "faktura", ROOT / ".faktura" / "layers" / "dependencies" / "python")
PUBLISHED = (ROOT / ".faktura" / "peer",)
"""boto3 as anybody installs it, and nothing else that could slow it down."""

ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "none",
    "AWS_SECRET_ACCESS_KEY": "none",
    "AWS_LAMBDA_FUNCTION_NAME": "benchmark",
    **dict.fromkeys(
        (
            "CLIENT_TABLE",
            "CASES_TABLE",
            "CAPTURE_TABLE",
            "PIMS_TABLE",
            "PIMS_BUCKET",
            "CAPTURE_BUCKET",
            "ISSUER",
            "SIGNING_KEYS",
        ),
        "x",
    ),
}


def milliseconds(code: str, path: Sequence[Path]) -> float:
    """How long `code` takes in a fresh interpreter, its start not counted; the median of `RUNS`."""
    timed = f"import time; begun = time.perf_counter(); {code}; print((time.perf_counter() - begun) * 1000)"
    command = [sys.executable, "-S", "-c", timed]
    environment = {**ENVIRONMENT, "PYTHONPATH": os.pathsep.join(map(str, path))}
    return median(float(subprocess.check_output(command, env=environment)) for _ in range(RUNS))  # noqa: S603  # our own


if __name__ == "__main__":
    milliseconds(PEER, PUBLISHED)  # compiles what is not compiled yet
    peer = milliseconds(PEER, PUBLISHED)
    print(f"bare boto3 client of DynamoDB: {peer:.0f} ms")
    for function in FUNCTIONS:
        milliseconds(f"import {function}", OURS)
        taken = milliseconds(f"import {function}", OURS)
        print(f"{function:24} {taken:6.0f} ms   {taken / peer:.2f} x the client")
