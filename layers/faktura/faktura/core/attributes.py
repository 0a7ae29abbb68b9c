"""Plain values to DynamoDB's typed attributes and back, exactly.

boto3 has a serializer, but its import loads boto3's resources and S3 transfers at every cold start, and it cannot read
1E+125, which DynamoDB returns with 126 digits.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

Item = Mapping[str, Any]

MAX_ITEM_BYTES = 400 * 1024
"""Of one item in DynamoDB, names and values together."""


def marshalled(item: Mapping[str, Any]) -> dict[str, Any]:
    """Plain values as typed attributes. A float raises TypeError, because binary numbers are not exact."""
    return {name: _typed(value) for name, value in item.items()}


def plain(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Typed attributes as plain values: every number is a `Decimal`."""
    return {name: _untyped(value) for name, value in attributes.items()}


def size(value: Any) -> int:
    """Bytes that DynamoDB counts for a value (or, for a mapping, its content) toward the limit of an item."""
    match value:
        case str():
            return len(value.encode())
        case Mapping():
            return 3 + sum(len(name.encode()) + size(member) + 1 for name, member in value.items())
        case list() | tuple() | frozenset():
            return 3 + sum(size(member) + 1 for member in value)
        case bool() | None:
            return 1
        case bytes():
            return len(value)
    return 3 + len(Decimal(value).as_tuple().digits) // 2


def _typed(value: Any) -> dict[str, Any]:
    match value:
        case str():
            return {"S": value}
        case bool():
            return {"BOOL": value}
        case int() | Decimal():
            return {"N": format(value, "f") if isinstance(value, Decimal) else str(value)}
        case None:
            return {"NULL": True}
        case Mapping():
            return {"M": marshalled(value)}
        case list() | tuple():
            return {"L": [_typed(member) for member in value]}
        case bytes():
            return {"B": value}
        case frozenset():
            return {"SS": sorted(value)}
    raise TypeError(f"{type(value).__name__} has no exact form in DynamoDB")


def _untyped(attribute: Mapping[str, Any]) -> Any:
    [(kind, value)] = attribute.items()
    match kind:
        case "N":
            return Decimal(value)
        case "M":
            return plain(value)
        case "L":
            return [_untyped(member) for member in value]
        case "NULL":
            return None
        case "SS":
            return frozenset(value)
    return value
