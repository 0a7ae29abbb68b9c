"""The examples of the OpenAPI description are valid, and agree with what the functions accept and return."""

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from faktura.core.endpoint import Endpoint
from faktura.service.__main__ import DESCRIPTION, description
from faktura.service.description.examples import HEADERS
from faktura.service.description.responses import responses_of
from tests.support.architecture.samples import Run
from tests.support.architecture.template import ROOT, modules

ENDPOINTS = [module for module in modules() if isinstance(import_module(module).handler, Endpoint)]
SHIPPED = json.loads(DESCRIPTION.read_bytes())
OPERATIONS = {one["operationId"]: one for item in SHIPPED["paths"].values() for one in item.values()}
FILES = ("multipart/form-data", "application/pdf", "application/xml", "image/jpeg", "text/html", "*/*")
"""Content types without examples: callers have files of their own."""

DESCRIBING = "service.openapi"
"""Its response is the description."""


@pytest.mark.parametrize("module", ENDPOINTS)
def test_every_body_has_an_example(module: str) -> None:
    parts = [OPERATIONS[module].get("requestBody", {}), *OPERATIONS[module]["responses"].values()]
    contents = [(kind, terms) for part in parts for kind, terms in part.get("content", {}).items() if kind not in FILES]

    shown = [kind for kind, terms in contents if {"example", "examples"} & set(terms)]
    assert [kind for kind, _ in contents if kind not in shown] == [] or module == DESCRIBING


@pytest.mark.parametrize("module", ENDPOINTS)
def test_an_endpoint_that_responds_with_json_has_an_example_of_its_response(
    module: str, run_sample: Callable[[str], Run]
) -> None:
    response = run_sample(module).answer
    is_json = response["headers"].get("Content-Type") == "application/json" and not response.get("isBase64Encoded")

    shown = _shown(module)

    assert not is_json or shown is not None, (
        f"docs/api_page/examples/{module}.json is missing, such as {response['body']}"
    )


@pytest.mark.parametrize("module", ENDPOINTS)
def test_an_example_is_valid_by_its_schema(module: str) -> None:
    parts = [OPERATIONS[module].get("requestBody", {}), *OPERATIONS[module]["responses"].values()]
    for part in parts:
        for terms in part.get("content", {}).values():
            for example in _examples(terms):
                assert _faults(example, terms["schema"]) == []


@pytest.mark.parametrize("module", ENDPOINTS)
def test_the_example_of_a_response_has_only_fields_of_its_schema(module: str) -> None:
    content = OPERATIONS[module]["responses"][_status(module)].get("content", {})

    for terms in content.values():
        for example in _examples(terms):
            assert _faults(example, terms["schema"], closed=True) == []


@pytest.mark.parametrize("module", ENDPOINTS)
def test_the_response_to_the_sample_event_is_valid_by_its_schema(module: str, run_sample: Callable[[str], Run]) -> None:
    response = run_sample(module).answer
    terms = OPERATIONS[module]["responses"][str(response["statusCode"])].get("content", {}).get("application/json")

    if terms and not response.get("isBase64Encoded"):
        assert _faults(json.loads(response["body"]), terms["schema"]) == []


@pytest.mark.parametrize("module", ENDPOINTS)
def test_the_example_of_a_response_has_every_field_of_the_response_to_the_sample_event(
    module: str, run_sample: Callable[[str], Run]
) -> None:
    shown = _shown(module)

    if shown is not None:
        returned = json.loads(run_sample(module).answer["body"])
        for example, real in zip(_elements(shown), _elements(returned), strict=False):
            assert set(real) <= set(example)


@pytest.mark.parametrize("module", ENDPOINTS)
def test_the_headers_described_are_those_of_the_response_to_the_sample_event(
    module: str, run_sample: Callable[[str], Run]
) -> None:
    """Except `Link`: a sample's list has one page."""
    response = run_sample(module).answer
    shown = OPERATIONS[module]["responses"][str(response["statusCode"])].get("headers", {})

    assert set(response["headers"]) & set(HEADERS) == set(shown) - {"Link", "x-request-id"}


def test_the_headers_file_names_only_endpoints() -> None:
    headers = json.loads((ROOT / "docs" / "api_page" / "headers.json").read_text("utf-8"))

    assert {name.partition(" ")[0] for name in headers} <= set(ENDPOINTS)


def test_the_path_variables_described_are_those_of_the_paths() -> None:
    described = json.loads((ROOT / "docs" / "api_page" / "path_variables.json").read_text("utf-8"))
    variables = {name for module in ENDPOINTS for name in import_module(module).handler.path_variables.values()}

    assert set(described) == variables


def test_every_example_file_is_used() -> None:
    responses = [response for module in ENDPOINTS for response in OPERATIONS[module]["responses"].values()]
    shown = [example for response in responses for example in _elements(_example(response))]

    for file in sorted((ROOT / "docs" / "api_page" / "examples").iterdir()):
        example = json.loads(file.read_text("utf-8"))
        assert all(one in shown for one in _elements(example)), file.name


def test_the_introduction_has_a_text_about_each_api() -> None:
    tags = [tag["name"] for tag in description(ROOT)["tags"]]

    assert sorted(tags) == sorted({import_module(module).handler.api.title for module in ENDPOINTS})


def _shown(module: str) -> Any:
    """The example of the endpoint's first response, if it has one."""
    return _example(OPERATIONS[module]["responses"][_status(module)])


def _status(module: str) -> str:
    """The status of the endpoint's first response."""
    return str(next(iter(responses_of(import_module(module).handler))))


def _example(response: Mapping[str, Any]) -> Any:
    return response.get("content", {}).get("application/json", {}).get("example")


def _examples(terms: Mapping[str, Any]) -> Iterator[Any]:
    yield from [terms["example"]] if "example" in terms else []
    yield from (example["value"] for example in terms.get("examples", {}).values())


def _elements(body: Any) -> list[Any]:
    return body if isinstance(body, list) else [] if body is None else [body]


def _faults(example: Any, schema: Mapping[str, Any], closed: bool = False) -> list[str]:
    return [fault.message for fault in _validator(json.dumps(schema), closed).iter_errors(example)]


@cache
def _validator(schema: str, closed: bool) -> Draft202012Validator:
    """It computes in decimals: in binary, 19.99 is not a multiple of 0.01. Most responses share a few schemas."""
    return Draft202012Validator({**json.loads(schema), "components": _components(closed)}, validate_formats=True)


@cache
def _components(closed: bool) -> Any:
    """The named schemas; `closed` ones refuse every field that they do not name."""
    return _closed(copy.deepcopy(SHIPPED["components"])) if closed else SHIPPED["components"]


def _closed(schema: Any) -> Any:
    """The schema, which now refuses every field that it does not name."""
    if isinstance(schema, dict):
        for member in schema.values():
            _closed(member)
        if isinstance(schema.get("properties"), dict):
            schema.setdefault("additionalProperties", False)
    elif isinstance(schema, list):
        for member in schema:
            _closed(member)
    return schema
