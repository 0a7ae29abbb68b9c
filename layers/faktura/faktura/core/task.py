"""A Step Functions task: typed input, plain JSON types out; what it raises is the workflow's error name."""

from collections.abc import Callable, Mapping
from typing import Any

from faktura.core.stores import with_typed_input


def task(function: Callable[..., Any]) -> Callable[[Mapping[str, Any], Any], Any]:
    """Make `function(input, *stores)` a Lambda handler. A task must be safe to run twice with the same input."""
    return with_typed_input(function)
