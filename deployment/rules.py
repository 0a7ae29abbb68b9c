"""The rules of a template, evaluated like CloudFormation does before it creates anything."""

from collections.abc import Iterator, Mapping
from typing import Any


def broken_rules(template: Mapping[str, Any], parameters: Mapping[str, str], region: str) -> Iterator[str]:
    """The description of each assertion that fails. `parameters` has the value of every parameter."""
    known = {**parameters, "AWS::Region": region}
    for rule in template.get("Rules", {}).values():
        if "RuleCondition" in rule and not _evaluated(rule["RuleCondition"], known):
            continue
        for assertion in rule["Assertions"]:
            if not _evaluated(assertion["Assert"], known):
                yield str(assertion["AssertDescription"])


def _evaluated(expression: Any, known: Mapping[str, str]) -> Any:
    """The value of a rule's expression. Only the functions that Faktura's rules use are supported."""
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
    raise NotImplementedError(f"rules do not support {expression}")
