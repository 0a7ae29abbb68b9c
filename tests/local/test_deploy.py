"""`make deploy` as an operator uses it, against a new account that refuses what AWS refuses."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from deployment.lock import exclusive
from tests.support.local.stacks import ROOT, eventually

MAX_QUESTIONS = 9
ISSUER = """\
jwksUrl = "https://login.example.com/keys"
audience = "say 'hi'"
algorithms = ["ES256"]
scopes = ["pims:write"]
context = {practices = ["a \\\\ b", "\\"c\\""]}
"""
"""As TOML: a trusted issuer with awkward values."""

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1"
SETTINGS = {
    "AWS_ACCESS_KEY_ID": "an-operators",
    "AWS_SECRET_ACCESS_KEY": "an-operators",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "SAM_CLI_TELEMETRY": "0",
    "SAM_CLI_POLL_DELAY": "0.1",
}


@dataclass(frozen=True)
class Account:
    """A new AWS account at `url`."""

    url: str

    def client(self, service: str) -> Any:
        """A boto3 client of it."""
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def stack(self, name: str) -> dict[str, Any]:
        """What CloudFormation says of a stack."""
        [stack] = self.client("cloudformation").describe_stacks(StackName=name)["Stacks"]
        return dict(stack)

    def protection(self, stack: str) -> list[bool]:
        """Of each table that a stack has made, whether it is protected against deletion."""
        dynamodb = self.client("dynamodb")
        names = [name for name in dynamodb.list_tables()["TableNames"] if re.match(rf"{stack}-\w+Table-", name)]
        return [dynamodb.describe_table(TableName=name)["Table"]["DeletionProtectionEnabled"] for name in names]


@dataclass(frozen=True)
class Operator:
    """A person in a checkout of the project, with credentials of an account."""

    project: Path
    account: Account

    def make_deploy(self, *words: str, typing: str = "", **settings: str) -> "subprocess.CompletedProcess[str]":
        """Run `make deploy`, and type something."""
        return self.run("make", "--assume-old=.venv/bin/.installed", "deploy", *words, typing=typing, **settings)

    def run(self, *command: str, typing: str = "", **settings: str) -> "subprocess.CompletedProcess[str]":
        """Run a command, and type something."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MAKE"))}
        return subprocess.run(  # noqa: S603 -- our own words
            command,
            cwd=self.project,
            env={**inherited, **SETTINGS, "AWS_ENDPOINT_URL": self.account.url, **settings},
            input=typing,
            capture_output=True,
            text=True,
            check=False,
        )

    def answers(self, environment: str, **parameters: str) -> None:
        """Write the answers about an environment, whose stack has its name."""
        lines = [
            'account = "123456789012"',
            'region = "us-east-1"',
            f'stack_name = "{environment}"',
            "[parameters]",
            *(f'{name} = "{value}"' for name, value in parameters.items()),
        ]
        (self.project / ".deploy").mkdir(exist_ok=True)
        (self.project / ".deploy" / f"{environment}.toml").write_text("\n".join(lines), "utf-8")


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """A new account, served until the last test here."""
    log = tmp_path_factory.mktemp("account") / "log"
    with log.open("wb") as sink:
        process = subprocess.Popen(  # noqa: S603 -- our own words
            [sys.executable, str(ROOT / "tests" / "support" / "account" / "serve.py")],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=sink,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Account(eventually(lambda: re.search(r"is at (http://127\.0\.0\.1:\d+);", log.read_text()), 60)[1])
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def newcomer(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Operator:
    """An operator who has built nothing yet."""
    return Operator(_checkout(tmp_path_factory), account)


@pytest.fixture(scope="module")
def operator(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Operator:
    """An operator who has built already. The code is a placeholder, because it never runs."""
    project = _checkout(tmp_path_factory)
    build = project / ".aws-sam" / "build"
    shutil.copytree(project / "workflows", build / "workflows")
    (build / "code").mkdir()
    (build / "code" / "module.py").touch()
    template = re.sub(r"\b(CodeUri|ContentUri): \S+", r"\1: code", (project / "template.yaml").read_text("utf-8"))
    (build / "template.yaml").write_text(template, "utf-8")
    return Operator(project, account)


def test_enter_alone_deploys_to_a_new_account_and_the_second_time_nothing_is_asked(newcomer: Operator) -> None:
    first = newcomer.make_deploy("ENV=enter", typing="\n" * MAX_QUESTIONS)
    second = newcomer.make_deploy("ENV=enter", "BUILT=1")

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert _protections_asked_for(first) == ["false", "true"]
    assert _protections_asked_for(second) == ["true"]
    assert "Stack faktura-enter is up to date" in second.stdout
    assert newcomer.account.stack("faktura-enter")["StackStatus"] == "UPDATE_COMPLETE"
    assert set(newcomer.account.protection("faktura-enter")) == {True}
    assert "Before you use the README's commands, run: . .deploy/enter.env" in first.stdout
    assert "No alarm is received" not in first.stdout
    policy = newcomer.account.client("cloudformation").get_stack_policy(StackName="faktura-enter")
    assert policy["StackPolicyBody"] == (ROOT / "deployment" / "stack_policy.json").read_text("utf-8")


def test_a_first_deployment_that_failed_does_not_block_the_second(operator: Operator) -> None:
    """A new account refuses every reservation."""
    operator.answers("failing", PdfConcurrency="10")
    first = operator.make_deploy("ENV=failing", "BUILT=1")
    status, tables = operator.account.stack("failing")["StackStatus"], operator.account.protection("failing")
    operator.answers("failing", PdfConcurrency="0")

    second = operator.make_deploy("ENV=failing", "BUILT=1")

    assert first.returncode != 0
    assert (
        "The deployment failed. See CloudFormation's output above, repair the cause and deploy again." in first.stderr
    )
    assert (status, tables) == ("ROLLBACK_COMPLETE", [])
    assert second.returncode == 0, second.stderr
    assert "Deleting the rest of it now" in second.stdout
    assert operator.account.stack("failing")["StackStatus"] == "UPDATE_COMPLETE"


def test_a_protected_table_would_have_blocked_it(operator: Operator) -> None:
    """This is why the first deployment has no protection."""
    deployed = operator.run(
        *_SAM_DEPLOY,
        *("--stack-name", "protected", "--region", "us-east-1"),
        *("--parameter-overrides", "DeletionProtection=true PdfConcurrency=10"),
    )

    assert deployed.returncode != 0
    assert operator.account.stack("protected")["StackStatus"] == "ROLLBACK_FAILED"


def test_enter_alone_deploys_by_hand_and_make_deploy_protects_the_tables(operator: Operator) -> None:
    """It does the same after an interruption between its two steps. SAM wants a region in the AWS settings."""
    by_hand = operator.run(".venv/bin/sam", "deploy", "--guided", typing="\n" * 80, AWS_DEFAULT_REGION="us-east-1")
    before = operator.account.protection("faktura")
    operator.answers("faktura", DomainName="api.example.com", CertificateArn=CERTIFICATE)

    adopted = operator.make_deploy("ENV=faktura", "BUILT=1")

    assert by_hand.returncode == 0, by_hand.stderr
    assert set(before) == {False}
    assert adopted.returncode == 0, adopted.stderr
    assert _protections_asked_for(adopted) == ["true"]
    assert set(operator.account.protection("faktura")) == {True}
    assert "It is also at https://api.example.com once the DNS record of that name points to" in adopted.stdout


@dataclass(frozen=True)
class Deployed:
    """What `make deploy` printed, and the operator who ran it."""

    operator: Operator
    done: "subprocess.CompletedProcess[str]"


@pytest.fixture(scope="module")
def staging(operator: Operator) -> Deployed:
    """A deployment with some answers, at the first stage of the signing keys, with object lock."""
    operator.answers("staging", AlarmEmail="ops@example.com", InvoiceLock="governance")
    with (operator.project / ".deploy" / "staging.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[parameters.TrustedIssuers.'https://login.example.com/']\n{ISSUER}")
    done = operator.make_deploy("ENV=staging", "BUILT=1")
    assert done.returncode == 0, done.stderr
    return Deployed(operator, done)


def test_make_deploy_writes_the_variables_of_the_readme_and_prints_what_is_left_to_do(staging: Deployed) -> None:
    """A value arrives unchanged, whatever quotes and blanks it has."""
    known = staging.operator.run(
        "sh", "-c", ". .deploy/staging.env && echo $AWS_DEFAULT_REGION $CLIENT_TABLE"
    ).stdout.split()

    stack = staging.operator.account.stack("staging")
    parameters = {one["ParameterKey"]: one["ParameterValue"] for one in stack["Parameters"]}
    [table] = [one["OutputValue"] for one in stack["Outputs"] if one["OutputKey"] == "ClientTable"]
    assert "No alarm is received until ops@example.com follows the link" in staging.done.stdout
    assert known == ["us-east-1", table]
    assert json.loads(parameters["TrustedIssuers"]) == {"https://login.example.com/": tomllib.loads(ISSUER)}


def test_object_lock_is_never_taken_from_the_pdfs_again(staging: Deployed) -> None:
    staging.operator.answers("staging", InvoiceLock="none")

    refused = staging.operator.make_deploy("ENV=staging", "EMERGENCY=1")

    assert refused.returncode != 0
    assert "InvoiceLock is governance now and cannot be none again" in refused.stderr
    assert "Building" not in refused.stdout + refused.stderr


def test_a_stage_of_the_signing_keys_is_skipped_on_purpose_only(staging: Deployed) -> None:
    """The stack is at the stage that it was created in, whichever test comes first."""
    staging.operator.answers("staging", InvoiceLock="governance", SigningKeyStage="second")

    refused = staging.operator.make_deploy("ENV=staging")
    skipped = staging.operator.make_deploy("ENV=staging", "BUILT=1", "EMERGENCY=1")

    assert refused.returncode != 0
    assert "SigningKeyStage is first now, and the next stage is first-publishing-second, not second." in refused.stderr
    assert "Building" not in refused.stdout + refused.stderr
    assert skipped.returncode == 0, skipped.stderr


def test_a_second_make_deploy_waits_for_the_first(operator: Operator) -> None:
    operator.answers("busy")
    with exclusive(operator.project / ".deploy" / "lock"):
        deployed = operator.make_deploy("ENV=busy", "BUILT=1")

    assert deployed.returncode != 0
    assert deployed.stderr.startswith("Another `make deploy` is running in this folder.")


@pytest.mark.parametrize(
    ("region", "parameters", "reason"),
    [
        ("us-east-1", "LogRetentionDays=31", "Parameter 'LogRetentionDays' must be one of AllowedValues"),
        ("us-east-1", "UploadRetrySeconds=539", "Parameter 'UploadRetrySeconds' is out of its range"),
        ("sa-east-1", "LogRetentionDays=30", "Amazon Textract, which reads the invoices, is not in this region"),
    ],
)
def test_the_template_refuses_invalid_parameters_by_itself(
    operator: Operator, region: str, parameters: str, reason: str
) -> None:
    deployed = operator.run(
        *_SAM_DEPLOY, "--stack-name", "refused", "--region", region, "--parameter-overrides", parameters
    )

    assert deployed.returncode != 0
    assert reason in deployed.stderr


def test_make_deploy_refuses_the_same_before_anything_is_built(operator: Operator) -> None:
    operator.answers("wrong", LogRetentionDays="31")

    deployed = operator.make_deploy("ENV=wrong")

    assert deployed.returncode != 0
    assert "LogRetentionDays must be one of 1, 3, 5, 7," in deployed.stderr
    assert "Building" not in deployed.stdout + deployed.stderr


def test_without_credentials_make_deploy_says_so_in_a_sentence(operator: Operator) -> None:
    deployed = operator.make_deploy("ENV=unanswered", AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="")

    assert deployed.returncode != 0
    assert "AWS does not accept your credentials" in deployed.stderr
    assert "Traceback" not in deployed.stderr


def test_without_a_terminal_make_deploy_says_how_to_accept_the_defaults(operator: Operator) -> None:
    deployed = operator.make_deploy("ENV=unanswered")

    assert deployed.returncode != 0
    assert "yes '' | make deploy" in deployed.stderr
    assert not (operator.project / ".deploy" / "unanswered.toml").exists()


def test_answers_are_changed_by_being_asked_again(account: Account, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The region and the stack's name identify the stack, so they stay."""
    operator = Operator(_checkout(tmp_path_factory), account)
    operator.answers("dev", AlarmEmail="ops@example.com", LogRetentionDays="7", PimsThrottle="50")

    changed = operator.make_deploy("CHANGE=1", "BUILT=1", typing="none\n" + "\n" * MAX_QUESTIONS)

    answers = tomllib.loads((operator.project / ".deploy" / "dev.toml").read_text("utf-8"))
    parameters = answers["parameters"]
    assert "Nothing has been built. Deploy without BUILT=1." in changed.stderr
    assert "AWS region" not in changed.stdout
    assert (answers["region"], answers["stack_name"]) == ("us-east-1", "dev")
    assert (parameters["AlarmEmail"], parameters["LogRetentionDays"], parameters["PimsThrottle"]) == ("", "7", "50")


_SAM_DEPLOY = (".venv/bin/python", "-m", "deployment.libyaml", "deploy", "--no-confirm-changeset")


def _checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("checkout")
    for folder in ("deployment", "functions", "layers", "workflows"):
        shutil.copytree(ROOT / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("Makefile", "samconfig.toml", "template.yaml"):
        shutil.copy(ROOT / file, project)
    (project / ".venv").symlink_to(sys.prefix)
    return project


def _protections_asked_for(deployed: "subprocess.CompletedProcess[str]") -> list[str]:
    """The value for the tables' protection that SAM gave CloudFormation each time."""
    return re.findall(r'"DeletionProtection": "(\w+)"', deployed.stdout)
