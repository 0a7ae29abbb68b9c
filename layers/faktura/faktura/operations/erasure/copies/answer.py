"""An answer without a customer's texts."""

from collections.abc import Collection, Mapping
from typing import Any

ERASED = ""


def without(document: Any, fields: Collection[str], texts: Collection[str]) -> Any:
    """The JSON with these fields empty, at any depth, where they have one of these texts as a whole.

    Other fields stay: who pays as "cash" has a payment type, too.
    """
    match document:
        case Mapping():
            return {
                name: ERASED
                if name in fields and isinstance(value, str) and value in texts
                else without(value, fields, texts)
                for name, value in document.items()
            }
        case list():
            return [without(value, fields, texts) for value in document]
    return document
