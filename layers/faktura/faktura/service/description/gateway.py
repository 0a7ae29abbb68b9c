"""What the gateway itself answers, as the template's GatewayResponses have it; runs at build time only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from faktura.core import json

_REQUEST_ID = "5d0f3a52-6a1b-4c8e-9f7d-2b3c4d5e6f01"
_LITERAL = "'"


@dataclass(frozen=True)
class GatewayAnswer:
    """One answer: its body as an example, and the headers that it always has, by name."""

    body: Mapping[str, Any]
    headers: Mapping[str, Any]


def gateway_answers(template: Path) -> dict[int, GatewayAnswer]:
    """The answers of a template's gateway by status. Those of one status say the same."""
    written = yaml.load(template.read_text("utf-8"), _Loader)  # noqa: S506 -- a SafeLoader of ours
    [responses] = [
        resource["Properties"]["GatewayResponses"]
        for resource in written["Resources"].values()
        if "GatewayResponses" in resource.get("Properties", {})
    ]
    return {_status(kind, response): _answer(response) for kind, response in responses.items()}


def schema_of(answers: Sequence[GatewayAnswer]) -> dict[str, Any]:
    """The schema of the gateway's bodies, which all have the same fields: those of every API's error."""
    return {**_schema(answers[0].body), "description": "An error that the gateway answers, before any API is asked."}


def _status(kind: str, response: Mapping[str, Any]) -> int:
    """A default response without a status has that of the request's fault: of the client's, one that is unreadable."""
    return int(response.get("StatusCode", 400 if kind == "DEFAULT_4XX" else 500))


def _answer(response: Mapping[str, Any]) -> GatewayAnswer:
    text = response["ResponseTemplates"]["application/json"].replace("$context.extendedRequestId", _REQUEST_ID)
    headers = response.get("ResponseParameters", {}).get("Headers", {})
    literal = {name: value.strip(_LITERAL) for name, value in headers.items() if value.startswith(_LITERAL)}
    return GatewayAnswer(json.loads(text.encode()), literal)


def _schema(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        members = {name: _schema(member) for name, member in value.items()}
        return {"type": "object", "properties": members, "required": list(members)}
    return {"type": "string"}


class _Loader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML publishes no types
    """CloudFormation's own tags (`!Ref`, `!Sub`) are of no interest here."""


_Loader.add_multi_constructor("!", lambda _loader, _suffix, _node: None)
