"""The gateway's own answers: the template's GatewayResponses, filled in like API Gateway does."""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Default status and message (API Gateway's documentation, "Gateway response types").
_DEFAULTS = {
    "BAD_REQUEST_BODY": (400, "Invalid request body"),
    "MISSING_AUTHENTICATION_TOKEN": (403, "Missing Authentication Token"),
    "REQUEST_TOO_LARGE": (413, "Request Too Long"),
    "THROTTLED": (429, "Too Many Requests"),
    "DEFAULT_5XX": (502, "Internal server error"),
    "INTEGRATION_TIMEOUT": (504, "Endpoint request timed out"),
}
_VARIABLE = re.compile(r"\$context\.(\w+(?:\.\w+)*)")
_HEADER = "gatewayresponse.header."
_JSON = "application/json"


class Refused(Exception):
    """The gateway answers instead of the function, with the response of type `kind`."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Request:
    """The facts about a request that a response may contain."""

    request_id: str
    method: str
    path: str
    stage: str


@dataclass(frozen=True)
class GatewayResponses:
    """`configured` is the API's `x-amazon-apigateway-gateway-responses`, by type."""

    configured: Mapping[str, Mapping[str, Any]]

    def answer(self, kind: str, request: Request) -> tuple[int, dict[str, str], str]:
        """Status, headers and body of the response of type `kind`."""
        usual_status, message = _DEFAULTS[kind]
        response = self.configured.get(kind) or self.configured.get(f"DEFAULT_{usual_status // 100}XX") or {}
        context = _context(kind, message, request)
        template = response.get("responseTemplates", {}).get(_JSON, '{"message":$context.error.messageString}')
        headers = {
            name.removeprefix(_HEADER): _header(value, context)
            for name, value in response.get("responseParameters", {}).items()
            if name.startswith(_HEADER)
        }
        body = _VARIABLE.sub(lambda found: context.get(found[1], ""), template)
        return int(response.get("statusCode", usual_status)), {"Content-Type": _JSON, **headers}, body


def _context(kind: str, message: str, request: Request) -> dict[str, str]:
    return {
        "requestId": request.request_id,
        "extendedRequestId": request.request_id,
        "httpMethod": request.method,
        "path": request.path,
        "stage": request.stage,
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime()),
        "requestTimeEpoch": str(time.time_ns() // 1_000_000),
        "error.message": message,
        "error.messageString": json.dumps(message),
        "error.responseType": kind,
    }


def _header(value: str, context: Mapping[str, str]) -> str:
    """A header's value: a context variable, or a literal in single quotes."""
    return context.get(value.removeprefix("context."), "") if value.startswith("context.") else value.strip("'")
