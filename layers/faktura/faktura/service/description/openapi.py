"""The OpenAPI description of all APIs, made from the endpoints' own declarations; runs at build time only."""

from collections.abc import Collection, Iterable, Mapping
from inspect import getdoc
from typing import Any, get_args, get_origin

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core.core_schema import DecimalSchema, WithDefaultSchema

from faktura.core.auth import Caller
from faktura.core.endpoint import Endpoint, is_a
from faktura.core.idempotency import KEY, Idempotency
from faktura.core.injection import FromSettings
from faktura.core.request import FromRequest, Request
from faktura.core.response import Response
from faktura.service.description.examples import HEADERS, Examples
from faktura.service.description.gateway import GatewayAnswer, schema_of
from faktura.service.description.introduction import Introduction
from faktura.service.description.links import links
from faktura.service.description.refusals import (
    GATEWAY_ERROR,
    REQUEST_ID,
    bodies,
    refusals,
)
from faktura.service.description.responses import responses_of

_REFERENCE = "#/components/schemas/{model}"
_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "The `access_token` that `POST /oauth/token` answers to your client's id and secret.",
}
_HERE = {"url": ".", "description": "Where this description was read"}
"""Relative, so that it holds below a stage's path, on a domain of one's own, and on this machine."""

_ANY_OBJECT: dict[str, Any] = {"type": "object"}
_FILE: dict[str, Any] = {"type": "string", "format": "binary"}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Chosen by the caller, to send the request again with it; for 24 hours it gets the first answer.",
    "schema": KEY.schema,
}


class _Schemas(GenerateJsonSchema):
    """Decimals are JSON numbers here, and what a field is when it is left out is nothing a caller may send."""

    def decimal_schema(self, _schema: DecimalSchema) -> JsonSchemaValue:
        return {"type": "number", "format": "decimal"}

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def normalize_name(self, name: str) -> str:
        """Of models with one name, the API's goes before it: `faktura.cases.schemas.Invoice` is CasesInvoice."""
        first, *inner = name.split(".")
        return inner[0].capitalize() + inner[-1] if first == "faktura" else super().normalize_name(name)

    def field_title_should_be_set(self, _schema: Any) -> bool:
        """A field is called what it is called; pydantic's titles for `totalCharged` would say Totalcharged."""
        return False


class _Components:
    """The schemas of models, and how each is referred to."""

    def __init__(self, models: Collection[type[BaseModel]]) -> None:
        ordered = sorted(models, key=lambda model: (model.__name__, model.__module__))
        references, schemas = models_json_schema(
            [(model, "validation") for model in ordered], ref_template=_REFERENCE, schema_generator=_Schemas
        )
        self._references = {model: reference for (model, _), reference in references.items()}
        self.schemas: dict[str, Any] = schemas.get("$defs", {})

    def reference(self, model: type[BaseModel]) -> dict[str, Any]:
        """The schema that stands for a model."""
        return dict(self._references[model])


def describe(
    endpoints: Mapping[str, Endpoint],
    version: str,
    introduction: Introduction,
    examples: Examples,
    gateway: Mapping[int, GatewayAnswer],
) -> dict[str, Any]:
    """The document for endpoints by operation id, behind a gateway with these answers by status."""
    components = _Components({model for endpoint in endpoints.values() for model in _models(endpoint)})
    paths: dict[str, Any] = {}
    for operation_id, endpoint in endpoints.items():
        operation = _operation(operation_id, endpoint, examples, components)
        has_body, told = "requestBody" in operation, operation["responses"]
        told |= refusals(endpoint, has_body, components.reference, gateway, besides=told)
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = operation
    for operation_id, status, found in links(endpoints):
        endpoint = endpoints[operation_id]
        paths[endpoint.path][endpoint.method.lower()]["responses"][str(status)]["links"] = found
    schemas = {**components.schemas, GATEWAY_ERROR: schema_of([*gateway.values()])}
    return {
        "openapi": "3.1.0",
        "info": {"title": introduction.title, "version": version, "description": introduction.text},
        "servers": [_HERE],
        "tags": [{"name": title, "description": text} for title, text in introduction.apis.items()],
        "paths": dict(sorted(paths.items())),
        "components": {"securitySchemes": {"bearer": _BEARER}, "schemas": dict(sorted(schemas.items()))},
    }


def _operation(operation_id: str, endpoint: Endpoint, examples: Examples, components: _Components) -> dict[str, Any]:
    summary, _, description = (getdoc(endpoint.function) or "").partition("\n\n")
    operation: dict[str, Any] = {"operationId": operation_id, "tags": [endpoint.api.title], "summary": summary}
    if paragraphs := [*filter(None, [description, _scope(endpoint)])]:
        operation["description"] = "\n\n".join(paragraphs)
    operation["security"] = [] if endpoint.scope is None else [{"bearer": []}]
    if endpoint.scope:
        operation["x-required-scope"] = endpoint.scope
    if parameters := list(_parameters(endpoint, examples.variables(operation_id))):
        operation["parameters"] = parameters
    if content := _request_content(endpoint, components):
        sent = {kind: _sent(kind, terms, examples.body(operation_id, kind)) for kind, terms in content.items()}
        operation["requestBody"] = {"required": True, "content": sent}
    operation["responses"] = {
        str(status): _response(_name(operation_id, status, endpoint), kind, examples, components)
        for status, kind in responses_of(endpoint).items()
    } | {str(status): {"description": text, "headers": dict(REQUEST_ID)} for status, text in endpoint.also.items()}
    return operation


