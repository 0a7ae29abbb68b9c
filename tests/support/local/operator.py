"""The operator's commands, run against a running stack as an operator runs them."""

import os
import subprocess
import sys
from subprocess import CompletedProcess

from tests.support.local.stacks import Served

_TABLES = {"CLIENT_TABLE": "ClientTable", "PERSON_TABLE": "PersonTable", "DENYLIST_TABLE": "DenylistTable"}
_ACCESS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_DEFAULT_REGION": "us-east-1"}


def commanded(stack: Served, package: str, *words: str) -> CompletedProcess[str]:
    """What a command of `faktura.<package>` answered."""
    tables = {name: stack.physical(table) for name, table in _TABLES.items()}
    return subprocess.run(  # noqa: S603 -- our own words
        [sys.executable, "-m", f"faktura.{package}", *words],
        env={**os.environ, **tables, **_ACCESS, "AWS_ENDPOINT_URL": stack.aws_url},
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
