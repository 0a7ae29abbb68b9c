"""The OpenAPI description of all APIs, made from the endpoints' own declarations; runs at build time only."""

from collections.abc import Iterator, Mapping, Sequence
from inspect import getdoc
from typing import Any

from pydantic import BaseModel

from faktura.core.endpoint import Endpoint
from faktura.service.description.components import Components
from faktura.service.description.error_examples import ErrorExamples
from faktura.service.description.examples import Examples
from faktura.service.description.gateway import GatewayResponse, schema_of
from faktura.service.description.introduction import Introduction
from faktura.service.description.links import links
from faktura.service.description.refusals import GATEWAY_ERROR, DocumentedError, error_responses, errors_of
from faktura.service.description.requests import content_types, parameters, request_content
from faktura.service.description.responses import models_of, responses_of, success_responses

_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "The `access_token` that `POST /oauth/token` returns for your client's id and secret.",
}
_HERE = {"url": ".", "description": "The address of this description"}
"""Relative, so that it holds below a stage's path, on a custom domain, and on this machine."""


def openapi_document(
    endpoints: Mapping[str, Endpoint],
    version: str,
    introduction: Introduction,
    examples: Examples,
    gateway: Mapping[int, GatewayResponse],
) -> dict[str, Any]:
    """The OpenAPI document of these endpoints; `gateway` has the gateway's own responses by status."""
    errors = {
        name: errors_of(endpoint, _error_examples(name, endpoint, examples)) for name, endpoint in endpoints.items()
    }
    components = Components(
        {model for name, endpoint in endpoints.items() for model in _models(endpoint, errors[name])}
    )
    paths: dict[str, Any] = {}
    for operation_id, endpoint in endpoints.items():
        operation = _operation(operation_id, endpoint, examples, components)
        failures = error_responses(endpoint, errors[operation_id], gateway, components)
        for failure, response in failures.items():
            operation["responses"].setdefault(failure, response)
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = operation
    for operation_id, status, found in links(endpoints):
        endpoint = endpoints[operation_id]
        paths[endpoint.path][endpoint.method.lower()]["responses"][str(status)]["links"] = found
    schemas = {**components.schemas, GATEWAY_ERROR: schema_of(GATEWAY_ERROR, [*gateway.values()])}
    return {
        "openapi": "3.1.0",
        "info": {"title": introduction.title, "version": version, "description": introduction.text},
        "servers": [_HERE],
        "tags": [{"name": title, "description": text} for title, text in introduction.apis.items()],
        "paths": dict(sorted(paths.items())),
        "components": {"securitySchemes": {"bearer": _BEARER}, "schemas": dict(sorted(schemas.items()))},
    }


def _operation(operation_id: str, endpoint: Endpoint, examples: Examples, components: Components) -> dict[str, Any]:
    summary, _, description = (getdoc(endpoint.function) or "").partition("\n\n")
    operation: dict[str, Any] = {"operationId": operation_id, "tags": [endpoint.api.title], "summary": summary}
    if paragraphs := [*filter(None, [description, _scope(endpoint)])]:
        operation["description"] = "\n\n".join(paragraphs)
    operation["security"] = [] if endpoint.scope is None else [{"bearer": []}]
    if endpoint.scope:
        operation["x-required-scope"] = endpoint.scope
    if taken := list(parameters(operation_id, endpoint, examples)):
        operation["parameters"] = taken
    if content := request_content(operation_id, endpoint, examples, components):
        operation["requestBody"] = {"required": True, "content": content}
    operation["responses"] = success_responses(operation_id, endpoint, examples, components)
    return operation


def _scope(endpoint: Endpoint) -> str:
    if not endpoint.scope:
        return ""
    return "Required scope: " + " or ".join(f"`{scope}`" for scope in (endpoint.scope, *endpoint.implied_by)) + "."


def _error_examples(operation_id: str, endpoint: Endpoint, examples: Examples) -> ErrorExamples:
    return ErrorExamples(endpoint, examples.event(operation_id), content_types(endpoint))


def _models(endpoint: Endpoint, errors: Sequence[DocumentedError]) -> Iterator[type[BaseModel]]:
    bodies = [type(error.response.body) for error in errors]
    kinds = [*responses_of(endpoint).values(), *endpoint.hints.values(), *bodies]
    return (model for kind in kinds for model in models_of(kind))