def _scope(endpoint: Endpoint) -> str:
    if not endpoint.scope:
        return ""
    return f"Scope: `{endpoint.scope}`" + (f" or `{endpoint.implied_by}`" if endpoint.implied_by else "")


def _parameters(endpoint: Endpoint, variables: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    declared = dict(endpoint.api.path)
    for kind in endpoint.hints.values():
        declared |= getattr(kind, "PATH", {})
    for parameter, name in endpoint.path_variables.items():
        schema = declared.get(name) or TypeAdapter(endpoint.hints.get(parameter, str)).json_schema()
        example = {"example": _typed(variables[name], schema)} if name in variables else {}
        yield {"name": name, "in": "path", "required": True, "schema": schema, **example}
    for kind in endpoint.hints.values():
        for name, terms in getattr(kind, "QUERY", {}).items():
            yield {"name": name, "in": "query", "required": False, **terms}
    if Idempotency in endpoint.hints.values():
        yield _KEY


def _request_content(endpoint: Endpoint, components: _Components) -> dict[str, Any] | None:
    for name, kind in endpoint.hints.items():
        if hasattr(kind, "CONTENT"):
            return dict(kind.CONTENT)
        if name != "return" and name not in endpoint.path_variables and _is_body(kind):
            return {"application/json": {"schema": components.reference(kind)}}
    return None


def _name(operation_id: str, status: int, endpoint: Endpoint) -> str:
    """The name of a response among the examples: the operation, with the status for all but the first."""
    return operation_id if status == next(iter(responses_of(endpoint))) else f"{operation_id} {status}"


def _response(name: str, kind: Any, examples: Examples, components: _Components) -> dict[str, Any]:
    description = " ".join((getdoc(kind) or "").split()) if " " in name else "Success"
    response: dict[str, Any] = {"description": description, "headers": _headers(examples.headers(name))}
    if isinstance(kind, str):
        is_json = kind == "application/json"
        response["content"] = {kind: {"schema": _ANY_OBJECT if is_json else _FILE}}
        return response
    model = next(iter(_models_of(kind)), None)
    example = examples.answer(name, model.__name__ if model else "")
    schema = components.reference(model) if model else _ANY_OBJECT
    if get_origin(kind) is list:
        schema, example = {"type": "array", "items": schema}, example and [example]
    if model or example:
        response["content"] = {"application/json": _with_example({"schema": schema}, example)}
    return response


def _sent(content_type: str, terms: Mapping[str, Any], example: Any) -> dict[str, Any]:
    """A form's fields have an example each, what is seldom sent an empty one: the API page fills in what it finds."""
    if content_type == "application/json":
        return _with_example(terms, example)
    schema, values = terms["schema"], example or {}
    fields = {
        name: field if field.get("format") == "binary" else {**field, "example": values.get(name, "")}
        for name, field in schema["properties"].items()
    }
    return _with_example({**terms, "schema": {**schema, "properties": fields}}, example)


def _with_example(terms: Mapping[str, Any], example: Any) -> dict[str, Any]:
    return dict(terms) if example is None else {**terms, "example": example}


def _headers(shown: Mapping[str, str]) -> dict[str, Any]:
    """Those shown, beside the one of every answer."""
    return {**REQUEST_ID, **{name: _header(name, value) for name, value in shown.items()}}


def _header(name: str, example: Any) -> dict[str, Any]:
    """Where there is a next page is not always to be said; the others are."""
    return {"description": HEADERS[name], "required": name != "Link", "schema": {"type": "string"}, "example": example}


def _typed(text: str, schema: Mapping[str, Any]) -> Any:
    return int(text) if schema.get("type") == "integer" else text


def _models(endpoint: Endpoint) -> Iterable[type[BaseModel]]:
    kinds = [*responses_of(endpoint).values(), *endpoint.hints.values(), *bodies(endpoint)]
    return (model for kind in kinds for model in _models_of(kind))


def _models_of(kind: Any) -> Iterable[type[BaseModel]]:
    """The model that a type is, or is a list of."""
    return (one for one in [kind, *get_args(kind)] if isinstance(one, type) and issubclass(one, BaseModel))


def _is_body(kind: Any) -> bool:
    if kind in (Caller, Request, Response, Idempotency):
        return False
    return not is_a(kind, FromRequest) and not is_a(kind, FromSettings)
