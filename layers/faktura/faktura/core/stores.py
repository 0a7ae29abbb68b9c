"""How a function gets its stores: made while Lambda initialises, whose CPU is boosted then; in tests only on use."""

from collections.abc import Callable, Mapping
from typing import Any

from faktura.core.settings import on_lambda


def from_settings(kinds: Mapping[str, Any]) -> Callable[[], dict[str, Any]]:
    """A call that gives each name its kind's `from_settings()`, already made where we run as a Lambda function."""
    if on_lambda():
        made = {name: kind.from_settings() for name, kind in kinds.items()}
        return lambda: made
    return lambda: {name: kind.from_settings() for name, kind in kinds.items()}
