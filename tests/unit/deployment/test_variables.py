"""The file that a shell reads, with what the operator's commands must know."""

import re
import subprocess
from pathlib import Path

import pytest

from deployment.variables import write_variables
from tests.support.architecture.template import written


def test_a_shell_reads_every_output_under_the_name_of_its_variable(tmp_path: Path) -> None:
    file = tmp_path / ".deploy" / "dev.env"

    write_variables(file, "eu-west-1", {"ClientTable": "faktura-ClientTable-1", "ApiUrl": 'it\'s $HOME `x`\n"y"'})

    assert _sourced(file, "AWS_DEFAULT_REGION") == "eu-west-1"
    assert _sourced(file, "CLIENT_TABLE") == "faktura-ClientTable-1"
    assert _sourced(file, "API_URL") == 'it\'s $HOME `x`\n"y"'
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_with_open_permissions_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "dev.env"
    file.touch(0o644)

    write_variables(file, "eu-west-1", {})

    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["dev.env"]


@pytest.mark.parametrize(
    "variable",
    [
        "CLIENT_TABLE",
        "PERSON_TABLE",
        "DENYLIST_TABLE",
        "ISSUER",
        "SIGNING_KEYS",
        "BILLING_TABLE",
        "CAPTURE_TABLE",
        "WEBHOOK_KEY",
    ],
)
def test_the_outputs_are_what_the_commands_read(tmp_path: Path, variable: str) -> None:
    write_variables(tmp_path / "dev.env", "eu-west-1", dict.fromkeys(written()["Outputs"], "there"))

    assert re.search(rf"^export {variable}=there$", (tmp_path / "dev.env").read_text("utf-8"), re.MULTILINE)


def _sourced(file: Path, variable: str) -> str:
    script = f'. "$1" && printf %s "${variable}"'
    return subprocess.run(["sh", "-c", script, "sh", str(file)], capture_output=True, text=True, check=True).stdout  # noqa: S603, S607 -- our own words
