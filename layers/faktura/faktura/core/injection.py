"""Gives a function its stores and services by their types, made while Lambda initialises, with boosted CPU.

In tests they are made for each call, after the environment is set.
"""

from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any, Protocol, Self, get_type_hints, runtime_checkable

from pydantic import TypeAdapter

from faktura.core import startup
from faktura.core.aws import until
from faktura.core.clock import Deadline
from faktura.core.model import validated
from faktura.core.observability import set_correlation_id
from faktura.core.settings import on_lambda


@runtime_checkable
class FromSettings(Protocol):
    """A store or service, made from the settings of the function."""

    @classmethod
    def from_settings(cls) -> Self:
        """With the tables, buckets and machines that the template names."""


def from_settings(kinds: Mapping[str, Any]) -> Callable[[], dict[str, Any]]:
    """A call that returns each name with its kind's `from_settings()`, made at once in a Lambda function."""
    if on_lambda():
        made = {name: kind.from_settings() for name, kind in kinds.items()}
        return lambda: made
    return lambda: {name: kind.from_settings() for name, kind in kinds.items()}


def with_typed_input(function: Callable[..., Any]) -> Callable[[Any, Any], Any]:
    """Make `function(input, *stores)` a call with one JSON document, as workers and tasks need it.

    The second argument is the Lambda context. A parameter of type `Deadline` gets the end of the invocation, after
    which no AWS call is attempted. If the input has a `correlation_id`, log lines carry it from then on.
    """
    hints = get_type_hints(function)
    input_name, *names = signature(function).parameters
    adapter: TypeAdapter[Any] = TypeAdapter(hints[input_name])
    deadlines = [name for name in names if hints[name] is Deadline]
    stores = from_settings({name: hints[name] for name in names if name not in deadlines})
    startup.end()

    def call(document: Any, context: Any) -> Any:
        given = validated(adapter, document)
        if correlation_id := getattr(given, "correlation_id", None):
            set_correlation_id(correlation_id)
        deadline = Deadline.of(context) if deadlines else None
        with until(deadline):
            return function(given, **stores(), **dict.fromkeys(deadlines, deadline))

    return call
