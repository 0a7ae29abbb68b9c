"""CloudFormation's checks before it creates anything: the values of parameters, and the rules."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deployment.rules import broken_rules

Template = Mapping[str, Any]


def refusals(template: Template, given: Mapping[str, str], region: str) -> Iterator[str]:
    """The reasons why the template cannot be used with these parameters in this region; none if it can."""
    declared: Mapping[str, Any] = template.get("Parameters", {})
    for name in given.keys() - declared.keys():
        yield f"Parameters: [{name}] do not exist in the template"
    values = {name: given.get(name, str(terms.get("Default", ""))) for name, terms in declared.items()}
    for name, terms in declared.items():
        yield from _terms_broken(name, terms, values[name])
    for assertion in broken_rules(template, values, region):
        yield f"Template rules failed: {assertion}"


def _terms_broken(name: str, terms: Mapping[str, Any], value: str) -> Iterator[str]:
    if "AllowedValues" in terms and value not in map(str, terms["AllowedValues"]):
        yield f"Parameter '{name}' must be one of AllowedValues"
    if "AllowedPattern" in terms and not re.fullmatch(terms["AllowedPattern"], value):
        yield f"Parameter {name} failed to satisfy constraint"
    if len(value) > terms.get("MaxLength", len(value)):
        yield f"Parameter '{name}' is too long"
    if terms["Type"] == "Number":
        if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
            yield f"Parameter '{name}' must be a number"
        elif not float(terms.get("MinValue", "-inf")) <= float(value) <= float(terms.get("MaxValue", "inf")):
            yield f"Parameter '{name}' is out of its range"
