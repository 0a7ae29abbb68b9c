"""Examples for the OpenAPI description; runs at build time only.

What is sent is the function's sample event, which a test sees accepted. What is answered is written down, with the
values that the seed prints where it prints any: once for a model, or for an endpoint that has no model or says more of
its own. A test compares it with what the sample is answered.
"""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from faktura.core import json

HEADERS = {
    "Location": "Where to read what was created",
    "Link": 'With `rel="next"`: the next page, where there is one',
    "X-Total-Count": "How many there are on all pages",
    "Content-Disposition": "The name of the file",
    "Retry-After": "Seconds after which to try again",
}
"""What a caller may do something with; those of every answer are told in the introduction."""


@dataclass(frozen=True)
class Examples:
    """`events` is the folder of sample events; `written` holds `answers` and `headers.json`."""

    events: Path
    written: Path

    def variables(self, operation_id: str) -> Mapping[str, str]:
        """The variables of the path, as they are in the sample's."""
        return self._event(operation_id).get("pathParameters") or {}

    def body(self, operation_id: str, content_type: str) -> Any:
        """What the sample sends, as OpenAPI shows it; `None` for nothing, and for files, which every caller has."""
        text = self._event(operation_id).get("body") or ""
        match content_type:
            case "application/json":
                return json.loads(b64decode(text))
            case "application/x-www-form-urlencoded":
                return dict(parse_qsl(b64decode(text).decode()))
        return None

    def answer(self, *names: str) -> Any:
        """The body written down under the first of these names (an operation id, a model) that has one, else `None`."""
        files = (self.written / "answers" / f"{name}.json" for name in names)
        return next((json.loads(file.read_bytes()) for file in files if file.exists()), None)

    def headers(self, operation_id: str) -> Mapping[str, str]:
        """What the answer has in `HEADERS`."""
        every: dict[str, dict[str, str]] = json.loads((self.written / "headers.json").read_bytes())
        return every.get(operation_id, {})

    def _event(self, operation_id: str) -> Mapping[str, Any]:
        file = self.events / (operation_id.replace(".", "/") + ".json")
        return dict(json.loads(file.read_bytes())) if file.exists() else {}
