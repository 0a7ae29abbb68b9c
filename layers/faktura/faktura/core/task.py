"""A Step Functions task: typed input, plain JSON output. Its exceptions' names are the workflow's errors."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from faktura.core.injection import with_typed_input
from faktura.core.observability import correlated, log


def task(function: Callable[..., Any]) -> Callable[[Mapping[str, Any], Any], Any]:
    """Make `function(input, *stores)` a Lambda handler. A task must be safe to run twice with the same input.

    Until its input names the work it belongs to, its lines carry the id of the invocation. Lambda logs the traceback of
    an exception; our line adds the correlation id.
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
