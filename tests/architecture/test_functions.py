"""One file is one function: code, template and sample events tell of the same functions by the same names."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import pytest

from faktura.core.endpoint import Endpoint
from tests.architecture.template import ROOT, Resource, function_behind, logical_id, modules, queue_workers, written_of

FUNCTIONS = written_of("AWS::Serverless::Function")


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


def test_no_two_functions_answer_the_same_route() -> None:
    routes = [route for function in FUNCTIONS.values() for route in _routes(function)]

    assert sorted(routes) == sorted(set(routes))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_something_calls_every_function(name: str) -> None:
    called_by_machines = {
        function_behind(target)
        for machine in written_of("AWS::Serverless::StateMachine").values()
        for target in machine["Properties"]["DefinitionSubstitutions"].values()
    }

    assert FUNCTIONS[name]["Properties"].get("Events") or name in {*called_by_machines, *queue_workers()}


def test_every_function_has_a_sample_event() -> None:
    samples = sorted(str(file.relative_to(ROOT / "events")) for file in (ROOT / "events").rglob("*.*"))

    assert samples == [module.replace(".", "/") + ".json" for module in modules()]


def _routes(function: Resource) -> list[tuple[str, str]]:
    events: Mapping[str, Any] = function["Properties"].get("Events", {})
    api = [event["Properties"] for event in events.values() if event["Type"] == "Api"]
    return [(event["Method"], event["Path"]) for event in api]
