"""The parameters and regions of `template.yaml`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from samcli.yamlhelper import yaml_parse

from deployment.rules import broken_rules

MAX_SCHEDULE_NAME_LENGTH = 64
"""By EventBridge Scheduler's API."""

_STACK_NAME = re.compile(r"[a-zA-Z][-a-zA-Z0-9]*")
"""By CloudFormation's API."""

_WHOLE = re.compile(r"[0-9]{1,18}")
"""Digits only: CloudFormation passes the text on unchanged."""


@dataclass(frozen=True)
class Template:
    """The template, with its short forms (`!Ref`) expanded."""

    content: Mapping[str, Any]

    @classmethod
    def read(cls, file: Path) -> Self:
        """The template of a file."""
        return cls(yaml_parse(file.read_text("utf-8")))

    @property
    def defaults(self) -> dict[str, str]:
        """Every parameter's default, by its name."""
        return {name: str(terms["Default"]) for name, terms in self.content["Parameters"].items()}

    def label(self, parameter: str) -> str:
        """The parameter's label in CloudFormation's console."""
        labels = self.content["Metadata"]["AWS::CloudFormation::Interface"]["ParameterLabels"]
        return str(labels[parameter]["default"])

    def why_not(self, parameter: str, value: str) -> str | None:
        """Why CloudFormation would refuse the value, in a sentence. None if it would not."""
        if parameter not in self.content["Parameters"]:
            return f"template.yaml has no parameter {parameter}."
        terms = self.content["Parameters"][parameter]
        allowed = self.allowed(parameter)
        if allowed and value not in allowed:
            return f"{parameter} must be one of {', '.join(one or 'none' for one in allowed)}."
        if terms["Type"] == "Number" and not _is_within(value, terms.get("MinValue"), terms.get("MaxValue")):
            return f"{parameter} must be {_range(terms)}."
        if len(value) > terms.get("MaxLength", len(value)):
            return f"{parameter} must have {terms['MaxLength']} characters or fewer."
        if not re.fullmatch(terms.get("AllowedPattern", r"[\s\S]*"), value):
            return f"{parameter} {terms.get('ConstraintDescription', 'must match ' + terms.get('AllowedPattern', ''))}."
        return None

    def allowed(self, parameter: str) -> list[str]:
        """The only values that a parameter may have, in the template's order. Empty if it may have any."""
        return [str(one) for one in self.content["Parameters"][parameter].get("AllowedValues", [])]

    def broken_rules(self, parameters: Mapping[str, str], region: str) -> Iterator[str]:
        """The template's rules that the values break, a sentence each. `parameters` has every parameter."""
        return (f"{reason}." for reason in broken_rules(self.content, parameters, region))

    @property
    def regions(self) -> list[str]:
        """The regions with Textract. Faktura can be deployed in these only."""
        return list(self._textract["Assert"]["Fn::Contains"][0])

    def why_not_region(self, region: str) -> str | None:
        """Why Faktura cannot be deployed in the region. None if it can."""
        if region in self.regions:
            return None
        return f"{self._textract['AssertDescription']} ({region}). The regions with it are {', '.join(self.regions)}."

    def why_not_stack_name(self, name: str) -> str | None:
        """Why a stack of Faktura cannot have the name. None if it can.

        CloudFormation shortens the names of buckets, functions and roles. The template names schedules itself.
        """
        if not _STACK_NAME.fullmatch(name):
            return "A stack's name may have only letters, digits and hyphens, and must begin with a letter."
        longest = max(self._schedule_endings(), key=len)
        if len(name + longest) > MAX_SCHEDULE_NAME_LENGTH:
            return (
                f"The stack's name has {len(name)} characters. It may have {MAX_SCHEDULE_NAME_LENGTH - len(longest)}, "
                f"because a schedule has the same name with {longest} at the end."
            )
        return None

    @property
    def _textract(self) -> Mapping[str, Any]:
        [assertion] = self.content["Rules"]["RegionWithTextract"]["Assertions"]
        return dict(assertion)

    def _schedule_endings(self) -> list[str]:
        """The endings that follow the stack's name in the names of schedules."""
        return [
            event["Properties"]["Name"]["Fn::Sub"].removeprefix("${AWS::StackName}")
            for resource in self.content["Resources"].values()
            for event in resource.get("Properties", {}).get("Events", {}).values()
            if event["Type"] == "ScheduleV2"
        ]


def _is_within(value: str, minimum: int | None, maximum: int | None) -> bool:
    """Whether the value is a whole number in the range. All of our numbers are whole."""
    if not _WHOLE.fullmatch(value):
        return False
    return (minimum is None or int(value) >= minimum) and (maximum is None or int(value) <= maximum)


def _range(terms: Mapping[str, Any]) -> str:
    ends = [f"{end} {terms[key]}" for key, end in (("MinValue", "at least"), ("MaxValue", "at most")) if key in terms]
    return ", ".join(["a whole number", *ends])
