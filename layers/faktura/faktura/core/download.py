"""What a browser does with a file that is answered, and what it calls it (RFC 6266)."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import quote

from faktura.core.errors import Fault, InvalidRequest
from faktura.core.request import Answer, Request


@dataclass(frozen=True)
class Download:
    """Whether a request wants a file saved, by `?download=true`."""

    QUERY: ClassVar[dict[str, Any]] = {
        "download": {
            "description": "Save the file instead of showing it",
            "schema": {"type": "boolean"},
            "example": True,  # the API page offers a link then, and shows the bytes as text else
        }
    }
    """What the OpenAPI description says of it."""

    wanted: bool

    @classmethod
    def from_request(cls, request: Request) -> "Download":
        """`true` or `false`, and `false` where nothing is said."""
        [said, *_] = request.query.get("download", ["false"])
        if said not in ("true", "false"):
            raise InvalidRequest(Fault("download", "must be true or false"))
        return cls(said == "true")

    def answer(self, content: bytes, content_type: str, name: str) -> Answer:
        """The file under its name."""
        headers = {
            "Content-Type": content_type,
            "Content-Disposition": content_disposition(name, self.wanted),
        }
        return Answer(200, content, headers)


def content_disposition(name: str, download: bool) -> str:
    """The header's value: any name is safe in it, and one that is not ASCII arrives whole."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    return f"{'attachment' if download else 'inline'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
