"""The OpenAPI description of all APIs, made from the endpoints' own declarations; runs at build time only."""

from collections.abc import Iterable, Mapping
from inspect import getdoc
from typing import Any, get_args, get_origin

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core.core_schema import DecimalSchema, WithDefaultSchema

from faktura.core.auth import Caller
from faktura.core.endpoint import Endpoint
from faktura.core.idempotency import Once
from faktura.core.request import Answer, Request
from faktura.service.examples import HEADERS, Examples
from faktura.service.introduction import Introduction
from faktura.service.refusals import refusals

_REFERENCE = "#/components/schemas/{model}"
_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "The `access_token` that `POST /oauth/token` answers to your client's id and secret.",
}
_HERE = {"url": ".", "description": "Where this description was read"}
"""Relative, so that it holds below a stage's path, on a domain of one's own, and on this machine."""


class _Schemas(GenerateJsonSchema):
    """Decimals are JSON numbers here, and what a field is when it is left out is nothing a caller may send."""

    def decimal_schema(self, schema: DecimalSchema) -> JsonSchemaValue:
        return {"type": "number", "format": "decimal"}

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def normalize_name(self, name: str) -> str:
        """Of models with one name, the API's goes before it: `faktura.cases.models.Invoice` is CasesInvoice."""
        first, *inner = name.split(".")
        return inner[0].capitalize() + inner[-1] if first == "faktura" else super().normalize_name(name)

    def field_title_should_be_set(self, schema: Any) -> bool:
        """A field is called what it is called; pydantic's titles for `totalCharged` would say Totalcharged."""
        return False


def describe(
    endpoints: Mapping[str, Endpoint], version: str, introduction: Introduction, examples: Examples
) -> dict[str, Any]:
    """The document for endpoints by operation id."""
    models = sorted({model for endpoint in endpoints.values() for model in _models(endpoint)}, key=lambda m: m.__name__)
    _, schemas = models_json_schema(
        [(model, "validation") for model in models], ref_template=_REFERENCE, schema_generator=_Schemas
    )
    paths: dict[str, Any] = {}
    for operation_id, endpoint in endpoints.items():
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(operation_id, endpoint, examples)
    return {
        "openapi": "3.1.0",
        "info": {"title": introduction.title, "version": version, "description": introduction.text},
        "servers": [_HERE],
        "tags": [{"name": title, "description": text} for title, text in introduction.apis.items()],
        "paths": dict(sorted(paths.items())),
        "components": {"securitySchemes": {"bearer": _BEARER}, "schemas": schemas.get("$defs", {})},
    }


def _operation(operation_id: str, endpoint: Endpoint, examples: Examples) -> dict[str, Any]:
    summary, _, description = (getdoc(endpoint.function) or "").partition("\n\n")
    operation: dict[str, Any] = {"operationId": operation_id, "tags": [endpoint.api.title], "summary": summary}
    if paragraphs := [*filter(None, [description, _scope(endpoint)])]:
        operation["description"] = "\n\n".join(paragraphs)
    operation["security"] = [] if endpoint.allow is None else [{"bearer": []}]
    if endpoint.allow:
        operation["x-required-scope"] = endpoint.allow
    if parameters := list(_parameters(endpoint, examples.variables(operation_id))):
        operation["parameters"] = parameters
    content = _request_content(endpoint)
    if content:
        sent = {kind: _sent(kind, terms, examples.body(operation_id, kind)) for kind, terms in content.items()}
        operation["requestBody"] = {"required": True, "content": sent}
    success = _success(operation_id, endpoint, examples)
    besides = _besides(operation_id, endpoint, examples)
    operation["responses"] = {str(endpoint.status): success, **besides, **refusals(endpoint, bool(content))}
    return operation


def _scope(endpoint: Endpoint) -> str:
    if not endpoint.allow:
        return ""
    return f"Scope: `{endpoint.allow}`" + (f" or `{endpoint.implied_by}`" if endpoint.implied_by else "")


