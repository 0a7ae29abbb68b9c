"""The OpenAPI description that is shipped is the one the endpoints declare."""

import json
import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from openapi_spec_validator import OpenAPIV31SpecValidator

from faktura.core.endpoint import Endpoint
from faktura.core.json import dumps
from faktura.service.__main__ import DESCRIPTION, description
from tests.architecture.template import ROOT, modules, written_of


def test_the_shipped_description_is_the_one_the_endpoints_declare() -> None:
    declared = json.loads(dumps(description(ROOT)))

    assert _shipped() == declared, "out of date: run `make openapi`"


def test_the_description_is_valid_openapi_3_1() -> None:
    faults = [fault.message for fault in OpenAPIV31SpecValidator(_shipped()).iter_errors()]

    assert faults == []


def test_the_description_has_the_routes_of_the_template() -> None:
    described = {(method.upper(), path) for path, item in _shipped()["paths"].items() for method in item}
    routed = {
        (event["Properties"]["Method"], event["Properties"]["Path"])
        for function in written_of("AWS::Serverless::Function").values()
        for event in function["Properties"].get("Events", {}).values()
        if event["Type"] == "Api"
    }

    assert described == routed


def test_every_endpoint_is_described_under_its_modules_name() -> None:
    described = [operation["operationId"] for item in _shipped()["paths"].values() for operation in item.values()]

    assert sorted(described) == [name for name in modules() if isinstance(import_module(name).handler, Endpoint)]


def test_the_description_names_every_variable_of_a_path() -> None:
    for path, item in _shipped()["paths"].items():
        for operation in item.values():
            named = [one["name"] for one in operation.get("parameters", []) if one["in"] == "path"]

            assert named == re.findall(r"{(\w+)}", path)


def test_the_description_has_the_products_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert _shipped()["info"]["version"] == project["version"]


def test_a_number_is_described_as_a_number_only() -> None:
    assert list(_numbers_or_texts(_shipped())) == []


def _numbers_or_texts(described: Any) -> Iterator[Any]:
    """Schemas that allow both, as pydantic describes a Decimal that nobody told to be exact."""
    if isinstance(described, dict):
        kinds = {choice.get("type") for choice in described.get("anyOf", [])}
        if {"number", "string"} <= kinds:
            yield described
    members = described.values() if isinstance(described, dict) else described if isinstance(described, list) else ()
    for member in members:
        yield from _numbers_or_texts(member)


def _shipped() -> Any:
    return json.loads(DESCRIPTION.read_bytes())
