"""Attribute values: their stored form, their limits and their size.

Source: the DynamoDB developer guide, "Supported data types and naming rules" and "Item sizes and formats".
"""

import base64
import re
from collections.abc import Iterable
from decimal import Context, Decimal
from typing import Any

from moto.dynamodb.exceptions import IncorrectDataType
from moto.dynamodb.exceptions import MockValidationException as ValidationException
from moto.dynamodb.models.dynamo_type import DynamoType, Item

MAX_SIGNIFICANT_DIGITS = 38
MAX_MAGNITUDE = 125
MIN_MAGNITUDE = -130
MAX_NESTING_LEVELS = 32

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,9})?", re.ASCII)
_EXACT = Context(prec=600)  # enough digits for the exact sum of any two numbers of DynamoDB


def normalise(value: dict[str, Any], level: int = 1) -> None:
    """Change the numbers in `value` to DynamoDB's stored form. Raises ValidationException for an invalid value."""
    if level > MAX_NESTING_LEVELS:
        raise ValidationException(
            "Nesting Levels have exceeded supported limits: "
            "Attributes in the item have nested levels beyond supported limit"
        )
    kind, held = next(iter(value.items()))
    if kind == "N":
        value["N"] = canonical(held)
    elif kind in ("SS", "NS", "BS"):
        value[kind] = _normalised_set(kind, held)
    elif kind == "L":
        for element in held:
            normalise(element, level + 1)
    elif kind == "M":
        for element in held.values():
            normalise(element, level + 1)


def canonical(text: str) -> str:
    """The number in DynamoDB's form: plain digits, no leading or trailing zeros (1.10 is 1.1, 1E+2 is 100)."""
    if not _NUMBER.fullmatch(text):
        raise ValidationException(f"The parameter cannot be converted to a numeric value: {text}")
    number = Decimal(text)
    if not number:
        return "0"
    sign, digits, exponent = number.as_tuple()
    significant = "".join(map(str, digits)).rstrip("0")
    _check_range(number.adjusted(), len(significant))
    shift = int(exponent) + len(digits) - len(significant)
    return format(Decimal((sign, tuple(map(int, significant)), shift)), "f")


def add(number: DynamoType, other: DynamoType) -> DynamoType:
    """The exact sum. moto rounds to 28 digits and fails on exponents."""
    return _arithmetic(_EXACT.add, number, other)


def subtract(number: DynamoType, other: DynamoType) -> DynamoType:
    """The exact difference."""
    return _arithmetic(_EXACT.subtract, number, other)


def item_bytes(item: Item | None) -> int:
    """The size of an item by DynamoDB's rules: its attributes' names and values. An absent item has 0 bytes."""
    return 0 if item is None else members_bytes(item.attrs.items())


def value_bytes(value: DynamoType) -> int:
    """The size of one value. A list or map has 3 bytes and one for each element, a number about one for two digits."""
    if value.type == "N":
        return _number_bytes(value.value)
    if value.type in ("SS", "NS", "BS"):
        return sum(value_bytes(DynamoType({value.type[0]: member})) for member in value.value)
    if value.type == "L":
        return 3 + sum(1 + value_bytes(element) for element in value.value)
    if value.type == "M":
        return 3 + len(value.value) + members_bytes(value.value.items())
    if value.type == "B":
        return len(value.value if isinstance(value.value, bytes) else base64.b64decode(value.value))
    return len(value.value.encode()) if value.type == "S" else 1


def _normalised_set(kind: str, members: list[Any]) -> list[Any]:
    normalised = [canonical(member) for member in members] if kind == "NS" else members
    if not normalised:
        raise ValidationException("One or more parameter values were invalid: An set  may not be empty")
    if len(set(normalised)) < len(normalised):
        raise ValidationException(
            f"One or more parameter values were invalid: Input collection {normalised} contains duplicates."
        )
    return normalised


def _check_range(magnitude: int, digits: int) -> None:
    if magnitude > MAX_MAGNITUDE:
        raise ValidationException(
            "Number overflow. Attempting to store a number with magnitude larger than supported range"
        )
    if magnitude < MIN_MAGNITUDE:
        raise ValidationException(
            "Number underflow. Attempting to store a number with magnitude smaller than supported range"
        )
    if digits > MAX_SIGNIFICANT_DIGITS:
        raise ValidationException("Attempting to store more than 38 significant digits in a Number")


def _arithmetic(operation: Any, number: DynamoType, other: DynamoType) -> DynamoType:
    if not (number.is_number() and other.is_number()):
        raise IncorrectDataType
    return DynamoType({"N": canonical(str(operation(Decimal(number.value), Decimal(other.value))))})


def members_bytes(members: Iterable[tuple[str, DynamoType]]) -> int:
    """The size of attributes, or of a map's members: their names and values."""
    return sum(len(name.encode()) + value_bytes(value) for name, value in members)


def _number_bytes(text: str) -> int:
    digits = text.lstrip("-").replace(".", "").strip("0")
    return 1 + (len(digits) + 1) // 2 + text.startswith("-")
