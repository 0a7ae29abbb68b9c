"""Whether a caller wants a file saved or shown."""

from dataclasses import dataclass
from typing import Any, ClassVar

from faktura.core.errors import Fault, InvalidRequest
from faktura.core.request import Request


@dataclass(frozen=True)
class Download:
    """Whether a request wants a file saved, by `?download=true`."""

    QUERY: ClassVar[dict[str, Any]] = {
        "download": {
            "description": "Save the file instead of showing it.",
            "schema": {"type": "boolean"},
            "example": True,  # then the API page offers a link; otherwise it shows the bytes as text
        }
    }
    """How the OpenAPI description describes it."""

    wanted: bool

    @classmethod
    def from_request(cls, request: Request) -> "Download":
        """`true` or `false`, and `false` without the parameter."""
        [value, *_] = request.query.get("download", ["false"])
        if value not in ("true", "false"):
            raise InvalidRequest(Fault("download", "must be true or false"))
        return cls(value == "true")
