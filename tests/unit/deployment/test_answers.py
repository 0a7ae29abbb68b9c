"""The file in which the answers about an environment are kept."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from deployment.answers import Answers, file_of
from deployment.refusal import Refusal
from deployment.template import Template
from tests.architecture.template import ROOT

TEMPLATE = Template.read(ROOT / "template.yaml")
ANSWERS = Answers("123456789012", "eu-west-1", "faktura-dev", {"AlarmEmail": "ops@example.com"})


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    ANSWERS.keep(file_of("dev", tmp_path))

    assert Answers.kept(file_of("dev", tmp_path)) == ANSWERS
    assert Answers.kept(file_of("prod", tmp_path)) is None


def test_git_does_not_know_the_file_and_cleaning_up_leaves_it() -> None:
    folder = file_of("dev", ROOT).parent.name

    assert f"{folder}/\n" in (ROOT / ".gitignore").read_text("utf-8")
    assert folder not in (ROOT / "Makefile").read_text("utf-8")


def test_other_answers_leave_what_an_operator_wrote_between_them(tmp_path: Path) -> None:
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
        ('region = "eu-west-1"\nstack_name = "faktura"', "does not say 'account'"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "dev.toml"
    file.write_text(text, "utf-8")

    with pytest.raises(Refusal, match=reason):
        Answers.kept(file)


@pytest.mark.parametrize("name", ["", "Dev", "../dev", "dev/1", "1st", "a" * 21, "/root/.shinit"])
def test_a_name_that_no_environment_may_have_is_refused(name: str) -> None:
    with pytest.raises(Refusal, match="is no name of an environment"):
        file_of(name, ROOT)


def test_good_answers_are_taken() -> None:
    ANSWERS.check(TEMPLATE, "123456789012")


def test_credentials_of_another_account_are_refused() -> None:
    with pytest.raises(Refusal, match="of account 999999999999, but the environment is in 123456789012"):
        ANSWERS.check(TEMPLATE, "999999999999")


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (replace(ANSWERS, region="eu-north-1"), "Textract"),
        (replace(ANSWERS, stack_name="a" * 60), "too long"),
        (replace(ANSWERS, parameters={"LogRetentionDays": "31"}), "LogRetentionDays must be one of"),
        (replace(ANSWERS, parameters={"Colour": "blue"}), "no parameter Colour"),
        (replace(ANSWERS, parameters={"DomainName": "api.example.com"}), "needs a certificate"),
        (replace(ANSWERS, parameters={"DeletionProtection": "false"}), "is no answer of yours"),
    ],
)
def test_answers_that_cannot_be_deployed_are_refused(answers: Answers, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        answers.check(TEMPLATE, "123456789012")


def test_other_trusted_issuers_are_another_revision() -> None:
    """A function behind an alias takes them on only then."""
    before, same, after = (
        Answers("1", "eu-west-1", "faktura", {"TrustedIssuers": issuers})
        for issuers in ("{}", "{}", '{"https://a": {}}')
    )

    assert before.derived == same.derived != after.derived
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,16}", after.derived["TrustedIssuersRevision"])
