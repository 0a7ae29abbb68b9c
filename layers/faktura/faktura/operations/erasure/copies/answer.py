"""An answer without a customer's texts."""

from collections.abc import Collection, Mapping
from typing import Any

ERASED = ""


def without(document: Any, texts: Collection[str]) -> Any:
    """The JSON with every one of these texts empty. Only whole texts count, not parts of them."""
    match document:
        case str():
            return ERASED if document in texts else document
        case Mapping():
            return {name: without(value, texts) for name, value in document.items()}
        case list():
            return [without(value, texts) for value in document]
    return document
