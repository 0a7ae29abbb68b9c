"""Which operations go on with what another one answers (OpenAPI's links); runs at build time only.

They are derived from the paths and the models: an answer that has a field by the name of a variable of another path, or
an `id` where the other path is below its own, leads there; so does a path to the other operations on the same path.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel

from faktura.core.endpoint import Endpoint
from faktura.service.description.responses import responses_of

_BELOW = re.compile(r"/{(\w+)}(?:/.*)?")
_CHANGING = ("POST", "PUT", "PATCH")


def links(endpoints: Mapping[str, Endpoint]) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Operation id, status, and the links of that answer by name."""
    for operation_id, endpoint in endpoints.items():
        if endpoint.method not in _CHANGING:
            continue
        for status, answer in responses_of(endpoint).items():
            found = {
                name.partition(".")[2]: {"operationId": name, "parameters": parameters}
                for name, other in endpoints.items()
                if name != operation_id and (parameters := _parameters(endpoint, answer, other))
            }
            if found:
                yield operation_id, status, found


def _parameters(endpoint: Endpoint, answer: Any, other: Endpoint) -> dict[str, str] | None:
    """What the variables of the other path are; `None` where it is not for this answer to say."""
    if other.api is not endpoint.api or not (wanted := other.path_variables.values()):
        return None
    told = {name: f"$response.body#/{field}" for name, field in _told(endpoint, answer, other).items()}
    sent = {name: f"$request.path.{name}" for name in endpoint.path_variables.values()}
    known = {**sent, **told}
    leads_on = bool(told) or other.path == endpoint.path
    return {name: known[name] for name in wanted} if leads_on and set(wanted) <= set(known) else None


def _told(endpoint: Endpoint, answer: Any, other: Endpoint) -> dict[str, str]:
    """The variables of the other path that the answer has a field for."""
    fields = _fields(answer)
    told = {name: name for name in other.path_variables.values() if name in fields}
    below = _BELOW.fullmatch(other.path.removeprefix(endpoint.path)) if other.path.startswith(endpoint.path) else None
    if below and "id" in fields:
        told[below[1]] = "id"
    return told


def _fields(answer: Any) -> set[str]:
    """The fields that a single answer always has; a list leads nowhere."""
    if not isinstance(answer, type) or get_args(answer) or not issubclass(answer, BaseModel):
        return set()
    return {field.alias or name for name, field in answer.model_fields.items() if field.is_required()}
