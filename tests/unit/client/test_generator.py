"""The generator of the Python client."""

from typing import Any

import pytest

from clients.python.generator.document import modelled
from clients.python.generator.operations import Operation, operations

OPERATION = {"operationId": "api.make_it", "summary": "Make it.", "security": [{"bearer": []}]}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "A key.",
}


def schema(of: dict[str, Any]) -> Any:
    document = {"openapi": "3.1.0", "info": {}, "components": {"schemas": {"It": {"type": "object", **of}}}}
    return modelled(document)["components"]["schemas"]["It"]


def operation(method: str, path: str = "/its", **terms: Any) -> Operation:
    described = {**OPERATION, "responses": {"204": {}}, **terms}
    [found] = operations({"paths": {path: {method: described}}, "components": {"schemas": {}}})
    return found


def test_every_number_is_a_decimal() -> None:
    numbers = {"a": {"type": "number"}, "b": {"anyOf": [{"type": "number", "maximum": 1e126}, {"type": "null"}]}}

    properties = schema({"properties": numbers})["properties"]

    exact = {"type": "number", "format": "decimal"}
    assert properties == {"a": exact, "b": {"anyOf": [exact, {"type": "null"}]}}


def test_limits_are_left_to_the_api() -> None:
    text = {"type": "string", "pattern": "x", "maxLength": 3, "description": "A text."}

    assert schema({"properties": {"a": text}})["properties"] == {"a": {"type": "string", "description": "A text."}}


def test_kinds_of_one_object_have_the_fields_of_all() -> None:
    kinds = [
        {"properties": {"kind": {"const": "A"}, "ids": {"type": "array", "items": {}}}, "required": ["kind", "ids"]},
        {"properties": {"kind": {"const": "B"}}, "required": ["kind"]},
    ]

    merged = schema({"oneOf": kinds})

    assert merged["properties"]["kind"] == {"enum": ["A", "B"]}
    assert merged["required"] == ["kind"]


@pytest.mark.parametrize(
    ("method", "terms", "may_repeat"),
    [
        ("get", {}, True),
        ("delete", {}, True),
        ("post", {}, False),
        ("post", {"parameters": [KEY]}, True),
        ("post", {"operationId": "cases.find_invoices"}, True),
    ],
)
def test_a_call_is_repeated_where_that_does_no_harm(method: str, terms: dict[str, Any], may_repeat: bool) -> None:
    assert operation(method, **terms).may_repeat is may_repeat


def test_variables_of_a_path_are_encoded() -> None:
    parameter = {
        "name": "itId",
        "in": "path",
        "required": True,
        "schema": {"type": "integer"},
        "description": "Its id.",
    }

    assert operation("get", "/its/{itId}", parameters=[parameter]).filled_path == "/its/{in_path(it_id)}"


def test_what_only_browsers_ask_for_is_left_out() -> None:
    document = {"paths": {"/docs": {"get": {**OPERATION, "responses": {"200": {}, "304": {}}}}}}

    assert list(operations(document)) == []
