"""A digest of what was imported, by which a second run knows it again."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def digest(content: Mapping[str, Any]) -> str:
    """The same for the same content: the order of fields and zeros at the end of a number do not matter."""
    text = json.dumps(content, default=_number, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f")
