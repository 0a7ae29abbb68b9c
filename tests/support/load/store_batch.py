"""`python -m tests.support.load.store_batch SECONDS`: handle one message as Lambda does, and print its cost."""

import json
import re
import sys
import time
from importlib import import_module
from pathlib import Path

from tests.support.builders import LambdaContext, sqs_event


def main(seconds: str) -> None:
    """Handle one message, with `seconds` for the call. Imports come before it, as on Lambda."""
    handler = import_module("pims.store_invoices").handler
    cpu, began = time.process_time(), time.monotonic()
    outcome = handler(sqs_event([json.dumps({"key": "accepted/load.json"})]), LambdaContext(float(seconds)))
    figures = {
        "failures": len(outcome["batchItemFailures"]),
        "cpu": round(time.process_time() - cpu, 2),
        "seconds": round(time.monotonic() - began, 2),
        "megabytes": _peak_megabytes(),
    }
    print(json.dumps(figures))


def _peak_megabytes() -> int:
    """The largest resident size; `getrusage` would include the process that started this one."""
    [kilobytes] = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(kilobytes) // 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
