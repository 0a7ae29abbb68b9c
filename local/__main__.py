"""`python -m local` runs Faktura on http://127.0.0.1:3000 and its AWS on :5000. `PORT` and `AWS_PORT` change the ports.

People sign in at an OpenID provider on a free port, or on `OPENID_PORT`. DynamoDB throttles nothing, unless `DYNAMODB`
is `new` (tables that were just created) or `grown` (tables at the account's quota). Tables can be restored to any
second up to now; `RESTORE_LAG=300` makes that five minutes ago, as on AWS.

    python -m local ["JobSchedule=rate(1 minute)" ...]

Arguments are parameters of the template. Port 0 takes a free port. Ctrl-C or TERM ends it.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from local import demo_clients, demo_people, identity, openid_server, processes

_ROOT = Path(__file__).resolve().parent.parent
_PARAMETERS = {
    "LoopbackAllowed": "yes",
    "DeletionProtection": "false",
    "OcrConcurrency": "2",  # the machine reads two pages at the same time
    "RenderConcurrency": "2",  # and draws two
    "RetrySeconds": "3",
    "UploadRetrySeconds": "40",
}


def main() -> None:
    """Start the stack, register the demo clients, and serve until a signal arrives."""
    identity.assume()
    # imported now because moto reads the AWS settings on import
    from local.dynamodb import history
    from local.dynamodb.throughput import NAMED
    from local.running_stack import RunningStack

    limits = NAMED[os.environ["DYNAMODB"]] if os.environ.get("DYNAMODB") else None

    api = processes.listening(int(os.environ.get("PORT", "3000")), "PORT")
    aws_api = processes.listening(int(os.environ.get("AWS_PORT", "5000")), "AWS_PORT")
    url, aws_url = processes.url_of(api), processes.url_of(aws_api)
    openid = processes.listening(int(os.environ.get("OPENID_PORT", "0")), "OPENID_PORT")
    given = dict(argument.split("=", 1) for argument in sys.argv[1:])
    parameters = {**_PARAMETERS, **_desk(processes.url_of(openid)), "PublicUrl": url, **given}
    history.set_lag(float(os.environ.get("RESTORE_LAG", "0")))
    running = RunningStack(_ROOT / "template.yaml", _ROOT / ".faktura", api, aws_api, parameters, limits)
    openid_server.serve(openid, f"{url}/desk")
    demo_clients.register(running.client, running.stack.physical)
    demo_people.register(running.client("dynamodb"), running.stack.physical["PersonTable"])
    greeting = _greeting(url, aws_url, demo_clients.NAMES, demo_people.WELCOME)
    status = running.serve(announce=lambda: print(greeting, flush=True))
    os._exit(status)  # do not wait for threads that wait for killed functions


def _desk(issuer: str) -> dict[str, str]:
    return {"DeskIssuer": issuer, "DeskClientId": demo_people.CLIENT_ID}


def _greeting(url: str, aws_url: str, clients: Iterable[str], people: Iterable[str]) -> str:
    return f"""
Faktura is at {url}, its AWS at {aws_url}; logs are in .faktura/logs.
Read and try all endpoints at {url}/docs
The desk is at {url}/desk; sign in as {", ".join(people)}
Clients (each with the secret local-only): {", ".join(clients)}

A first call:
  curl -s {url}/oauth/token -u pims-demo:local-only -d grant_type=client_credentials
"""


if __name__ == "__main__":
    main()
