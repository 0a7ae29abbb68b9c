"""The Makefile says what its targets do."""

import re
import subprocess

import pytest

from tests.support.architecture.template import ROOT

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


@pytest.mark.parametrize("target", [[], ["help"]], ids=["no target", "help"])
def test_make_lists_every_target_with_a_line_of_help(target: list[str]) -> None:
    [phony] = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)

    command = ["make", "--no-print-directory", *target]
    printed = subprocess.check_output(command, cwd=ROOT, text=True)  # noqa: S603  # our own words

    assert re.findall(r"^  make ([a-z]+) +\S", printed, re.MULTILINE) == phony.split()
