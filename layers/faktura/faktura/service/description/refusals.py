"""How an endpoint's refusals are described: each with the body its API really gives it; runs at build time only."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from inspect import Parameter, getdoc, signature
from re import sub
from typing import Any

from pydantic import BaseModel

from faktura.core import json
from faktura.core.endpoint import Endpoint
from faktura.core.errors import (
    BodyTooLarge,
    Failure,
    Fault,
    Forbidden,
    InvalidRequest,
    KeyInUse,
    KeyReused,
    MalformedBody,
    Refusal,
    TokenExpired,
    TokenInvalid,
    TokenMissing,
    Unavailable,
    UnsupportedContentType,
)
from faktura.core.idempotency import Idempotency
from faktura.core.request import Request
from faktura.core.response import Response
from faktura.service.description.gateway import GatewayAnswer

GATEWAY_ERROR = "GatewayError"
_GATEWAY = {"$ref": f"#/components/schemas/{GATEWAY_ERROR}"}
_NO_SUCH_PATH = 404

REQUEST_ID: Mapping[str, Any] = {
    "x-request-id": {
        "description": "The request's id; name it when you ask about a call",
        "required": True,
        "schema": {"type": "string"},
    }
}
_REMAPPED = {"WWW-Authenticate": "x-amzn-Remapped-WWW-Authenticate"}
"""What a REST API renames on its way to the caller, by our name (API Gateway's documentation, "Important notes")."""

_HEADERS: Mapping[str, Mapping[str, Any]] = {
    "x-amzn-Remapped-WWW-Authenticate": {
        "description": "How to authenticate: `WWW-Authenticate`, as this service's gateway renames it",
        "schema": {"type": "string"},
    },
    "Retry-After": {"description": "Seconds after which to try again", "schema": {"type": "integer", "minimum": 0}},
}
_REQUEST = Request(
    {"requestContext": {"requestId": "5d0f3a52-6a1b-4c8e-9f7d-2b3c4d5e6f01"}, "httpMethod": "GET", "path": "/"}
)
_MOMENT = "2026-11-21T09:30:00.000Z"
_ABOUT: Mapping[str, Any] = {
    "faults": Fault("name", "is required"),
    "invoice_id": 9,
    "payment_id": 9,
    "number": "1003",
    "retry_after": 42,
    "target": "pagination.limit",
    "most": "more than 100000 invoices",
    "fields": "guid, externalId or dueDate",
}
"""What a refusal is told when it is made, by the name of its parameter."""

Reference = Callable[[type[BaseModel]], dict[str, Any]]


@dataclass(frozen=True)
class _Said:
    """A kind of refusal and the answer it gets; none where it is told more than we know of."""

    kind: type[Refusal]
    answer: Response | None

    @property
    def example(self) -> Any:
        """The answer's body as JSON."""
        body = json.loads(json.dumps(self.answer.body)) if self.answer and self.answer.body is not None else None
        return {**body, "completedAt": _MOMENT} if body and "completedAt" in body else body


def bodies(endpoint: Endpoint) -> set[type[BaseModel]]:
    """The models of the bodies that an endpoint's refusals have."""
    return {type(said.answer.body) for said in _every(endpoint, True) if said.answer and said.answer.body is not None}


def refusals(
    endpoint: Endpoint,
    has_body: bool,
    reference: Reference,
    gateway: Mapping[int, GatewayAnswer],
    besides: Iterable[str],
) -> dict[str, Any]:
    """OpenAPI's responses for all that this endpoint refuses, and all that the gateway answers in its place."""
    by_status: dict[int, list[_Said]] = {}
    for said in _every(endpoint, has_body):
        by_status.setdefault(endpoint.api.status_of(said.kind), []).append(said)
    before = {status: answer for status, answer in gateway.items() if _may_come(status, endpoint)}
    statuses = sorted({*by_status, *before} - set(map(int, besides)))
    return {str(status): _response(by_status.get(status, []), before.get(status), reference) for status in statuses}


def _may_come(status: int, endpoint: Endpoint) -> bool:
    """That there is no such path is said where a variable of it can be empty, or hold a slash."""
    return status != _NO_SUCH_PATH or bool(endpoint.path_variables)


def _every(endpoint: Endpoint, has_body: bool) -> list[_Said]:
    every: list[type[Refusal]] = [*endpoint.raises, Failure, Unavailable]
    if endpoint.scope:
        every += [TokenMissing, TokenInvalid, TokenExpired, Forbidden]
    if has_body:
        every += [MalformedBody, BodyTooLarge, UnsupportedContentType]
    if Idempotency in endpoint.hints.values():
        every += [MalformedBody, InvalidRequest, BodyTooLarge, KeyInUse, KeyReused]
    return [_Said(kind, _answer(endpoint, kind)) for kind in dict.fromkeys(every)]


def _response(said: Sequence[_Said], before: GatewayAnswer | None, reference: Reference) -> dict[str, Any]:
    kinds = [sub(r"\s+", " ", getdoc(one.kind) or "") for one in said]
    described = " ".join(kinds) or str(before and before.body["message"])
    response: dict[str, Any] = {"description": described, "headers": {**REQUEST_ID, **_headers(said, before)}}
    models = dict.fromkeys(type(one.answer.body) for one in said if one.answer and one.answer.body is not None)
    schemas = [reference(model) for model in models] + ([_GATEWAY] if before else [])
    examples: dict[str, Any] = {}
    for name, body in [*((one.kind.__name__, one.example) for one in said), (GATEWAY_ERROR, before and before.body)]:
        if body is not None and body not in [example["value"] for example in examples.values()]:
            examples[name] = {"value": body}
    if schemas:
        schema = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
        response["content"] = {"application/json": {"schema": schema, "examples": examples}}
    return response


def _headers(said: Sequence[_Said], before: GatewayAnswer | None) -> dict[str, Any]:
    """Those that all of the answers have are required, of those that some of them have."""
    ours = [{_REMAPPED.get(name, name) for name in one.answer.headers} for one in said if one.answer]
    answers = [*ours, *([set(before.headers)] if before else [])]
    found = {name for headers in answers for name in headers if name in _HEADERS}
    return {
        name: {**_HEADERS[name], "required": True} if all(name in one for one in answers) else dict(_HEADERS[name])
        for name in sorted(found)
    }


def _answer(endpoint: Endpoint, kind: type[Refusal]) -> Response | None:
    """What the API answers; `None` for a refusal that is told more than we know of."""
    with suppress(KeyError):
        told = [_ABOUT[name] for name, parameter in signature(kind).parameters.items() if _is_needed(parameter)]
        return endpoint.api.refuse(kind(*told), _REQUEST)
    return None


def _is_needed(parameter: Parameter) -> bool:
    return parameter.default is Parameter.empty
