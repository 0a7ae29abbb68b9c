"""What an operator is told whose shell lacks a setting of the environment."""

import os
import subprocess
import sys

import pytest

from tests.support.local.stacks import ROOT


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("faktura.audit key", "JOURNAL_KEY"),
        ("faktura.billing import docs/samples/invoices.csv --office main", "BILLING_TABLE"),
        ("faktura.jobs import docs/samples/orders.csv --tenant acme", "JOB_TABLE"),
        ("faktura.capture set-secret alpha", "CAPTURE_TABLE"),
        ("faktura.access disable pims-acme", "PERSON_TABLE"),
    ],
)
def test_a_command_says_which_setting_is_not_set_and_where_it_is(command: str, name: str) -> None:
    variables = {other: value for other, value in os.environ.items() if not other.endswith(("_TABLE", "_KEY"))}

    done = subprocess.run(  # noqa: S603  # our own
        [sys.executable, "-m", *command.split()], cwd=ROOT, env=variables, capture_output=True, check=False, text=True
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"{name} is not set. Load the settings of your environment (`. .deploy/dev.env`), or those of the local stack "
        "(docs/imports.md, On the local stack).\n"
    )
