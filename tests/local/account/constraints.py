"""What CloudFormation refuses before it creates anything: values against a parameter's terms, and the rules."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

Template = Mapping[str, Any]


def refusals(template: Template, given: Mapping[str, str], region: str) -> Iterator[str]:
    """Why the template cannot be used with these parameters in this region; nothing where it can."""
    declared: Mapping[str, Any] = template.get("Parameters", {})
    for name in given.keys() - declared.keys():
        yield f"Parameters: [{name}] do not exist in the template"
    values = {name: given.get(name, str(terms.get("Default", ""))) for name, terms in declared.items()}
    for name, terms in declared.items():
        yield from _terms_broken(name, terms, values[name])
    known = {**values, "AWS::Region": region}
    for rule in template.get("Rules", {}).values():
        if "RuleCondition" not in rule or _evaluated(rule["RuleCondition"], known):
            for assertion in rule["Assertions"]:
                if not _evaluated(assertion["Assert"], known):
                    yield f"Template rules failed: {assertion['AssertDescription']}"


def _terms_broken(name: str, terms: Mapping[str, Any], value: str) -> Iterator[str]:
    if "AllowedValues" in terms and value not in map(str, terms["AllowedValues"]):
        yield f"Parameter '{name}' must be one of AllowedValues"
    if "AllowedPattern" in terms and not re.fullmatch(terms["AllowedPattern"], value):
        yield f"Parameter {name} failed to satisfy constraint"
    if terms["Type"] == "Number":
        if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
            yield f"Parameter '{name}' must be a number"
        elif not float(terms.get("MinValue", "-inf")) <= float(value) <= float(terms.get("MaxValue", "inf")):
            yield f"Parameter '{name}' is out of its range"


def _evaluated(expression: Any, known: Mapping[str, str]) -> Any:
    """The value of a rule's expression; rules may use these functions, and no others that Faktura's use."""
    match expression:
        case {"Ref": str(name)}:
            return known[name]
        case {"Fn::Equals": [one, other]}:
            return str(_evaluated(one, known)) == str(_evaluated(other, known))
        case {"Fn::Not": [condition]}:
            return not _evaluated(condition, known)
        case {"Fn::Contains": [texts, text]}:
            return _evaluated(text, known) in texts
        case {"Fn::And": conditions}:
            return all(_evaluated(condition, known) for condition in conditions)
        case {"Fn::Or": conditions}:
            return any(_evaluated(condition, known) for condition in conditions)
        case str() | int():
            return expression
    raise NotImplementedError(f"no rule of Faktura's has {expression}")
