"""The operator's commands that span the APIs, on AWS and in the local stack.

    python -m faktura.operations stop --stack faktura-dev
    python -m faktura.operations restore --stack faktura-dev --table billing --at 2026-11-29T02:55:00Z
    python -m faktura.operations restore --stack faktura-dev --table billing --at 2026-11-29T02:55:00Z --apply
    python -m faktura.operations start --stack faktura-dev
    python -m faktura.operations export --stack faktura-dev office:main FOLDER
    python -m faktura.operations verify-export FOLDER
    python -m faktura.operations erase --stack faktura-dev office:main client:7
    python -m faktura.operations erase --stack faktura-dev office:main client:7 --apply

AWS's own variables select the account and the region. Each command may be repeated after a failure
(docs/operations.md).
"""

import argparse
import sys

from botocore.exceptions import BotoCoreError, ClientError

from faktura.audit.errors import Broken
from faktura.core.errors import Unavailable
from faktura.core.recovery import UnknownKind
from faktura.core.settings import run_command
from faktura.operations.erasure import command as erasure
from faktura.operations.errors import OperationRefused
from faktura.operations.pausing import command as pausing
from faktura.operations.restore import command as restore
from faktura.operations.tenants import command as tenants

ROOMS = (pausing, restore, tenants, erasure)
"""The rooms whose commands there are."""


def main(arguments: list[str]) -> int:
    """Run one command. The result is 0, or 1 with the reason on standard error."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (OperationRefused, UnknownKind, Broken) as refusal:
        print(refusal, file=sys.stderr)
    except (ClientError, BotoCoreError, Unavailable) as fault:
        print(f"{fault}\nRun the command again: it goes on where it stopped.", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m faktura.operations", description="Operate a deployed stack.")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--stack", required=True, help="the name of the stack, such as faktura-dev")
    commands = parser.add_subparsers(required=True)
    for room in ROOMS:
        room.add_to(commands, shared)
    return parser


if __name__ == "__main__":
    run_command(main)
