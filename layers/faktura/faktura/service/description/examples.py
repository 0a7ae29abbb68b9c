"""Examples for the OpenAPI description; runs at build time only.

The example of a request is the function's sample event, which a test sees accepted. The examples of responses are files
below `docs/api_page`: one for a model, or for an endpoint that has no model or its own example. A test compares
them with the response to the sample event.
"""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from faktura.core import json

HEADERS = {
    "Location": "The address of what was created.",
    "Link": 'With `rel="next"`: the address of the next page. The last page has none.',
    "X-Total-Count": "The number of elements on all pages.",
    "Content-Disposition": "The name of the file.",
    "Retry-After": "Try again after this many seconds.",
}
"""The headers that a caller may use. The introduction describes those that every response has."""


@dataclass(frozen=True)
class Examples:
    """`events` is the folder of sample events; `words` is `docs/api_page`, the folder of the API page's words."""

    events: Path
    words: Path

    def event(self, operation_id: str) -> Mapping[str, Any]:
        """The sample event; empty if there is none."""
        file = self.events / (operation_id.replace(".", "/") + ".json")
        return dict(json.loads(file.read_bytes())) if file.exists() else {}

    def variables(self, operation_id: str) -> Mapping[str, str]:
        """The path variables of the sample event."""
        return self.event(operation_id).get("pathParameters") or {}

    def body(self, operation_id: str, content_type: str) -> Any:
        """The body of the sample event, as OpenAPI shows it; `None` for none and for a file."""
        text = self.event(operation_id).get("body") or ""
        match content_type:
            case "application/json":
                return json.loads(b64decode(text))
            case "application/x-www-form-urlencoded":
                return dict(parse_qsl(b64decode(text).decode()))
        return None

    def response(self, *names: str) -> Any:
        """The body in the file of the first of these names (an operation id, a model) that has one, else `None`."""
        files = (self.words / "examples" / f"{name}.json" for name in names)
        return next((json.loads(file.read_bytes()) for file in files if file.exists()), None)

    def headers(self, operation_id: str) -> Mapping[str, str]:
        """The `HEADERS` of the response, each with an example."""
        every: dict[str, dict[str, str]] = self._read("headers.json")
        return every.get(operation_id, {})

    def path_variable(self, name: str) -> str:
        """The description of a path variable; a `KeyError` names one that has none."""
        described: dict[str, str] = self._read("path_variables.json")
        return described[name]

    def _read(self, name: str) -> Any:
        return json.loads((self.words / name).read_bytes())