def _parameters(endpoint: Endpoint, variables: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    for parameter, name in endpoint.path_variables.items():
        schema = TypeAdapter(endpoint.hints.get(parameter, str)).json_schema()
        example = {"example": _typed(variables[name], schema)} if name in variables else {}
        yield {"name": name, "in": "path", "required": True, "schema": schema, **example}
    for kind in endpoint.hints.values():
        for name, terms in getattr(kind, "QUERY", {}).items():
            yield {"name": name, "in": "query", "required": False, **terms}
    if Once in endpoint.hints.values():
        schema = {"type": "string", "maxLength": 255}
        yield {"name": "Idempotency-Key", "in": "header", "required": False, "schema": schema}


def _request_content(endpoint: Endpoint) -> dict[str, Any] | None:
    for name, kind in endpoint.hints.items():
        if hasattr(kind, "CONTENT"):
            return dict(kind.CONTENT)
        if name != "return" and name not in endpoint.path_variables and _is_body(kind):
            schema = TypeAdapter(kind).json_schema(ref_template=_REFERENCE, schema_generator=_Schemas)
            schema.pop("$defs", None)
            reference = {"$ref": _REFERENCE.format(model=kind.__name__)} if isinstance(kind, type) else schema
            return {"application/json": {"schema": reference}}
    return None


def _success(operation_id: str, endpoint: Endpoint, examples: Examples) -> dict[str, Any]:
    response: dict[str, Any] = {"description": "Success"}
    if headers := examples.headers(operation_id):
        response["headers"] = {name: _header(name, value) for name, value in headers.items()}
    kind = endpoint.answers or endpoint.hints.get("return")
    if isinstance(kind, str):
        response["content"] = {kind: {"schema": {"type": "string", "format": "binary"}}}
        return response
    model = next((model.__name__ for model in _models_of(kind)), "")
    example = examples.answer(operation_id, model)
    schema: dict[str, Any] = {"$ref": _REFERENCE.format(model=model)} if model else {"type": "object"}
    if get_origin(kind) is list:
        schema, example = {"type": "array", "items": schema}, example and [example]
    if model or example:
        response["content"] = {"application/json": _with_example({"schema": schema}, example)}
    return response


def _besides(operation_id: str, endpoint: Endpoint, examples: Examples) -> dict[str, Any]:
    """Answers of other statuses; their headers are written down under `<operation id> <status>`."""
    responses: dict[str, Any] = {}
    for status, model in endpoint.besides.items():
        schema = {"schema": {"$ref": _REFERENCE.format(model=model.__name__)}}
        responses[str(status)] = {
            "description": " ".join((getdoc(model) or "").split()),
            "headers": {
                name: _header(name, value) for name, value in examples.headers(f"{operation_id} {status}").items()
            },
            "content": {"application/json": _with_example(schema, examples.answer(model.__name__))},
        }
    return responses


def _sent(content_type: str, terms: Mapping[str, Any], example: Any) -> dict[str, Any]:
    """A form's fields have an example each, what is seldom sent an empty one: the API page fills in what it finds."""
    if content_type == "application/json":
        return _with_example(terms, example)
    schema, values = terms["schema"], example or {}
    fields = {
        name: field if field.get("format") == "binary" else {**field, "example": values.get(name, "")}
        for name, field in schema["properties"].items()
    }
    return _with_example({"schema": {**schema, "properties": fields}}, example)


def _with_example(terms: Mapping[str, Any], example: Any) -> dict[str, Any]:
    return dict(terms) if example is None else {**terms, "example": example}


def _header(name: str, example: Any) -> dict[str, Any]:
    return {"description": HEADERS[name], "schema": {"type": "string"}, "example": example}


def _typed(text: str, schema: Mapping[str, Any]) -> Any:
    return int(text) if schema.get("type") == "integer" else text


def _models(endpoint: Endpoint) -> Iterable[type[BaseModel]]:
    kinds = [endpoint.answers, *endpoint.besides.values(), *endpoint.hints.values()]
    return (model for kind in kinds for model in _models_of(kind))


def _models_of(kind: Any) -> Iterable[type[BaseModel]]:
    """The model that a type is, or is a list of."""
    return (one for one in [kind, *get_args(kind)] if isinstance(one, type) and issubclass(one, BaseModel))


def _is_body(kind: Any) -> bool:
    if kind in (Caller, Request, Answer, Once):
        return False
    return not hasattr(kind, "from_request") and not hasattr(kind, "from_settings")
