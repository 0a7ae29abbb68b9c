"""Pages of a list: an opaque cursor that works only for the caller and the list it was made for."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from faktura.core import json
from faktura.core.errors import Fault, InvalidRequest, MalformedBody
from faktura.core.request import Request

_MAX_NUMBER_DIGITS = 10
"""Digits, leading zeros among them."""


CURSOR: Mapping[str, Any] = {
    "description": "From the `Link` header that leads here; it means nothing to anybody else",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"},
}
"""What the OpenAPI description says of a cursor."""


@dataclass(frozen=True)
class WholeNumber:
    """A whole number of the query, from 1 to `maximum`; `default` where it is left out."""

    description: str
    maximum: int
    default: int

    def read(self, name: str, request: Request) -> int:
        """Of a repeated parameter the first; an `InvalidRequest` for anything that is no such number."""
        [text, *_] = request.query.get(name, [str(self.default)])
        is_short = text.isascii() and text.isdigit() and len(text) <= _MAX_NUMBER_DIGITS
        if not is_short or not 1 <= int(text) <= self.maximum:
            raise InvalidRequest(Fault(name, f"must be a whole number from 1 to {self.maximum}"))
        return int(text)

    @property
    def terms(self) -> dict[str, Any]:
        """What the OpenAPI description says of it."""
        schema = {"type": "integer", "minimum": 1, "maximum": self.maximum, "default": self.default}
        return {"description": self.description, "schema": schema}


def cursor(position: Mapping[str, Any], scope: str) -> str:
    """A cursor for what follows `position`; `scope` names the caller, the list and its filters."""
    return urlsafe_b64encode(json.dumps([_seal(scope), position])).decode().rstrip("=")


def position(text: str, scope: str) -> dict[str, Any]:
    """The position behind a cursor; one of another scope, or no cursor at all, is an `InvalidRequest`.

    A cursor is a bookmark, no secret: the store reads its own caller's partition whatever the cursor says.
    """
    try:
        seal, found = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, TypeError, MalformedBody) as fault:
        raise InvalidRequest(Fault("cursor", "is not a cursor of this list")) from fault
    if seal != _seal(scope) or not isinstance(found, dict):
        raise InvalidRequest(Fault("cursor", "is not a cursor of this list"))
    return found


def next_link(url: str) -> dict[str, str]:
    """The header that leads to the next page (RFC 8288)."""
    return {"Link": f'<{url}>; rel="next"'}


def _seal(scope: str) -> str:
    return sha256(scope.encode()).hexdigest()[:16]
