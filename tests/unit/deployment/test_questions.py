"""The questions for an operator, and the answers."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from deployment import questions
from deployment.account import session_in
from deployment.template import Template
from tests.support.architecture.template import ROOT

TEMPLATE = Template.read(ROOT / "template.yaml")
CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/1"


def test_there_are_at_most_nine_questions() -> None:
    """The region and the stack's name come before the parameters."""
    assert 2 + len(questions.ASKED) <= 9


def test_enter_takes_every_default() -> None:
    (region, stack), _ = _answering("\n\n", lambda: questions.which_stack(TEMPLATE, "dev", "eu-west-1"))
    parameters, _ = _answering("\n" * 7, lambda: questions.which_parameters(TEMPLATE, region, {}))

    assert (region, stack) == ("eu-west-1", "faktura-dev")
    assert parameters == {name: TEMPLATE.defaults[name] for name in parameters}
    assert "AlarmEmail" in parameters


def test_without_a_region_in_the_aws_settings_there_is_a_default() -> None:
    (taken, _), shown = _answering("\n\n", lambda: questions.which_stack(TEMPLATE, "dev", None))

    assert taken == "us-east-1"
    assert "AWS region [us-east-1]:" in shown


@pytest.mark.parametrize(
    ("region", "nearest"),
    [
        ("eu-north-1", "eu-central-1"),
        ("ap-southeast-3", "ap-southeast-1"),
        ("ca-west-1", "ca-central-1"),
        ("sa-east-1", "us-east-1"),
        ("nonsense", "us-east-1"),
    ],
)
def test_a_region_without_textract_is_named_with_the_nearest_that_has_it(region: str, nearest: str) -> None:
    (taken, _), shown = _answering("\n\n", lambda: questions.which_stack(TEMPLATE, "dev", region))

    assert taken == nearest
    assert f"({region} of your AWS settings has no Textract; {nearest} has it) [{nearest}]:" in shown


@pytest.mark.parametrize(
    ("variables", "region"),
    [
        ({"AWS_REGION": "eu-west-1"}, "eu-west-1"),
        ({"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-2"}, "eu-west-1"),
        ({"AWS_REGION": "", "AWS_DEFAULT_REGION": "eu-west-2"}, "eu-west-2"),
        ({}, None),
    ],
)
def test_the_region_is_that_of_the_aws_settings(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], region: str | None
) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert session_in(None).region_name == region
    assert session_in("us-west-2").region_name == "us-west-2"


def test_a_wrong_answer_is_refused_in_a_sentence_and_asked_again() -> None:
    (region, stack), shown = _answering(
        "eu-north-1\neu-west-1\nmy stack\nfaktura\n", lambda: questions.which_stack(TEMPLATE, "dev", None)
    )

    assert (region, stack) == ("eu-west-1", "faktura")
    assert shown.count("AWS region") == 2
    assert "Error: Amazon Textract, which reads the invoices, is not in this region (eu-north-1)." in shown
    assert "Error: A stack's name may have only letters, digits and hyphens" in shown


def test_a_domain_needs_a_certificate_of_its_region() -> None:
    typed = ["", "api.example.com", "", CERTIFICATE.replace("eu-west-1", "us-east-1"), CERTIFICATE, *[""] * 4]

    answers, shown = _answering("\n".join(typed), lambda: questions.which_parameters(TEMPLATE, "eu-west-1", {}))

    assert (answers["DomainName"], answers["CertificateArn"]) == ("api.example.com", CERTIFICATE)
    assert "The domain api.example.com needs the ARN of a certificate" in shown
    assert "The certificate must be in eu-west-1, like the stack." in shown


def test_without_a_domain_no_certificate_is_asked_for() -> None:
    answers, shown = _answering("\n" * 7, lambda: questions.which_parameters(TEMPLATE, "eu-west-1", {}))

    assert "CertificateArn" not in answers
    assert "certificate" not in shown


def test_an_earlier_answer_is_the_default_and_none_removes_it() -> None:
    known = {"AlarmEmail": "ops@example.com", "LogRetentionDays": "7", "PimsThrottle": "5"}

    answers, _ = _answering("none\n" + "\n" * 6, lambda: questions.which_parameters(TEMPLATE, "eu-west-1", known))

    assert (answers["AlarmEmail"], answers["LogRetentionDays"], answers["PimsThrottle"]) == ("", "7", "5")


def _answering(typed: str, ask: Callable[[], Any]) -> tuple[Any, str]:
    """What `ask` returns for this input, and what it prints."""
    with CliRunner().isolation(input=typed) as outputs:
        answers = ask()
        return answers, outputs[0].getvalue().decode()
