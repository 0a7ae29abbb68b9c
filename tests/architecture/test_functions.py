"""One file is one function: code, template and sample events tell of the same functions by the same names."""

from collections.abc import Mapping
from importlib import import_module
from inspect import signature
from typing import Any, get_type_hints

import pytest

from faktura.core.endpoint import Endpoint
from tests.support.architecture.template import (
    ROOT,
    Resource,
    logical_id,
    modules,
    queue_workers,
    references,
    written_of,
)

FUNCTIONS = written_of("AWS::Serverless::Function")

FOLLOWED_LATER = {
    "audit.sign_heads": "the schedule's own work; each line names the number range",
    "capture.read_upload": "an operator's own file may have any name: whose it is, is known once it is opened",
    "jobs.start_scheduled_jobs": "the schedule's own work; each job that it starts has an id",
    "jobs.sweep_jobs": "likewise; each job that it looks after has an id",
}
"""Workers and tasks whose input does not say whose work it is, and why not."""


def test_every_file_is_one_function_and_every_function_one_file() -> None:
    declared = {name: function["Properties"]["Handler"] for name, function in FUNCTIONS.items()}

    assert declared == {logical_id(module): f"{module}.handler" for module in modules()}


def test_every_function_is_built_by_the_makefile() -> None:
    assert [
        name for name, function in FUNCTIONS.items() if function.get("Metadata") != {"BuildMethod": "makefile"}
    ] == []


@pytest.mark.parametrize("module", modules())
def test_the_route_in_the_code_is_the_route_in_the_template(module: str) -> None:
    handler = import_module(module).handler
    in_code = [(handler.method, handler.path)] if isinstance(handler, Endpoint) else []

    assert _routes(FUNCTIONS[logical_id(module)]) == in_code


@pytest.mark.parametrize("module", modules())
def test_what_a_worker_or_a_task_is_given_says_whose_work_it_is(module: str) -> None:
    handler = import_module(module).handler
    function = getattr(handler, "__wrapped__", None)
    if function is None:
        assert isinstance(handler, Endpoint)
        return

    given = get_type_hints(function)[next(iter(signature(function).parameters))]

    says_so = hasattr(given, "correlation_id") or "correlation_id" in given.model_fields
    assert says_so != (module in FOLLOWED_LATER)


def test_no_two_functions_answer_the_same_route() -> None:
    routes = [route for function in FUNCTIONS.values() for route in _routes(function)]

    assert sorted(routes) == sorted(set(routes))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_something_calls_every_function(name: str) -> None:
    called_by_machines = {
        target.removesuffix(".Alias")
        for machine in written_of("AWS::Serverless::StateMachine").values()
        for target in references(machine["Properties"]["DefinitionSubstitutions"])
    }

    assert FUNCTIONS[name]["Properties"].get("Events") or name in {*called_by_machines, *queue_workers()}


def test_every_function_has_a_sample_event() -> None:
    samples = sorted(str(file.relative_to(ROOT / "events")) for file in (ROOT / "events").rglob("*.*"))

    assert samples == [module.replace(".", "/") + ".json" for module in modules()]


def _routes(function: Resource) -> list[tuple[str, str]]:
    events: Mapping[str, Any] = function["Properties"].get("Events", {})
    api = [event["Properties"] for event in events.values() if event["Type"] == "Api"]
    return [(event["Method"], event["Path"]) for event in api]
