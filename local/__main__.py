"""`python -m local`: Faktura on http://127.0.0.1:3000, its AWS on :5000; `PORT` and `AWS_PORT` move them.

    python -m local ["JobSchedule=rate(1 minute)" ...]

Arguments are parameters of the template. Port 0 takes a free one. Ctrl-C or TERM ends it.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from local import demo_clients, identity, processes

_ROOT = Path(__file__).resolve().parent.parent
_PARAMETERS = {
    "LoopbackAllowed": "yes",
    "DeletionProtection": "false",
    "OcrConcurrency": "2",  # as many pages as this machine reads at once
    "RenderConcurrency": "2",  # likewise, pages it draws
    "RetrySeconds": "3",
    "UploadRetrySeconds": "40",
}


def main() -> None:
    """Put the stack together, register the demo clients, and serve until a signal comes."""
    identity.assume()
    from local.running import RunningStack  # only now: with it comes moto, which reads the AWS settings

    api = processes.listening(int(os.environ.get("PORT", "3000")), "PORT")
    aws_api = processes.listening(int(os.environ.get("AWS_PORT", "5000")), "AWS_PORT")
    url, aws_url = processes.url_of(api), processes.url_of(aws_api)
    given = dict(argument.split("=", 1) for argument in sys.argv[1:])
    running = RunningStack(
        _ROOT / "template.yaml", _ROOT / ".faktura", api, aws_api, {**_PARAMETERS, "PublicUrl": url, **given}
    )
    demo_clients.register(running.client, running.stack.physical)
    greeting = _greeting(url, aws_url, demo_clients.NAMES)
    status = running.serve(announce=lambda: print(greeting, flush=True))
    os._exit(status)  # threads that still wait for a killed function have nothing left to do


def _greeting(url: str, aws_url: str, clients: Iterable[str]) -> str:
    return f"""
Faktura is at {url}, its AWS at {aws_url}; logs are in .faktura/logs.
All endpoints, to read and to try out: {url}/docs
Clients, secret local-only each: {", ".join(clients)}

A first call:
  curl -s {url}/oauth/token -u pims-demo:local-only -d grant_type=client_credentials
"""


if __name__ == "__main__":
    main()
