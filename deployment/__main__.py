"""`python -m deployment dev`: deploy Faktura as `make deploy ENV=dev` does.

The first time it asks about the environment and keeps the answers in `.deploy/dev.toml`. Later it asks nothing.
`--change` asks again. `--built` deploys the last build. `--emergency` may skip stages of `SigningKeyStage`. The command
writes the names of the stack's resources to `.deploy/dev.env`.
"""

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import boto3
import click
from botocore.exceptions import BotoCoreError, ClientError

from deployment import libyaml, questions
from deployment.account import account_of, session_in, writes_gateway_logs
from deployment.alarm_email import why_alarms_are_not_received
from deployment.answers import DERIVED, Answers, file_of
from deployment.errors import DeploymentError
from deployment.invoice_lock import LOCK, why_not_lock
from deployment.lock import exclusive
from deployment.sam import Sam
from deployment.signing_keys import STAGE, why_not_stage
from deployment.stack import Stack
from deployment.template import Template
from deployment.variables import write_variables

ROOT = Path(__file__).resolve().parents[1]

FIRST_DEPLOYMENT = {"DeletionProtection": "false", "DeploymentPreference": "Off"}
"""Parameters of the first deployment: a protected table cannot be rolled back, and there are no callers to shift."""

LATER_DEPLOYMENTS = {"DeletionProtection": "true"}


def main() -> None:
    """Deploy, or exit with the reason in a sentence."""
    parser = argparse.ArgumentParser(prog="python -m deployment", description="Deploy Faktura to AWS.")
    parser.add_argument("environment", help="such as dev; each environment has its own answers and its own stack")
    parser.add_argument("--change", action="store_true", help="ask the questions again")
    parser.add_argument("--built", action="store_true", help="deploy the last build")
    parser.add_argument("--emergency", action="store_true", help="allow skipping stages of SigningKeyStage")
    arguments = parser.parse_args()
    libyaml.use()
    try:
        deploy(arguments.environment, arguments.change, arguments.built, arguments.emergency)
    except DeploymentError as reason:
        sys.exit(str(reason))
    except (BotoCoreError, ClientError) as refused:
        sys.exit(f"AWS refused: {refused}")
    except KeyboardInterrupt:
        sys.exit("Interrupted. CloudFormation continues what it has started. Deploy again when it has finished.")


def deploy(environment: str, change: bool, built: bool, emergency: bool) -> None:
    """Ask for missing answers, build, and create or update the stack."""
    template = Template.read(ROOT / "template.yaml")
    file = file_of(environment, ROOT)
    answers = _answers(template, environment, file, change)
    place = f"account {answers.account}, {answers.region}"
    click.echo(f"Deploying {answers.stack_name} to {place}, as {file.relative_to(ROOT)} says.")
    session = session_in(answers.region)
    stack, parameters = Stack(session, answers.stack_name), answers.effective(template)
    with exclusive(file.with_name("lock")):
        has_worked = stack.has_worked()
        if has_worked:
            _check_changes(template, stack.parameters(), parameters, emergency)
        sam = Sam(ROOT, environment, answers.region, answers.stack_name)
        if not built:
            sam.build()
        _roll_out(sam, stack, has_worked, parameters)
        _report(session, stack, parameters, file.with_suffix(".env"))


def _check_changes(template: Template, current: Mapping[str, str], wanted: Mapping[str, str], emergency: bool) -> None:
    """Refuse a change that S3 refuses, or that would make tokens invalid unless that is wanted."""
    before = {**template.defaults, **current}
    reasons = [why_not_lock(before[LOCK], wanted[LOCK])]
    if not emergency:
        reasons.append(why_not_stage(template.allowed(STAGE), before[STAGE], wanted[STAGE]))
    for reason in filter(None, reasons):
        raise DeploymentError(reason)


def _report(session: boto3.Session, stack: Stack, parameters: Mapping[str, str], variables: Path) -> None:
    """Print the URL and what is left to do, and write the variables that the operator's commands read."""
    outputs = stack.outputs()
    write_variables(variables, str(session.region_name), outputs)
    click.echo(f"Faktura is at {outputs['ApiUrl']}.")
    if domain := parameters["DomainName"]:
        target = outputs["DomainTarget"]
        click.echo(f"It is also at https://{domain} once the DNS record of that name points to {target}.")
    click.echo(f"Before you use the README's commands, run: . {variables.relative_to(ROOT)}")
    address = parameters["AlarmEmail"]
    if address and (reason := why_alarms_are_not_received(session, stack.physical_id("AlarmTopic"), address)):
        click.echo(reason)


def _answers(template: Template, environment: str, file: Path, change: bool) -> Answers:
    """The kept answers, or new ones from the operator. They have been checked."""
    kept = Answers.kept(file)
    session = session_in(kept.region if kept else None)
    account = account_of(session)
    if kept and not change:
        answers = kept
    else:
        click.echo(questions.INTRODUCTION)
        answers = _ask_again(template, kept) if kept else _ask(template, environment, account, session)
    answers.check(template, account)
    if answers != kept:
        answers.keep(file)
    return answers


def _ask(template: Template, environment: str, account: str, session: boto3.Session) -> Answers:
    region, stack_name = questions.which_stack(template, environment, session.region_name)
    known = _known(template, session_in(region), stack_name)
    return Answers(account, region, stack_name, questions.which_parameters(template, region, known))


def _ask_again(template: Template, kept: Answers) -> Answers:
    """Ask for the parameters only: another region or stack name is another environment."""
    return replace(kept, parameters=questions.which_parameters(template, kept.region, kept.parameters))


def _known(template: Template, session: boto3.Session, stack_name: str) -> dict[str, str]:
    """The parameters of an existing stack, so that a lost file changes nothing."""
    current = Stack(session, stack_name).parameters()
    if not current:
        return {"ManageGatewayLogging": "" if writes_gateway_logs(session) else "yes"}
    return {
        name: value
        for name, value in current.items()
        if name not in DERIVED and value != template.defaults.get(name, value)
    }


def _roll_out(sam: Sam, stack: Stack, has_worked: bool, parameters: dict[str, str]) -> None:
    """Create the stack if it has never worked, then update it. After an interruption, the next deployment continues."""
    if not has_worked:
        sam.deploy({**parameters, **FIRST_DEPLOYMENT})
    stack.keep_stores()
    sam.deploy({**parameters, **LATER_DEPLOYMENTS})


if __name__ == "__main__":
    main()
