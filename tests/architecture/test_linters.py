"""The linters' exceptions: `make check` finds those that nothing breaks any more."""

import re

import yaml

from tests.support.architecture.template import ROOT


def test_every_exception_of_the_security_linter_gives_its_reason() -> None:
    text = (ROOT / ".checkov.yaml").read_text("utf-8")

    reasoned = re.findall(r"^  - (CKV\w+) # \w.{30,}$", text, re.MULTILINE)

    assert reasoned == yaml.safe_load(text)["skip-check"]


def test_cloudformations_linter_has_no_exception() -> None:
    settings = yaml.safe_load((ROOT / ".cfnlintrc.yaml").read_text("utf-8"))

    assert settings.keys() & {"ignore_checks", "ignore_bad_template", "mandatory_checks"} == set()
    assert "I" in settings["include_checks"]
    assert "cfn-lint" not in (ROOT / "template.yaml").read_text("utf-8")
