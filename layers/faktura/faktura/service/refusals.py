"""How an endpoint's refusals are described: each with the body its API really gives it; runs at build time only."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from inspect import Parameter, getdoc, signature
from re import sub
from typing import Any

from faktura.core import json
from faktura.core.endpoint import Endpoint
from faktura.core.errors import (
    BodyTooLarge,
    Failure,
    Fault,
    Forbidden,
    KeyInUse,
    KeyReused,
    Refusal,
    TokenExpired,
    TokenInvalid,
    TokenMissing,
    Unavailable,
    UnsupportedContentType,
)
from faktura.core.idempotency import Once
from faktura.core.request import Answer, Request
from faktura.service.examples import HEADERS

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


def refusals(endpoint: Endpoint, has_body: bool) -> dict[str, Any]:
    """OpenAPI's responses for all that this endpoint refuses."""
    every: list[type[Refusal]] = [*endpoint.raises, Failure, Unavailable]
    if endpoint.allow:
        every += [TokenMissing, TokenInvalid, TokenExpired, Forbidden]
    if has_body:
        every += [BodyTooLarge, UnsupportedContentType]
    if Once in endpoint.hints.values():
        every += [KeyInUse, KeyReused]
    by_status: dict[str, list[type[Refusal]]] = {}
    for kind in dict.fromkeys(every):
        by_status.setdefault(str(endpoint.api.status_of(kind)), []).append(kind)
    return {status: _response(endpoint, kinds) for status, kinds in sorted(by_status.items())}


def _response(endpoint: Endpoint, kinds: Iterable[type[Refusal]]) -> dict[str, Any]:
    response: dict[str, Any] = {"description": " ".join(sub(r"\s+", " ", getdoc(kind) or "") for kind in kinds)}
    examples: dict[str, Any] = {}
    for kind in kinds:
        answer = _answer(endpoint, kind)
        headers = {name: _header(name, value) for name, value in answer.headers.items() if name in HEADERS}
        if headers:
            response["headers"] = headers
        body = _body(answer)
        if body is not None and body not in [example["value"] for example in examples.values()]:
            examples[kind.__name__] = {"value": body}
    if examples:
        response["content"] = {"application/json": {"schema": {"type": "object"}, "examples": examples}}
    return response


def _answer(endpoint: Endpoint, kind: type[Refusal]) -> Answer:
    """What the API answers; nothing for a refusal that is told more than we know of."""
    with suppress(KeyError):
        told = [_ABOUT[name] for name, parameter in signature(kind).parameters.items() if _is_needed(parameter)]
        return endpoint.api.refuse(kind(*told), _REQUEST)
    return Answer(endpoint.api.status_of(kind))


def _body(answer: Answer) -> Any:
    body = json.loads(json.dumps(answer.body))
    return {**body, "completedAt": _MOMENT} if body and "completedAt" in body else body


def _header(name: str, example: str) -> dict[str, Any]:
    return {"description": HEADERS[name], "schema": {"type": "string"}, "example": example}


def _is_needed(parameter: Parameter) -> bool:
    return parameter.default is Parameter.empty
