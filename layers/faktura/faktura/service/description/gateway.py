"""The gateway's own responses, read from the template's GatewayResponses; runs at build time only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from faktura.core import json

_REQUEST_ID = "5d0f3a52-6a1b-4c8e-9f7d-2b3c4d5e6f01"
_LITERAL = "'"
_FIELDS = {
    "requestId": "The request's id, as in the header `x-request-id`.",
    "status": "Always `failed`.",
    "error": "The error, for the APIs whose errors have a code and a message.",
    "error.code": "The kind of error, such as `TOO_MANY_REQUESTS`.",
    "error.message": "The error in one sentence.",
    "message": "The same sentence, for the APIs whose errors have it here.",
    "code": "The HTTP status, as text.",
    "detailInfo": "Always empty.",
    "details": "Always empty.",
}
"""The descriptions of the body's fields by their path."""


@dataclass(frozen=True)
class GatewayResponse:
    """One response: its body as an example, and the headers that it always has, by name."""

    body: Mapping[str, Any]
    headers: Mapping[str, Any]


def gateway_responses(template: Path) -> dict[int, GatewayResponse]:
    """The responses of a template's gateway by status. Those of one status have the same body."""
    document = yaml.load(template.read_text("utf-8"), _Loader)  # noqa: S506 -- a SafeLoader of ours
    [responses] = [
        resource["Properties"]["GatewayResponses"]
        for resource in document["Resources"].values()
        if "GatewayResponses" in resource.get("Properties", {})
    ]
    return {_status(kind, response): _response(response) for kind, response in responses.items()}


def schema_of(title: str, responses: Sequence[GatewayResponse]) -> dict[str, Any]:
    """The schema of the gateway's bodies. All have the same fields: those of the errors of every API."""
    description = "An error from the gateway. It has the fields of the errors of all APIs."
    return {**_schema(responses[0].body), "title": title, "description": description}


def _status(kind: str, response: Mapping[str, Any]) -> int:
    """API Gateway's default response to a fault of the client has the status 400 if the template names none."""
    return int(response.get("StatusCode", 400 if kind == "DEFAULT_4XX" else 500))


def _response(response: Mapping[str, Any]) -> GatewayResponse:
    text = response["ResponseTemplates"]["application/json"].replace("$context.extendedRequestId", _REQUEST_ID)
    headers = response.get("ResponseParameters", {}).get("Headers", {})
    literal = {name: value.strip(_LITERAL) for name, value in headers.items() if value.startswith(_LITERAL)}
    return GatewayResponse(json.loads(text.encode()), literal)


def _schema(value: Any, at: str = "") -> dict[str, Any]:
    description = {"description": _FIELDS[at]} if at else {}
    if not isinstance(value, dict):
        return {"type": "string", **description}
    members = {name: _schema(member, f"{at}.{name}".lstrip(".")) for name, member in value.items()}
    return {"type": "object", **description, "properties": members, "required": list(members)}


class _Loader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML publishes no types
    """Reads CloudFormation's own tags (`!Ref`, `!Sub`) as nothing."""


_Loader.add_multi_constructor("!", lambda _loader, _suffix, _node: None)
