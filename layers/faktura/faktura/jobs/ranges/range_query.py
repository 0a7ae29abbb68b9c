"""The number range that a request names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from faktura.core.errors import Fault, InvalidRequest
from faktura.core.request import Request
from faktura.jobs.errors import NoSuchRange
from faktura.jobs.keys import ranges_of

MAX_RANGE_LENGTH = 1_600
"""Characters; no range has as many."""


@dataclass(frozen=True)
class RangeQuery:
    """A range of the tenant in the path, by its name."""

    name: str

    QUERY: ClassVar[Mapping[str, Any]] = {
        "range": {
            "description": "The name of the range, as `GET /invoice/{tenant}/numbering` lists it.",
            "schema": {"type": "string", "minLength": 1, "maxLength": MAX_RANGE_LENGTH},
            "required": True,
        }
    }

    @classmethod
    def from_request(cls, request: Request) -> "RangeQuery":
        """From `range`: `InvalidRequest` without it, `NoSuchRange` for that of another tenant."""
        [name, *_] = request.query.get("range", [""])
        if not 1 <= len(name) <= MAX_RANGE_LENGTH:
            raise InvalidRequest(Fault("range", f"must have 1 to {MAX_RANGE_LENGTH} characters"))
        if not name.startswith(ranges_of(request.path_parameters["tenant"])):
            raise NoSuchRange
        return cls(name)
