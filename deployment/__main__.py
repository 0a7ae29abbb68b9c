"""`python -m deployment dev`: deploy Faktura as `make deploy ENV=dev` does.

The first time it asks what it must know of the environment, and keeps the answers in `.deploy/dev.toml`. From then on
it asks nothing. `--change` asks again; `--built` deploys what was built last; `--emergency` leaves out stages of
`SigningKeyStage`. The names that the stack's resources have are written to `.deploy/dev.env`.
"""

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import boto3
import click
from botocore.exceptions import BotoCoreError, ClientError

from deployment import questions
from deployment.account import account_of, session_in, writes_gateway_logs
from deployment.alarm_email import why_alarms_reach_nobody
from deployment.answers import DECIDED_HERE, Answers, file_of
from deployment.lock import only_one
from deployment.refusal import Refusal
from deployment.sam import Sam
from deployment.signing_keys import STAGE, why_not_stage
from deployment.stack import Stack
from deployment.template import Template
from deployment.variables import write_variables

ROOT = Path(__file__).resolve().parents[1]

AT_FIRST = {"DeletionProtection": "false", "DeploymentPreference": "Off"}
"""Parameters of the first deployment: a protected table could not be rolled back, and there are no callers to shift."""

FROM_THEN_ON = {"DeletionProtection": "true"}


def main() -> None:
    """Deploy, or say in a sentence why not."""
    parser = argparse.ArgumentParser(prog="python -m deployment", description="Deploy Faktura to AWS.")
    parser.add_argument("environment", help="such as dev; each has its own answers and its own stack")
    parser.add_argument("--change", action="store_true", help="ask again about the environment")
    parser.add_argument("--built", action="store_true", help="deploy what was built last")
    parser.add_argument("--emergency", action="store_true", help="leave out stages of SigningKeyStage")
    arguments = parser.parse_args()
    try:
        deploy(arguments.environment, arguments.change, arguments.built, arguments.emergency)
    except Refusal as reason:
        sys.exit(str(reason))
    except (BotoCoreError, ClientError) as refused:
        sys.exit(f"AWS refused: {refused}")
    except KeyboardInterrupt:
        sys.exit("Broken off. CloudFormation goes on with what it has begun; deploy again when it has ended.")


def deploy(environment: str, change: bool, built: bool, emergency: bool) -> None:
    """Ask what is not known, build, and create the stack or update it."""
    template = Template.read(ROOT / "template.yaml")
    file = file_of(environment, ROOT)
    answers = _answered(template, environment, file, change)
    place = f"account {answers.account}, {answers.region}"
    click.echo(f"Deploying {answers.stack_name} to {place}, as {file.relative_to(ROOT)} says.")
    session = session_in(answers.region)
    stack, parameters = Stack(session, answers.stack_name), answers.effective(template)
    with only_one(file.with_name("lock")):
        has_worked = stack.has_worked()
        if has_worked and not emergency:
            _check_stage(template, stack, parameters[STAGE])
        sam = Sam(ROOT, environment, answers.region, answers.stack_name)
        if not built:
            sam.build()
        _roll_out(sam, stack, has_worked, parameters)
        _tell(session, stack, parameters, file.with_suffix(".env"))


def _check_stage(template: Template, stack: Stack, wanted: str) -> None:
    present = stack.parameters().get(STAGE, template.defaults[STAGE])
    if reason := why_not_stage(template.allowed(STAGE), present, wanted):
        raise Refusal(reason)


def _tell(session: boto3.Session, stack: Stack, parameters: Mapping[str, str], variables: Path) -> None:
    """Where Faktura is, what the operator's commands need to know of it, and what is still to be done."""
    outputs = stack.outputs()
    write_variables(variables, str(session.region_name), outputs)
    click.echo(f"Faktura is at {outputs['ApiUrl']}.")
    if domain := parameters["DomainName"]:
        target = outputs["DomainTarget"]
        click.echo(f"It is at https://{domain} too, once that name's DNS record points to {target}.")
    click.echo(f"Before the commands of README, run: . {variables.relative_to(ROOT)}")
    address = parameters["AlarmEmail"]
    if address and (reason := why_alarms_reach_nobody(session, stack.physical_id("AlarmTopic"), address)):
        click.echo(reason)


def _answered(template: Template, environment: str, file: Path, change: bool) -> Answers:
    """The answers that are kept, or those of an operator who is asked now; they can be deployed."""
    kept = Answers.kept(file)
    session = session_in(kept.region if kept else None)
    account = account_of(session)
    if kept and not change:
        answers = kept
    else:
        click.echo(questions.INTRODUCTION)
        answers = _asked_again(template, kept) if kept else _asked(template, environment, account, session)
    answers.check(template, account)
    if answers != kept:
        answers.keep(file)
    return answers


def _asked(template: Template, environment: str, account: str, session: boto3.Session) -> Answers:
    region, stack_name = questions.which_stack(template, environment, session.region_name)
    known = _known(template, session_in(region), stack_name)
    return Answers(account, region, stack_name, questions.which_parameters(template, region, known))


def _asked_again(template: Template, kept: Answers) -> Answers:
    """The region and the stack's name are not asked again: another stack is another environment."""
    return replace(kept, parameters=questions.which_parameters(template, kept.region, kept.parameters))


def _known(template: Template, session: boto3.Session, stack_name: str) -> dict[str, str]:
    """The answers that need no question: those of the stack where it exists, so that a lost file changes nothing."""
    present = Stack(session, stack_name).parameters()
    if not present:
        return {"ManageGatewayLogging": "" if writes_gateway_logs(session) else "yes"}
    return {
        name: value
        for name, value in present.items()
        if name not in DECIDED_HERE and value != template.defaults.get(name, value)
    }


def _roll_out(sam: Sam, stack: Stack, has_worked: bool, parameters: dict[str, str]) -> None:
    """Create the stack where it has never worked, then update it. It may be broken off anywhere and begun again."""
    if not has_worked:
        sam.deploy({**parameters, **AT_FIRST})
    stack.keep_stores()
    sam.deploy({**parameters, **FROM_THEN_ON})


if __name__ == "__main__":
    main()
