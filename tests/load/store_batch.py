"""`python -m tests.load.store_batch SECONDS`: handle one queue message as Lambda would, and print what that took."""

import json
import resource
import sys
import time
from importlib import import_module

from tests.builders import LambdaContext, sqs_event


def main(seconds: str) -> None:
    """Seconds are what the call may take. Imports come before it, as they do on Lambda."""
    handler = import_module("pims.store_invoices").handler
    cpu, began = time.process_time(), time.monotonic()
    outcome = handler(sqs_event([json.dumps({"key": "accepted/load.json"})]), LambdaContext(float(seconds)))
    figures = {
        "failures": len(outcome["batchItemFailures"]),
        "cpu": round(time.process_time() - cpu, 2),
        "seconds": round(time.monotonic() - began, 2),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
