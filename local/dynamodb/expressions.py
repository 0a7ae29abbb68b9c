"""DynamoDB's limits on expressions. Source: developer guide, "Constraints in DynamoDB", expression parameters."""

import re
from typing import Any

from moto.dynamodb.exceptions import MockValidationException as ValidationException

MAX_EXPRESSION_BYTES = 4096
MAX_IN_OPERANDS = 100

_EXPRESSIONS = (
    "ConditionExpression",
    "FilterExpression",
    "KeyConditionExpression",
    "ProjectionExpression",
    "UpdateExpression",
)
_IN = re.compile(r"\bIN\s*\(([^()]*)\)", re.IGNORECASE)
_PATH_START = re.compile(r"(?<![\w.#:\]])#?\w+")


def check_expressions(parameters: dict[str, Any]) -> None:
    """Raise ValidationException for a long expression, too many operands, or unused or undefined names or values."""
    given = {name: parameters[name] for name in _EXPRESSIONS if parameters.get(name)}
    for name, text in given.items():
        _check_size(name, text)
        _check_operands(name, text)
    _check_placeholders("Names", r"#\w+", given, parameters)
    _check_placeholders("Values", r":\w+", given, parameters)


def filtered_attributes(parameters: dict[str, Any]) -> set[str]:
    """The top-level attributes in a FilterExpression, and its keywords, which are never names of keys."""
    names = parameters.get("ExpressionAttributeNames") or {}
    return {names.get(word, word) for word in _PATH_START.findall(parameters.get("FilterExpression") or "")}


def _check_size(name: str, text: str) -> None:
    size = len(text.encode())
    if size > MAX_EXPRESSION_BYTES:
        raise ValidationException(
            f"Invalid {name}: Expression size has exceeded the maximum allowed size; expression size: {size}"
        )


def _check_operands(name: str, text: str) -> None:
    for operands in _IN.findall(text):
        count = operands.count(",") + 1
        if count > MAX_IN_OPERANDS:
            raise ValidationException(
                f"Invalid {name}: The IN operator is provided with too many operands; number of operands: {count}"
            )


def _check_placeholders(kind: str, pattern: str, given: dict[str, str], parameters: dict[str, Any]) -> None:
    defined = parameters.get(f"ExpressionAttribute{kind}")
    if defined is not None and not given:
        raise ValidationException(f"ExpressionAttribute{kind} can only be specified when using expressions")
    if defined == {}:
        raise ValidationException(f"ExpressionAttribute{kind} must not be empty")
    used: set[str] = set()
    for name, text in given.items():
        found = set(re.findall(pattern, text))
        _check_defined(name, kind, found - set(defined or {}))
        used |= found
    unused = sorted(set(defined or {}) - used)
    if unused:
        raise ValidationException(
            f"Value provided in ExpressionAttribute{kind} unused in expressions: keys: {{{', '.join(unused)}}}"
        )


def _check_defined(name: str, kind: str, undefined: set[str]) -> None:
    if not undefined:
        return
    what = "name used in the document path" if kind == "Names" else "value used in expression"
    raise ValidationException(
        f"Invalid {name}: An expression attribute {what} is not defined; "
        f"attribute {kind.lower()[:-1]}: {min(undefined)}"
    )
