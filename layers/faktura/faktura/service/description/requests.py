"""The parameters and the body that an endpoint takes; runs at build time only."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter

from faktura.core.auth import Caller
from faktura.core.endpoint import Endpoint, is_a
from faktura.core.idempotency import KEY, Idempotency
from faktura.core.injection import FromSettings
from faktura.core.request import FromRequest, Request
from faktura.core.response import Response
from faktura.service.description.components import Components
from faktura.service.description.examples import Examples
from faktura.service.description.responses import with_example

_JSON = "application/json"
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A text of your choice. For 24 hours, the same request with the same key gets the first response.",
    "schema": KEY.schema,
}


def parameters(operation_id: str, endpoint: Endpoint, examples: Examples) -> Iterator[dict[str, Any]]:
    """OpenAPI's parameters: the variables of the path, then the query, then the Idempotency-Key."""
    sample = examples.variables(operation_id)
    schemas = dict(endpoint.api.path)
    for kind in endpoint.hints.values():
        schemas |= getattr(kind, "PATH", {})
    for parameter, name in endpoint.path_variables.items():
        schema = schemas.get(name) or TypeAdapter(endpoint.hints.get(parameter, str)).json_schema()
        terms = {"description": examples.path_variable(name), "required": True, "schema": schema}
        example = {"example": _typed(sample[name], schema)} if name in sample else {}
        yield {"name": name, "in": "path", **terms, **example}
    for kind in endpoint.hints.values():
        for name, terms in getattr(kind, "QUERY", {}).items():
            yield {"name": name, "in": "query", "required": False, **terms}
    if Idempotency in endpoint.hints.values():
        yield _KEY


def content_types(endpoint: Endpoint) -> list[str]:
    """The content types of the body that the endpoint reads."""
    kind = _body(endpoint)
    return [] if kind is None else list(getattr(kind, "CONTENT", [_JSON]))


def request_content(
    operation_id: str, endpoint: Endpoint, examples: Examples, components: Components
) -> dict[str, Any]:
    """OpenAPI's content of the request's body by content type; empty for an endpoint that reads none."""
    if (kind := _body(endpoint)) is None:
        return {}
    content = kind.CONTENT if hasattr(kind, "CONTENT") else {_JSON: {"schema": components.reference(kind)}}
    return {name: _shown(name, terms, examples.body(operation_id, name)) for name, terms in content.items()}


def _body(endpoint: Endpoint) -> Any:
    """The type of the parameter that is read from the body; `None` without one."""
    for name, kind in endpoint.hints.items():
        is_parameter = name != "return" and name not in endpoint.path_variables
        if hasattr(kind, "CONTENT") or (is_parameter and _is_json_body(kind)):
            return kind
    return None


def _shown(content_type: str, terms: Mapping[str, Any], example: Any) -> dict[str, Any]:
    """The terms with the example.

    The API page fills a form in with the examples of its fields, so an optional field has an empty one.
    """
    if content_type == _JSON:
        return with_example(terms, example)
    schema, values = terms["schema"], example or {}
    fields = {
        name: field if field.get("format") == "binary" else {**field, "example": values.get(name, "")}
        for name, field in schema["properties"].items()
    }
    return with_example({**terms, "schema": {**schema, "properties": fields}}, example)


def _typed(text: str, schema: Mapping[str, Any]) -> Any:
    return int(text) if schema.get("type") == "integer" else text


def _is_json_body(kind: Any) -> bool:
    if kind in (Caller, Request, Response, Idempotency):
        return False
    return not is_a(kind, FromRequest) and not is_a(kind, FromSettings)
