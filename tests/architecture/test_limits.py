"""Every limit in the OpenAPI description holds: a request that breaks it by as little as possible is refused."""

import copy
import json
import os
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import jsonschema_rs
import pytest

from faktura.cases.search.filter import parse
from faktura.cases.search.schemas import Search
from faktura.core.auth import Caller
from faktura.core.endpoint import Endpoint
from faktura.core.errors import Refusal
from faktura.core.request import Request
from faktura.service.__main__ import DESCRIPTION
from tests.support.architecture.samples import sample

SHIPPED = json.loads(DESCRIPTION.read_bytes())
OPERATIONS = {one["operationId"]: one for item in SHIPPED["paths"].values() for one in item.values()}
SENDING = [
    name
    for name, operation in OPERATIONS.items()
    if "application/json" in operation.get("requestBody", {}).get("content", {})
]
CHECKED_LATER = {
    "jobs.get_job jobId": "a text that is not the id of a job is not found",
    "jobs.get_invoice invoiceId": "a text that is not the id of an invoice is not found",
    "jobs.get_e_invoice invoiceId": "likewise",
    "jobs.credit_invoice invoiceId": "likewise",
    "jobs.get_export exportId": "a text that is not the id of an export is not found",
    "billing.get_export exportId": "likewise",
    "cases.get_export exportId": "likewise",
    "capture.start_upload contentType": "the handler checks it against the types of files",
    "capture.start_upload webhookUrl": "likewise",
}
"""Limits that are checked after the request is read; `tests/fuzzing` breaks them."""


@dataclass(frozen=True)
class Violation:
    """A value that breaks the `limit` of a body's part; `at` is the path to that part."""

    at: tuple[str | int, ...]
    limit: str
    value: Any

    def within(self, body: Any) -> Any:
        """A copy of the body with the value in it."""
        changed = copy.deepcopy(body)
        if not self.at:
            return self.value
        holder = changed
        for step in self.at[:-1]:
            holder = holder[step]
        holder[self.at[-1]] = self.value
        return changed


_BEYOND: Mapping[str, Callable[[Any, Any], Any]] = {
    "maxLength": lambda limit, _: "x" * (limit + 1),
    "minLength": lambda limit, _: "x" * (limit - 1),
    "enum": lambda _, _value: "no such value",
    "const": lambda _, _value: "another",
    "maximum": lambda limit, _: limit + 1,
    "minimum": lambda limit, _: limit - 1,
    "exclusiveMaximum": lambda limit, _: limit,
    "exclusiveMinimum": lambda limit, _: limit,
    "multipleOf": lambda limit, _: limit / 10,
    "maxItems": lambda limit, value: (value if isinstance(value, list) and value else [None]) * (limit + 1),
    "minItems": lambda _limit, _: [],
    "uniqueItems": lambda _, value: [*(value or [1]), *(value or [1])],
    "format": lambda _, _value: "no such format",
    "type": lambda _, value: {"of": "another type"} if not isinstance(value, dict) else "another type",
}


@pytest.mark.parametrize("operation_id", SENDING)
def test_a_body_that_the_description_forbids_is_refused(operation_id: str) -> None:
    content = OPERATIONS[operation_id]["requestBody"]["content"]["application/json"]
    schema = {**content["schema"], "components": SHIPPED["components"]}
    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    violations = [
        one
        for one in _violations(content["schema"], content["example"], ())
        if not _is_checked_later(operation_id, one)
    ]

    accepted = [
        f"{one.limit} at {one.at}"
        for one in violations
        if not validator.is_valid(forbidden := one.within(content["example"])) and not _refuses(operation_id, forbidden)
    ]

    assert violations != []
    assert accepted == []


@pytest.mark.parametrize("operation_id", SENDING)
def test_a_body_that_the_description_shows_is_accepted(operation_id: str) -> None:
    content = OPERATIONS[operation_id]["requestBody"]["content"]["application/json"]
    schema = {**content["schema"], "components": SHIPPED["components"]}

    assert jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid(content["example"])
    assert not _refuses(operation_id, content["example"])


