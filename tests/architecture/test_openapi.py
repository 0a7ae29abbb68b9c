"""The OpenAPI description that is shipped is the one that the endpoints declare."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from faktura.core.endpoint import Endpoint
from faktura.service.__main__ import DESCRIPTION, description, indented
from faktura.service.description.gateway import gateway_responses
from tests.support.architecture.template import ROOT, modules, written_of


def test_the_shipped_description_is_the_one_that_the_endpoints_declare() -> None:
    is_current = DESCRIPTION.read_bytes() == indented(description(ROOT))

    assert is_current, "out of date: run `make openapi`"


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


def test_an_endpoints_operation_id_is_its_modules_name() -> None:
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


def test_a_number_is_never_described_as_a_text_too() -> None:
    assert list(_numbers_or_texts(_shipped())) == []


def test_an_amount_is_described_as_a_decimal() -> None:
    """Client generators make a binary number of any other `number`."""
    numbers = [one for one in _members(_shipped()) if isinstance(one, dict) and one.get("type") == "number"]

    assert numbers
    assert {one.get("format") for one in numbers} == {"decimal"}


def test_the_titles_of_schemas_are_unique() -> None:
    """Client generators name classes after them."""
    schemas = _shipped()["components"]["schemas"]
    titles = [one["title"] for one in _members(schemas) if isinstance(one, dict) and isinstance(one.get("title"), str)]

    assert {schema["title"] for schema in schemas.values()} <= set(titles)
    assert [title for title, count in Counter(titles).items() if count > 1] == []


def test_a_link_fills_the_path_of_its_operation_from_the_response_or_the_request() -> None:
    operations = _operations()
    for operation in operations.values():
        for response in operation["responses"].values():
            for link in response.get("links", {}).values():
                wanted = [one["name"] for one in operations[link["operationId"]]["parameters"] if one["in"] == "path"]
                fields = _fields(response)

                assert list(link["parameters"]) == wanted
                for source in link["parameters"].values():
                    place, _, name = source.rpartition("/" if "#/" in source else ".")
                    assert name in (fields if place == "$response.body#" else _variables(operation))


@pytest.mark.parametrize(
    ("first", "status", "then"),
    [
        ("billing.create_invoice", "201", ["billing.get_invoice", "billing.update_invoice"]),
        ("billing.create_payment", "201", ["billing.get_payment", "billing.delete_payment"]),
        ("capture.process_invoice", "202", ["capture.get_request"]),
        ("capture.start_upload", "201", ["capture.get_request"]),
        ("jobs.create_job", "201", ["jobs.get_job"]),
        ("cases.put_case", "200", ["cases.get_case"]),
    ],
)
def test_an_operation_that_creates_something_links_to_it(first: str, status: str, then: list[str]) -> None:
    links = _operations()[first]["responses"][status]["links"].values()

    assert set(then) <= {link["operationId"] for link in links}


def test_the_errors_of_the_gateway_are_described_for_every_operation() -> None:
    gateway = set(map(str, gateway_responses(ROOT / "template.yaml")))

    for operation_id, operation in _operations().items():
        expected = gateway if _variables(operation) else gateway - {"404"}
        assert expected <= set(operation["responses"]), operation_id


def test_an_error_is_described_by_its_fields() -> None:
    for operation_id, operation in _operations().items():
        for status, response in operation["responses"].items():
            content = response.get("content", {}).get("application/json") if int(status) >= 400 else None
            for schema in content["schema"].get("anyOf", [content["schema"]]) if content else []:
                described = _shipped()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
                assert described["required"], f"{operation_id} {status}"


def _operations() -> dict[str, Any]:
    return {one["operationId"]: one for item in _shipped()["paths"].values() for one in item.values()}


def _variables(operation: Any) -> list[str]:
    return [one["name"] for one in operation.get("parameters", []) if one["in"] == "path"]


def _fields(response: Any) -> set[str]:
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    described = _shipped()["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], {})
    return set(described.get("required", []))


def _numbers_or_texts(described: Any) -> Iterator[Any]:
    """Schemas that allow both, as pydantic describes a plain Decimal."""
    for member in _members(described):
        choices = member.get("anyOf", []) if isinstance(member, dict) else []
        if {"number", "string"} <= {str(choice.get("type")) for choice in choices}:
            yield member


def _members(described: Any) -> Iterator[Any]:
    """The value itself and all values within it."""
    yield described
    inner = described.values() if isinstance(described, dict) else described if isinstance(described, list) else ()
    for member in inner:
        yield from _members(member)


@cache
def _shipped() -> Any:
    return json.loads(DESCRIPTION.read_bytes())
