"""The questions for an operator: nine at most. Enter takes the default of each."""

from collections.abc import Callable, Mapping

import click

from deployment.combinations import why_not_certificate
from deployment.errors import DeploymentError
from deployment.template import Template

NONE = "none"
"""The answer that leaves something out."""

ASKED = (
    "AlarmEmail",
    "DomainName",
    "CertificateArn",
    "DocumentRetentionDays",
    "InvoiceRetentionDays",
    "LogRetentionDays",
    "DeploymentPreference",
)
"""The parameters to ask for. A certificate is asked for only with a domain."""

INTRODUCTION = (
    f"Enter takes the answer in brackets; `{NONE}` leaves something out. The answers are kept for the next deployment."
)

_FALLBACK_REGION = "us-east-1"
"""The region if the operator's AWS settings name none, or one on a continent without Textract."""


def which_stack(template: Template, environment: str, region: str | None) -> tuple[str, str]:
    """Ask for the region and the name of the stack. `region` is the region of the operator's AWS settings."""
    question, default = _region_question(template, region)
    return (
        _ask(question, default, template.why_not_region),
        _ask("Name of the stack in CloudFormation", f"faktura-{environment}", template.why_not_stack_name),
    )


def which_parameters(template: Template, region: str, known: Mapping[str, str]) -> dict[str, str]:
    """Ask for the parameters. `known` holds earlier answers: they are the defaults, and the others stay."""
    answers = dict(known)
    for name in ASKED:
        if name == "CertificateArn" and not answers.get("DomainName"):
            continue
        default = answers.get(name, template.defaults[name])
        answers[name] = _ask(template.label(name), default, _check(template, name, region, answers))
    return answers


def _region_question(template: Template, region: str | None) -> tuple[str, str]:
    """The question for the region, and its default: the region of the AWS settings if Textract is there."""
    if not region:
        return "AWS region", _FALLBACK_REGION
    if not template.why_not_region(region):
        return "AWS region", region
    near = (f"{region.rpartition('-')[0]}-", f"{region.partition('-')[0]}-")
    nearest = next((one for begin in near for one in template.regions if one.startswith(begin)), _FALLBACK_REGION)
    return f"AWS region ({region} of your AWS settings has no Textract; {nearest} has it)", nearest


def _check(template: Template, name: str, region: str, answers: Mapping[str, str]) -> Callable[[str], str | None]:
    def why_not(value: str) -> str | None:
        reason = template.why_not(name, value)
        if reason is None and name == "CertificateArn":
            return why_not_certificate({**answers, name: value}, region)
        return reason

    return why_not


def _ask(question: str, default: str, why_not: Callable[[str], str | None]) -> str:
    def checked(value: str) -> str:
        answer = "" if value.strip().lower() == NONE else value.strip()
        if reason := why_not(answer):
            raise click.UsageError(reason)
        return answer

    try:
        answer: str = click.prompt(question, default=default or NONE, value_proc=checked)
    except click.Abort as aborted:
        raise DeploymentError(
            "\nThe questions were not answered. Answer them once in a terminal, or accept every default: "
            "yes '' | make deploy"
        ) from aborted
    return answer