@pytest.mark.parametrize("operation_id", [name for name in OPERATIONS if OPERATIONS[name].get("parameters")])
def test_a_parameter_that_the_description_forbids_is_refused(operation_id: str) -> None:
    for parameter in OPERATIONS[operation_id]["parameters"]:
        name, schema = parameter["name"], parameter["schema"]
        schema = schema.get("items", schema)
        for limit, value in _texts_that_break(schema):
            if f"{operation_id} {name}" not in CHECKED_LATER:
                changed = _with_parameter(operation_id, parameter["in"], name, value)
                with patch.dict(os.environ, MIN_FILE_BYTES="1", MAX_FILE_BYTES="1000000"):
                    assert _reading_refuses(operation_id, changed), f"{name}={value!r} breaks {limit}"


def _texts_that_break(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "maxLength" in schema:
        yield "maxLength", "x" * (schema["maxLength"] + 1)
    if "pattern" in schema:
        yield "pattern", "\x07"
    if "enum" in schema:
        yield "enum", "no such value"
    if schema.get("type") == "integer":
        yield "maximum", str(schema["maximum"] + 1)
        yield "minimum", str(schema["minimum"] - 1)
    if schema.get("type") in ("integer", "boolean"):
        yield "type", "no such type"


def _with_parameter(operation_id: str, place: str, name: str, value: str) -> dict[str, Any]:
    event = sample(operation_id)
    if place == "path":
        return {**event, "pathParameters": {**event["pathParameters"], name: quote(value, safe="")}}
    if place == "query":
        return {**event, "multiValueQueryStringParameters": {name: [value]}}
    return {**event, "headers": {**event["headers"], name: value}}


def _violations(schema: Mapping[str, Any], value: Any, at: tuple[str | int, ...]) -> Iterator[Violation]:
    """One for each limit of the schema, and of those of its parts that the value can have."""
    if "$ref" in schema:
        schema = SHIPPED["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for choice in schema.get("anyOf", []) + schema.get("oneOf", []):
        yield from _violations(choice, value, at)
    for limit, beyond in _BEYOND.items():
        if limit in schema:
            yield Violation(at, limit, beyond(schema[limit], value))
    if "pattern" in schema:
        yield Violation(at, "pattern", "\x00")
    yield from _violations_of_members(schema, value, at)
    if isinstance(schema.get("items"), dict) and isinstance(value, list) and value:
        yield from _violations(schema["items"], value[0], (*at, 0))


def _violations_of_members(schema: Mapping[str, Any], value: Any, at: tuple[str | int, ...]) -> Iterator[Violation]:
    members = value if isinstance(value, dict) else {}
    for name in schema.get("required", []):
        yield Violation(at, f"required {name}", {key: one for key, one in members.items() if key != name})
    if schema.get("additionalProperties") is False:
        yield Violation(at, "additionalProperties", {**members, "unknownField": 1})
    if isinstance(value, dict):
        for name, member in schema.get("properties", {}).items():
            yield from _violations(member, value.get(name), (*at, name))


def _is_checked_later(operation_id: str, one: Violation) -> bool:
    return bool(one.at) and f"{operation_id} {one.at[-1]}" in CHECKED_LATER


def _refuses(operation_id: str, body: Any) -> bool:
    event = {**sample(operation_id), "body": b64encode(json.dumps(body).encode()).decode()}
    return _reading_refuses(operation_id, event)


def _reading_refuses(operation_id: str, event: Mapping[str, Any]) -> bool:
    """Whether the request is refused while it is read, before the handler runs."""
    endpoint = import_module(operation_id).handler
    assert isinstance(endpoint, Endpoint)
    request = Request(event, caller=_caller())
    try:
        for read in endpoint.readers:
            value = read(request)
            if isinstance(value, Search):
                parse(value.filters)
    except Refusal:
        return True
    return False


def _caller() -> Caller:
    """A caller with the claims of every API."""
    context = {
        "practices": "*",
        "mga_id": "alpha",
        "office": "main",
        "user": {"userId": 1, "firstName": "Shigeru", "lastName": "Miyamoto"},
        "tenant": "acme",
        "provider_id": "north",
    }
    return Caller("a client", "a token", 0, frozenset({"tags:immigration"}), context)
