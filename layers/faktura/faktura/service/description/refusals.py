"""OpenAPI's responses for errors: each with the body that its API gives it; runs at build time only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from inspect import getdoc
from typing import Any

from faktura.core import json
from faktura.core.endpoint import Endpoint
from faktura.core.errors import (
    BodyTooLarge,
    Failure,
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
from faktura.service.description.components import Components
from faktura.service.description.error_examples import ErrorExamples
from faktura.service.description.gateway import GatewayResponse
from faktura.service.description.responses import REQUEST_ID

GATEWAY_ERROR = "GatewayError"
_GATEWAY = {"$ref": f"#/components/schemas/{GATEWAY_ERROR}"}
_NO_SUCH_PATH = 404

_REMAPPED = {"WWW-Authenticate": "x-amzn-Remapped-WWW-Authenticate"}
"""Headers that a REST API renames on their way to the caller (API Gateway's documentation, "Important notes")."""

_HEADERS: Mapping[str, Mapping[str, Any]] = {
    "x-amzn-Remapped-WWW-Authenticate": {
        "description": "How to authenticate. It is `WWW-Authenticate`, which the gateway renames.",
        "schema": {"type": "string"},
    },
    "Retry-After": {
        "description": "Try again after this many seconds.",
        "schema": {"type": "integer", "minimum": 0},
    },
}
_REQUEST = Request(
    {"requestContext": {"requestId": "5d0f3a52-6a1b-4c8e-9f7d-2b3c4d5e6f01"}, "httpMethod": "GET", "path": "/"}
)
_MOMENT = "2026-11-21T09:30:00.000Z"


@dataclass(frozen=True)
class DocumentedError:
    """An example of a refusal, and the API's response to it."""

    refusal: Refusal
    response: Response

    @property
    def kind(self) -> type[Refusal]:
        """The class of the refusal, which stands for all of its kind."""
        return type(self.refusal)

    @property
    def description(self) -> str:
        """The kind's docstring in one line."""
        return " ".join((getdoc(self.kind) or "").split())

    @property
    def body(self) -> Any:
        """The response's body as JSON; `None` if the API gives it none."""
        if self.response.body is None:
            return None
        body = json.loads(json.dumps(self.response.body))
        return {**body, "completedAt": _MOMENT} if "completedAt" in body else body


def errors_of(endpoint: Endpoint, examples: ErrorExamples) -> list[DocumentedError]:
    """Every error of an endpoint: those it names in `raises`, and those that its signature brings with it."""
    kinds: list[type[Refusal]] = [*endpoint.raises, Failure, Unavailable]
    if endpoint.scope:
        kinds += [TokenMissing, TokenInvalid, TokenExpired, Forbidden]
    if examples.content_types:
        kinds += [MalformedBody, BodyTooLarge, UnsupportedContentType]
    if Idempotency in endpoint.hints.values():
        kinds += [MalformedBody, InvalidRequest, BodyTooLarge, KeyInUse, KeyReused]
    refusals = [examples.refusal(kind) for kind in dict.fromkeys(kinds)]
    return [DocumentedError(refusal, endpoint.api.refuse(refusal, _REQUEST)) for refusal in refusals]


def error_responses(
    endpoint: Endpoint,
    errors: Sequence[DocumentedError],
    gateway: Mapping[int, GatewayResponse],
    components: Components,
) -> dict[str, Any]:
    """OpenAPI's responses by status for the errors of an endpoint and of the gateway in front of it."""
    by_status: dict[int, list[DocumentedError]] = {}
    for error in errors:
        by_status.setdefault(endpoint.api.status_of(error.kind), []).append(error)
    before = {status: response for status, response in gateway.items() if _may_come(status, endpoint)}
    statuses = sorted({*by_status, *before})
    return {str(status): _response(by_status.get(status, []), before.get(status), components) for status in statuses}


def _may_come(status: int, endpoint: Endpoint) -> bool:
    """False for an unknown path if the path has no variable; only a variable can be empty or contain a slash."""
    return status != _NO_SUCH_PATH or bool(endpoint.path_variables)


def _response(
    errors: Sequence[DocumentedError], before: GatewayResponse | None, components: Components
) -> dict[str, Any]:
    """The response of one status: a list of its causes, and an example of each."""
    causes = {error.kind.__name__: (error.description, error.body) for error in errors}
    if before:
        causes[GATEWAY_ERROR] = (before.body["message"], before.body)
    models = dict.fromkeys(type(error.response.body) for error in errors if error.response.body is not None)
    schemas = [components.reference(model) for model in models] + ([_GATEWAY] if before else [])
    headers = {**REQUEST_ID, **_headers(errors, before)}
    response: dict[str, Any] = {"description": _listed([cause for cause, _ in causes.values()]), "headers": headers}
    if schemas:
        schema = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
        examples = {
            name: {"summary": cause, "value": body} for name, (cause, body) in causes.items() if body is not None
        }
        response["content"] = {"application/json": {"schema": schema, "examples": examples}}
    return response


def _listed(causes: Sequence[str]) -> str:
    """One cause as it is, several as a list in Markdown."""
    distinct = list(dict.fromkeys(causes))
    return distinct[0] if len(distinct) == 1 else "\n".join(f"- {cause}" for cause in distinct)


def _headers(errors: Sequence[DocumentedError], before: GatewayResponse | None) -> dict[str, Any]:
    """The headers of the status. One that all of its responses have is required."""
    ours = [{_REMAPPED.get(name, name) for name in error.response.headers} for error in errors]
    responses = [*ours, *([set(before.headers)] if before else [])]
    found = {name for headers in responses for name in headers if name in _HEADERS}
    return {
        name: {**_HEADERS[name], "required": True} if all(name in one for one in responses) else dict(_HEADERS[name])
        for name in sorted(found)
    }
