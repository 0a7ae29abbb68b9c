"""Pages of a list, by opaque cursors. A cursor works only for the caller and the list it was made for."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from faktura.core import json
from faktura.core.errors import Fault, InvalidRequest, MalformedBody
from faktura.core.request import Request

_MAX_NUMBER_DIGITS = 10
"""Leading zeros included."""


CURSOR: Mapping[str, Any] = {
    "description": "The cursor in the `Link` header of the previous page. It works only for the same caller and list.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"},
}
"""How the OpenAPI description describes a cursor."""


@dataclass(frozen=True)
class WholeNumber:
    """A whole number in the query, from `minimum` to `maximum`; `default` if it is absent."""

    description: str
    maximum: int
    default: int
    minimum: int = 1

    def read(self, name: str, request: Request) -> int:
        """The number; the first one if it is repeated. `InvalidRequest` for anything else."""
        [text, *_] = request.query.get(name, [str(self.default)])
        is_short = text.isascii() and text.isdigit() and len(text) <= _MAX_NUMBER_DIGITS
        if not is_short or not self.minimum <= int(text) <= self.maximum:
            raise InvalidRequest(Fault(name, f"must be a whole number from {self.minimum} to {self.maximum}"))
        return int(text)

    @property
    def terms(self) -> dict[str, Any]:
        """Its schema in the OpenAPI description."""
        schema = {"type": "integer", "minimum": self.minimum, "maximum": self.maximum, "default": self.default}
        return {"description": self.description, "schema": schema}


def cursor(position: Mapping[str, Any], scope: str) -> str:
    """A cursor that points past `position`; `scope` names the caller, the list and its filters."""
    return urlsafe_b64encode(json.dumps([_seal(scope), position])).decode().rstrip("=")


def position(text: str, scope: str) -> dict[str, Any]:
    """The position that a cursor points past. `InvalidRequest` for a cursor of another scope or any other text.

    A cursor is not a secret: the store only ever reads the caller's own partition.
    """
    try:
        seal, found = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, TypeError, MalformedBody) as fault:
        raise InvalidRequest(Fault("cursor", "is not a cursor of this list")) from fault
    if seal != _seal(scope) or not isinstance(found, dict):
        raise InvalidRequest(Fault("cursor", "is not a cursor of this list"))
    return found


def _seal(scope: str) -> str:
    return sha256(scope.encode()).hexdigest()[:16]
