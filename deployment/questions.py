"""What an operator is asked, in plain words: nine questions at most, and Enter takes the default of each."""

from collections.abc import Callable, Mapping

import click

from deployment.combinations import why_not_certificate
from deployment.refusal import Refusal
from deployment.template import Template

NONE = "none"
"""How an operator says that something is left out."""

ASKED = (
    "AlarmEmail",
    "DomainName",
    "CertificateArn",
    "DocumentRetentionDays",
    "InvoiceRetentionDays",
    "LogRetentionDays",
    "DeploymentPreference",
)
"""The parameters that are asked for; a certificate only for a domain."""

INTRODUCTION = (
    f"Enter takes the answer in brackets; `{NONE}` leaves something out. The answers are kept and not asked for again."
)

_FALLBACK_REGION = "us-east-1"
"""Where the operator's AWS settings name no region, or one of a continent without Textract."""


def which_stack(template: Template, environment: str, region: str | None) -> tuple[str, str]:
    """Ask for the region (`region` is the one that the operator's AWS settings name) and the name of the stack."""
    question, usual = _about_region(template, region)
    return (
        _asked(question, usual, template.why_not_region),
        _asked("Name of the stack in CloudFormation", f"faktura-{environment}", template.why_not_stack_name),
    )


def which_parameters(template: Template, region: str, known: Mapping[str, str]) -> dict[str, str]:
    """Ask for the parameters; `known` are answers given before, which are the defaults and otherwise stay."""
    answers = dict(known)
    for name in ASKED:
        if name == "CertificateArn" and not answers.get("DomainName"):
            continue
        usual = answers.get(name, template.defaults[name])
        answers[name] = _asked(template.label(name), usual, _judge(template, name, region, answers))
    return answers


def _about_region(template: Template, region: str | None) -> tuple[str, str]:
    """The question for the region, and what Enter takes: that of the operator's AWS settings where it can be."""
    if not region:
        return "AWS region", _FALLBACK_REGION
    if not template.why_not_region(region):
        return "AWS region", region
    near = (f"{region.rpartition('-')[0]}-", f"{region.partition('-')[0]}-")
    nearest = next((one for begin in near for one in template.regions if one.startswith(begin)), _FALLBACK_REGION)
    return f"AWS region (not {region} of your AWS settings, which has no Textract; {nearest} has it)", nearest


def _judge(template: Template, name: str, region: str, answers: Mapping[str, str]) -> Callable[[str], str | None]:
    def why_not(value: str) -> str | None:
        reason = template.why_not(name, value)
        if reason is None and name == "CertificateArn":
            return why_not_certificate({**answers, name: value}, region)
        return reason

    return why_not


def _asked(question: str, usual: str, why_not: Callable[[str], str | None]) -> str:
    def judged(value: str) -> str:
        answer = "" if value.strip().lower() == NONE else value.strip()
        if reason := why_not(answer):
            raise click.UsageError(reason)
        return answer

    try:
        answer: str = click.prompt(question, default=usual or NONE, value_proc=judged)
    except click.Abort as nobody:
        raise Refusal(
            "\nThe questions were not answered. Answer them once in a terminal, or take every default: "
            "yes '' | make deploy"
        ) from nobody
    return answer
