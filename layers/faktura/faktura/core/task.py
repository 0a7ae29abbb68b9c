"""A Step Functions task: typed input, plain JSON types out; what it raises is the workflow's error name."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from faktura.core.injection import with_typed_input
from faktura.core.observability import correlated, log


def task(function: Callable[..., Any]) -> Callable[[Mapping[str, Any], Any], Any]:
    """Make `function(input, *stores)` a Lambda handler. A task must be safe to run twice with the same input.

    Until its input says whose work it is, its lines carry the invocation's own id. Lambda itself logs the traceback of
    what a task raises; our line says whose work it was.
    """
    call = with_typed_input(function)

    @wraps(function)
    def handler(event: Mapping[str, Any], context: Any) -> Any:
        with correlated(getattr(context, "aws_request_id", None)):
            try:
                return call(event, context)
            except Exception as fault:
                log.error("task failed", exception_name=type(fault).__name__)
                raise

    return handler
