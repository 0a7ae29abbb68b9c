"""A digest of what was imported, by which a second run knows it again."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

ERASED = "erased"
"""Instead of the digest of what is erased: it is known again by its name alone, and no guess of it can be verified."""


def digest(content: Mapping[str, Any]) -> str:
    """The same for the same content: the order of fields and zeros at the end of a decimal do not matter."""
    text = json.dumps(_comparable(content), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _comparable(value: Any) -> Any:
    match value:
        case Mapping():
            return {name: _comparable(member) for name, member in value.items()}
        case list():
            return [_comparable(member) for member in value]
        case Decimal() | int() if not isinstance(value, bool):
            digits = format(Decimal(value), "f")
            return f"number {digits.rstrip('0').rstrip('.') if '.' in digits else digits}"
    return value
