"""What is left of an order with an invoice when its buyer is erased."""

from collections.abc import Mapping
from typing import Any

_KEPT = ("id", "created", "currency", "status")


def rest_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """Of the order's content, what names nobody."""
    return {name: content[name] for name in _KEPT if name in content}
