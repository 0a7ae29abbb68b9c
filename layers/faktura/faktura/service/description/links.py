"""OpenAPI's links: the operations that take what another one returns; runs at build time only.

They are derived from the paths and the models. A response leads to a path if it has a field with the name of the path's
variable, or an `id` where that path is below its own. Each operation also leads to the others on its own path.
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
    """Operation id, status, and the links of that response by name."""
    for operation_id, endpoint in endpoints.items():
        if endpoint.method not in _CHANGING:
            continue
        for status, response in responses_of(endpoint).items():
            found = {
                name.partition(".")[2]: {"operationId": name, "parameters": parameters}
                for name, other in endpoints.items()
                if name != operation_id and (parameters := _parameters(endpoint, response, other))
            }
            if found:
                yield operation_id, status, found


def _parameters(endpoint: Endpoint, response: Any, other: Endpoint) -> dict[str, str] | None:
    """Where to find the variables of the other path; `None` if the response does not lead there."""
    if other.api is not endpoint.api or not (wanted := other.path_variables.values()):
        return None
    returned = {name: f"$response.body#/{field}" for name, field in _returned(endpoint, response, other).items()}
    sent = {name: f"$request.path.{name}" for name in endpoint.path_variables.values()}
    known = {**sent, **returned}
    leads_there = bool(returned) or other.path == endpoint.path
    return {name: known[name] for name in wanted} if leads_there and set(wanted) <= set(known) else None


def _returned(endpoint: Endpoint, response: Any, other: Endpoint) -> dict[str, str]:
    """The variables of the other path that are fields of the response."""
    fields = _fields(response)
    found = {name: name for name in other.path_variables.values() if name in fields}
    below = _BELOW.fullmatch(other.path.removeprefix(endpoint.path)) if other.path.startswith(endpoint.path) else None
    if below and "id" in fields:
        found[below[1]] = "id"
    return found


def _fields(response: Any) -> set[str]:
    """The fields that the response always has, by their published names; a list has none."""
    if not isinstance(response, type) or get_args(response) or not issubclass(response, BaseModel):
        return set()
    return {field.alias or name for name, field in response.model_fields.items() if field.is_required()}
