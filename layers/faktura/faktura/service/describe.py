"""The OpenAPI description of all APIs, made from the endpoints' own declarations; runs at build time only."""

from collections.abc import Iterable, Mapping
from inspect import getdoc
from re import sub
from typing import Any, get_args, get_origin

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core.core_schema import DecimalSchema, WithDefaultSchema

from faktura.core.auth import Caller
from faktura.core.endpoint import Endpoint
from faktura.core.errors import (
    BodyTooLarge,
    Failure,
    Forbidden,
    KeyInUse,
    KeyReused,
    Refusal,
    Unauthenticated,
    Unavailable,
    UnsupportedContentType,
)
from faktura.core.idempotency import Once
from faktura.core.request import Answer, Request

_REFERENCE = "#/components/schemas/{model}"


class _Schemas(GenerateJsonSchema):
    """Decimals are JSON numbers here, and what a field is when it is left out is nothing a caller may send."""

    def decimal_schema(self, schema: DecimalSchema) -> JsonSchemaValue:
        return {"type": "number", "format": "decimal"}

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


def describe(endpoints: Mapping[str, Endpoint], version: str) -> dict[str, Any]:
    """The document for endpoints by operation id."""
    models = sorted({model for endpoint in endpoints.values() for model in _models(endpoint)}, key=lambda m: m.__name__)
    _, schemas = models_json_schema(
        [(model, "validation") for model in models], ref_template=_REFERENCE, schema_generator=_Schemas
    )
    paths: dict[str, Any] = {}
    for operation_id, endpoint in endpoints.items():
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(operation_id, endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Faktura", "version": version, "description": "Five invoice APIs, one product."},
        "tags": [{"name": title} for title in sorted({endpoint.api.title for endpoint in endpoints.values()})],
        "paths": dict(sorted(paths.items())),
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
            "schemas": schemas.get("$defs", {}),
        },
    }


def _operation(operation_id: str, endpoint: Endpoint) -> dict[str, Any]:
    summary, _, description = (getdoc(endpoint.function) or "").partition("\n\n")
    operation: dict[str, Any] = {"operationId": operation_id, "tags": [endpoint.api.title], "summary": summary}
    if description:
        operation["description"] = description
    operation["security"] = [] if endpoint.allow is None else [{"bearer": []}]
    if endpoint.allow:
        operation["x-required-scope"] = endpoint.allow
    if parameters := list(_parameters(endpoint)):
        operation["parameters"] = parameters
    if content := _request_content(endpoint):
        operation["requestBody"] = {"required": True, "content": content}
    operation["responses"] = {str(endpoint.status): _success(endpoint), **_refusals(endpoint)}
    return operation


def _parameters(endpoint: Endpoint) -> Iterable[dict[str, Any]]:
    for parameter, name in endpoint.path_variables.items():
        schema = TypeAdapter(endpoint.hints.get(parameter, str)).json_schema()
        yield {"name": name, "in": "path", "required": True, "schema": schema}
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


def _success(endpoint: Endpoint) -> dict[str, Any]:
    kind = endpoint.answers or endpoint.hints.get("return")
    if isinstance(kind, str):
        return {"description": "Success", "content": {kind: {"schema": {"type": "string", "format": "binary"}}}}
    models = list(_models_of(kind))
    if not models:
        return {"description": "Success"}
    schema: dict[str, Any] = {"$ref": _REFERENCE.format(model=models[0].__name__)}
    schema = {"type": "array", "items": schema} if get_origin(kind) is list else schema
    return {"description": "Success", "content": {"application/json": {"schema": schema}}}


def _refusals(endpoint: Endpoint) -> dict[str, Any]:
    every: list[type[Refusal]] = [*endpoint.raises, Failure, Unavailable]
    if endpoint.allow:
        every += [Unauthenticated, Forbidden]
    if _request_content(endpoint):
        every += [BodyTooLarge, UnsupportedContentType]
    if Once in endpoint.hints.values():
        every += [KeyInUse, KeyReused]
    described: dict[str, list[str]] = {}
    for refusal in dict.fromkeys(every):
        described.setdefault(str(endpoint.api.status_of(refusal)), []).append(sub(r"\s+", " ", getdoc(refusal) or ""))
    return {status: {"description": " ".join(reasons)} for status, reasons in sorted(described.items())}


def _models(endpoint: Endpoint) -> Iterable[type[BaseModel]]:
    return (model for kind in [endpoint.answers, *endpoint.hints.values()] for model in _models_of(kind))


def _models_of(kind: Any) -> Iterable[type[BaseModel]]:
    """The model that a type is, or is a list of."""
    return (one for one in [kind, *get_args(kind)] if isinstance(one, type) and issubclass(one, BaseModel))


def _is_body(kind: Any) -> bool:
    if kind in (Caller, Request, Answer, Once):
        return False
    return not hasattr(kind, "from_request") and not hasattr(kind, "from_settings")
