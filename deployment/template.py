"""What `template.yaml` says about its parameters and its regions, read so that it is not said twice."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from samcli.yamlhelper import yaml_parse

from deployment.rules import broken_rules

MAX_SCHEDULE_NAME = 64
"""Characters of a schedule's name, by EventBridge Scheduler's API."""

_STACK_NAME = re.compile(r"[a-zA-Z][-a-zA-Z0-9]*")
"""By CloudFormation's API."""

_WHOLE = re.compile(r"[0-9]{1,18}")
"""In digits alone, as CloudFormation passes it on to whoever reads it."""


@dataclass(frozen=True)
class Template:
    """The template, its short forms (`!Ref`) spelt out."""

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
        """What the parameter is, in a few words."""
        labels = self.content["Metadata"]["AWS::CloudFormation::Interface"]["ParameterLabels"]
        return str(labels[parameter]["default"])

    def why_not(self, parameter: str, value: str) -> str | None:
        """Why CloudFormation would refuse the value, in a sentence; None where it would not."""
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
        """The only values that a parameter may have, in the template's order; empty where any will do."""
        return [str(one) for one in self.content["Parameters"][parameter].get("AllowedValues", [])]

    def broken_rules(self, parameters: Mapping[str, str], region: str) -> Iterator[str]:
        """What the template's rules say against the values, a sentence each; `parameters` has all of them."""
        return (f"{reason}." for reason in broken_rules(self.content, parameters, region))

    @property
    def regions(self) -> list[str]:
        """Where Faktura can be, because Textract is there."""
        return list(self._textract["Assert"]["Fn::Contains"][0])

    def why_not_region(self, region: str) -> str | None:
        """Why Faktura cannot be in the region; None where it can."""
        if region in self.regions:
            return None
        return f"{self._textract['AssertDescription']} ({region}). The regions with it are {', '.join(self.regions)}."

    def why_not_stack_name(self, name: str) -> str | None:
        """Why no stack of Faktura can have the name; None where one can.

        S3 buckets, functions and roles get names that CloudFormation shortens; schedules are named by the template.
        """
        if not _STACK_NAME.fullmatch(name):
            return "A stack's name has letters, digits and hyphens only, and begins with a letter."
        longest = max(self._schedule_endings(), key=len)
        if len(name + longest) > MAX_SCHEDULE_NAME:
            return (
                f"The stack's name is too long: it has {len(name)} characters and may have "
                f"{MAX_SCHEDULE_NAME - len(longest)}, because a schedule is named after it, with {longest} at the end."
            )
        return None

    @property
    def _textract(self) -> Mapping[str, Any]:
        [assertion] = self.content["Rules"]["RegionWithTextract"]["Assertions"]
        return dict(assertion)

    def _schedule_endings(self) -> list[str]:
        """What follows the stack's name in the names of its schedules."""
        return [
            event["Properties"]["Name"]["Fn::Sub"].removeprefix("${AWS::StackName}")
            for resource in self.content["Resources"].values()
            for event in resource.get("Properties", {}).get("Events", {}).values()
            if event["Type"] == "ScheduleV2"
        ]


def _is_within(value: str, least: int | None, most: int | None) -> bool:
    """Each of our numbers counts something, so it is whole."""
    if not _WHOLE.fullmatch(value):
        return False
    return (least is None or int(value) >= least) and (most is None or int(value) <= most)


def _range(terms: Mapping[str, Any]) -> str:
    ends = [
        f"{end} {terms[key]}" for key, end in (("MinValue", "not below"), ("MaxValue", "not above")) if key in terms
    ]
    return ", ".join(["a whole number", *ends])
