"""A Step Functions task: typed input, plain JSON types out; what it raises is the workflow's error name."""

from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any, get_type_hints

from pydantic import TypeAdapter

from faktura.core.model import validated
from faktura.core.stores import from_settings


def task(function: Callable[..., Any]) -> Callable[[Mapping[str, Any], Any], Any]:
    """Make `function(input, *stores)` a Lambda handler. A task must be safe to run twice with the same input."""
    hints = get_type_hints(function)
    input_name, *store_names = signature(function).parameters
    adapter: TypeAdapter[Any] = TypeAdapter(hints[input_name])
    stores = from_settings({name: hints[name] for name in store_names})

    def handler(event: Mapping[str, Any], context: Any) -> Any:
        return function(validated(adapter, event), **stores())

    return handler
