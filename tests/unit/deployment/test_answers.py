"""The file in which the answers about an environment are kept."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import tomlkit

from deployment.answers import Answers, file_of
from deployment.errors import DeploymentError
from deployment.template import Template
from tests.support.architecture.template import ROOT

TEMPLATE = Template.read(ROOT / "template.yaml")
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1"
STACK = 'account = "1"\nregion = "eu-west-1"\nstack_name = "faktura"\n'
ISSUER = {
    "jwksUrl": "https://login.example.com/keys",
    "audience": "faktura",
    "algorithms": ["RS256"],
    "scopes": ["pims:write"],
    "context": {"practices": ["petwell"]},
}
ANSWERS = Answers("123456789012", "eu-west-1", "faktura-dev", {"AlarmEmail": "ops@example.com"})


def test_kept_answers_are_read_again(tmp_path: Path) -> None:
    ANSWERS.keep(file_of("dev", tmp_path))

    assert Answers.kept(file_of("dev", tmp_path)) == ANSWERS
    assert Answers.kept(file_of("prod", tmp_path)) is None


def test_git_ignores_the_file_and_make_clean_keeps_it() -> None:
    folder = file_of("dev", ROOT).parent.name

    assert f"{folder}/\n" in (ROOT / ".gitignore").read_text("utf-8")
    assert folder not in (ROOT / "Makefile").read_text("utf-8")


def test_new_answers_keep_the_comments_of_an_operator(tmp_path: Path) -> None:
    file = file_of("dev", tmp_path)
    ANSWERS.keep(file)
    file.write_text(file.read_text("utf-8") + "# as the auditors ask\nLogRetentionDays = 365\n", "utf-8")

    kept = Answers.kept(file)
    assert kept is not None
    replace(kept, parameters={**kept.parameters, "AlarmEmail": ""}).keep(file)

    assert "# as the auditors ask" in file.read_text("utf-8")
    changed = Answers.kept(file)
    assert changed is not None
    assert changed.parameters == {"AlarmEmail": "", "LogRetentionDays": "365"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("account = ", "is not TOML"),
        ('region = "eu-west-1"\nstack_name = "faktura"', "has no 'account'"),
        ("# f\u00fcr Z\u00fcrich", "is not in UTF-8"),
        ('account = "1"\nregion = "eu-west-1"\nstack_name = 5', "stack_name in .*dev.toml must be a string"),
        ('account = "1"\nregion = ["eu-west-1"]\nstack_name = "faktura"', "region in .*dev.toml must be a string"),
        (f'{STACK}parameters = ["a"]', "parameters in .*dev.toml must be a table"),
        (
            f"{STACK}LogRetentionDays = 7\n[parameters]",
            r"has an unknown name, LogRetentionDays. Put parameters below \[parameters\]",
        ),
        (f"{STACK}[parameters]\nAlarmEmail = ['a@b', 'c@d']", "AlarmEmail must be a string"),
        (f"{STACK}[parameters]\nAlarmEmail = {{ to = 'a@b' }}", "AlarmEmail must be a string"),
        (f"{STACK}[parameters]\nPimsThrottle = 2026-11-28", "PimsThrottle must be a string"),
        (f"{STACK}[parameters.TrustedIssuers]\n'https://i' = 2026-11-28", "TrustedIssuers cannot be written as JSON"),
    ],
)
def test_a_broken_file_is_refused_in_a_sentence(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "dev.toml"
    file.write_text(text, "latin-1")

    with pytest.raises(DeploymentError, match=reason):
        Answers.kept(file)


@pytest.mark.parametrize("name", ["", "Dev", "../dev", "dev/1", "1st", "a" * 21, "/root/.shinit"])
def test_an_invalid_environment_name_is_refused(name: str) -> None:
    with pytest.raises(DeploymentError, match="is not a valid environment name"):
        file_of(name, ROOT)


def test_valid_answers_are_accepted() -> None:
    ANSWERS.check(TEMPLATE, "123456789012")


def test_credentials_of_another_account_are_refused() -> None:
    with pytest.raises(DeploymentError, match="belong to account 999999999999, but the environment is in 123456789012"):
        ANSWERS.check(TEMPLATE, "999999999999")


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (replace(ANSWERS, region="eu-north-1"), "Textract"),
        (replace(ANSWERS, stack_name="a" * 60), r"has 60 characters\. It may have 49"),
        (replace(ANSWERS, parameters={"LogRetentionDays": "31"}), "LogRetentionDays must be one of"),
        (replace(ANSWERS, parameters={"Colour": "blue"}), "no parameter Colour"),
        (replace(ANSWERS, parameters={"DomainName": "api.example.com"}), "needs the ARN of a certificate"),
        (
            replace(ANSWERS, parameters={"CertificateArn": CERTIFICATE, "DomainName": "a.example.com"}),
            "in eu-west-1, like",
        ),
        (replace(ANSWERS, parameters={"DeskIssuer": "https://login.example.com"}), "DeskIssuer needs DeskClientId"),
        (replace(ANSWERS, parameters={"OcrConcurrency": "1"}), "OcrConcurrency must be 0, or 2 or more."),
        (replace(ANSWERS, parameters={"StoreConcurrency": "1"}), "StoreConcurrency must be 0, or 2 or more."),
        (replace(ANSWERS, parameters={"LargestFile": "51199"}), r"SmallestFile \(51200\) must not be greater than"),
        (
            replace(ANSWERS, parameters={"InvoiceLock": "governance", "InvoiceRetentionDays": "3293"}),
            r"InvoiceRetentionDays \(3293\) must be at least 3294",
        ),
        (replace(ANSWERS, parameters={"JobSchedule": "rate(121 minutes)"}), "an hour longer than JobSchedule"),
        (replace(ANSWERS, parameters={"SweepSchedule": "rate(1 day)", "HeartbeatHours": "24"}), "than SweepSchedule"),
        (replace(ANSWERS, parameters={"TrustedIssuers": "{"}), "TrustedIssuers cannot be used: it is not JSON"),
        (replace(ANSWERS, parameters={"TrustedIssuers": "[" * 2000}), "TrustedIssuers cannot be used: it is not JSON"),
        (replace(ANSWERS, parameters={"TrustedIssuers": "[]"}), "it is not a JSON object of issuers"),
        (
            replace(ANSWERS, parameters={"TrustedIssuers": '{"https://i": {}}'}),
            "https://i: it lacks jwksUrl, audience",
        ),
        (
            replace(ANSWERS, parameters={"TrustedIssuers": json.dumps({"\u00fc" * 1300: 1}, ensure_ascii=False)}),
            "bytes",
        ),
        (replace(ANSWERS, parameters={"DeletionProtection": "false"}), "must not be set here"),
    ],
)
def test_answers_that_cannot_be_deployed_are_refused(answers: Answers, reason: str) -> None:
    with pytest.raises(DeploymentError, match=reason):
        answers.check(TEMPLATE, "123456789012")


@pytest.mark.parametrize(
    "parameters",
    [
        {"OcrConcurrency": "0", "StoreConcurrency": "2"},
        {"SmallestFile": "1000", "LargestFile": "1000"},
        {"InvoiceRetentionDays": "1"},
        {"InvoiceLock": "compliance", "InvoiceRetentionDays": "3294"},
        {"JobSchedule": "rate(2 hours)"},
        {"SweepSchedule": "rate(1 day)", "HeartbeatHours": "25"},
        {"JobSchedule": "cron(0 6 * * ? *)"},
        {"TrustedIssuers": ""},
        {"TrustedIssuers": json.dumps({"https://login.example.com/": ISSUER})},
    ],
)
def test_values_that_work_together_are_accepted(parameters: dict[str, str]) -> None:
    replace(ANSWERS, parameters=parameters).check(TEMPLATE, "123456789012")


def test_a_table_of_trusted_issuers_becomes_json_and_stays_a_table_in_the_file(tmp_path: Path) -> None:
    file = file_of("dev", tmp_path)
    ANSWERS.keep(file)
    table = tomlkit.dumps({"parameters": {"TrustedIssuers": {"https://login.example.com/": ISSUER}}})
    file.write_text(file.read_text("utf-8") + table.replace("[parameters]\n", ""), "utf-8")

    kept = Answers.kept(file)
    assert kept is not None
    replace(kept, parameters={**kept.parameters, "AlarmEmail": ""}).keep(file)

    assert json.loads(kept.parameters["TrustedIssuers"]) == {"https://login.example.com/": ISSUER}
    kept.check(TEMPLATE, "123456789012")
    assert '[parameters.TrustedIssuers."https://login.example.com/"]' in file.read_text("utf-8")
    again = Answers.kept(file)
    assert again is not None
    assert again.parameters == {**kept.parameters, "AlarmEmail": ""}


def test_numbers_and_booleans_become_text(tmp_path: Path) -> None:
    file = tmp_path / "dev.toml"
    text = STACK.replace('"1"', "123456789012") + "[parameters]\nPimsThrottle = 5\nDeletionProtection = true"
    file.write_text(text, "utf-8")

    kept = Answers.kept(file)

    assert kept is not None
    assert (kept.account, dict(kept.parameters)) == (
        "123456789012",
        {"PimsThrottle": "5", "DeletionProtection": "true"},
    )


def test_changed_trusted_issuers_get_another_revision() -> None:
    """Only then do the functions behind an alias use them."""
    before, same, after = (
        Answers("1", "eu-west-1", "faktura", {"TrustedIssuers": issuers})
        for issuers in ("{}", "{}", '{"https://a": {}}')
    )

    assert before.derived == same.derived != after.derived
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,16}", after.derived["TrustedIssuersRevision"])
