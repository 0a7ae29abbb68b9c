"""The examples of the OpenAPI description: true to their schemas, and to what the functions take and answer."""

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from faktura.core.endpoint import Endpoint
from faktura.service.__main__ import DESCRIPTION, description
from faktura.service.description.examples import HEADERS
from tests.support.architecture.samples import Run
from tests.support.architecture.template import ROOT, modules

ENDPOINTS = [module for module in modules() if isinstance(import_module(module).handler, Endpoint)]
SHIPPED = json.loads(DESCRIPTION.read_bytes())
OPERATIONS = {one["operationId"]: one for item in SHIPPED["paths"].values() for one in item.values()}
FILES = ("multipart/form-data", "application/pdf", "text/html", "*/*")
"""Content types without examples: everybody has a file of their own."""

DESCRIBING = "service.openapi"
"""Its answer is the description."""


@pytest.mark.parametrize("module", ENDPOINTS)
def test_every_body_has_an_example(module: str) -> None:
    parts = [OPERATIONS[module].get("requestBody", {}), *OPERATIONS[module]["responses"].values()]
    contents = [(kind, terms) for part in parts for kind, terms in part.get("content", {}).items() if kind not in FILES]

    shown = [kind for kind, terms in contents if {"example", "examples"} & set(terms)]
    assert [kind for kind, _ in contents if kind not in shown] == [] or module == DESCRIBING


@pytest.mark.parametrize("module", ENDPOINTS)
def test_what_answers_json_shows_an_answer(module: str, run_sample: Callable[[str], Run]) -> None:
    answer = run_sample(module).answer
    is_json = answer["headers"].get("Content-Type") == "application/json" and not answer.get("isBase64Encoded")

    shown = _shown(module)

    assert not is_json or shown is not None, f"docs/api/answers/{module}.json is missing, such as {answer['body']}"


@pytest.mark.parametrize("module", ENDPOINTS)
def test_an_example_is_valid_by_its_schema(module: str) -> None:
    parts = [OPERATIONS[module].get("requestBody", {}), *OPERATIONS[module]["responses"].values()]
    for part in parts:
        for terms in part.get("content", {}).values():
            for example in _examples(terms):
                assert _faults(example, terms["schema"], SHIPPED["components"]) == []


@pytest.mark.parametrize("module", ENDPOINTS)
def test_an_answers_example_has_no_field_that_its_schema_has_not(module: str) -> None:
    closed = _closed(copy.deepcopy(SHIPPED["components"]))
    content = _success(module).get("content", {})

    for terms in content.values():
        for example in _examples(terms):
            assert _faults(example, terms["schema"], closed) == []


@pytest.mark.parametrize("module", ENDPOINTS)
def test_an_answer_to_the_sample_is_valid_by_its_schema(module: str, run_sample: Callable[[str], Run]) -> None:
    answer = run_sample(module).answer
    terms = OPERATIONS[module]["responses"][str(answer["statusCode"])].get("content", {}).get("application/json")

    if terms and not answer.get("isBase64Encoded"):
        assert _faults(json.loads(answer["body"]), terms["schema"], SHIPPED["components"]) == []


@pytest.mark.parametrize("module", ENDPOINTS)
def test_an_answers_example_has_every_field_of_the_samples_answer(
    module: str, run_sample: Callable[[str], Run]
) -> None:
    shown = _shown(module)

    if shown is not None:
        answered = json.loads(run_sample(module).answer["body"])
        for example, real in zip(_elements(shown), _elements(answered), strict=False):
            assert set(real) <= set(example)


@pytest.mark.parametrize("module", ENDPOINTS)
def test_the_headers_shown_are_those_answered(module: str, run_sample: Callable[[str], Run]) -> None:
    """A sample's list is one page, so the way to the next is not among them."""
    answer = run_sample(module).answer
    shown = OPERATIONS[module]["responses"][str(answer["statusCode"])].get("headers", {})

    assert set(answer["headers"]) & set(HEADERS) == set(shown) - {"Link", "x-request-id"}


def test_the_headers_written_down_are_all_of_endpoints() -> None:
    written = json.loads((ROOT / "docs" / "api" / "headers.json").read_text("utf-8"))

    assert {name.partition(" ")[0] for name in written} <= set(ENDPOINTS)


def test_every_answer_written_down_is_shown_somewhere() -> None:
    responses = [response for module in ENDPOINTS for response in OPERATIONS[module]["responses"].values()]
    shown = [example for response in responses for example in _elements(_example(response))]

    for file in sorted((ROOT / "docs" / "api" / "answers").iterdir()):
        example = json.loads(file.read_text("utf-8"))
        assert all(one in shown for one in _elements(example)), file.name


def test_the_introduction_tells_of_every_api_and_no_other() -> None:
    titles = [tag["name"] for tag in description(ROOT)["tags"]]

    assert sorted(titles) == sorted({import_module(module).handler.api.title for module in ENDPOINTS})


def _shown(module: str) -> Any:
    """The example of the endpoint's response, if it has one."""
    return _example(_success(module))


def _success(module: str) -> Mapping[str, Any]:
    """The endpoint's first response; the others and the refusals follow it."""
    success: Mapping[str, Any] = next(iter(OPERATIONS[module]["responses"].values()))
    return success


def _example(response: Mapping[str, Any]) -> Any:
    return response.get("content", {}).get("application/json", {}).get("example")


def _examples(terms: Mapping[str, Any]) -> Iterator[Any]:
    yield from [terms["example"]] if "example" in terms else []
    yield from (example["value"] for example in terms.get("examples", {}).values())


def _elements(body: Any) -> list[Any]:
    return body if isinstance(body, list) else [] if body is None else [body]


def _faults(example: Any, schema: Mapping[str, Any], components: Mapping[str, Any]) -> list[str]:
    """With a validator that counts in decimals. In binary, 19.99 is not a multiple of 0.01."""
    validator = Draft202012Validator({**schema, "components": components}, validate_formats=True)
    return [fault.message for fault in validator.iter_errors(example)]


def _closed(schema: Any) -> Any:
    """The schema with nothing allowed that it does not name."""
    if isinstance(schema, dict):
        for member in schema.values():
            _closed(member)
        if isinstance(schema.get("properties"), dict):
            schema.setdefault("additionalProperties", False)
    elif isinstance(schema, list):
        for member in schema:
            _closed(member)
    return schema
