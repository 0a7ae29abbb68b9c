"""One HTTP request as API Gateway's proxy event carries it, and one answer as it wants it back."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from faktura.core import json
from faktura.core.auth import Caller, authenticated
from faktura.core.clock import now
from faktura.core.errors import BodyTooLarge, MalformedBody, UnsupportedContentType
from faktura.core.settings import optional

LARGEST_BODY = 4_500_000
"""Bytes. A Lambda call carries 6 MB and bodies travel as base64 (CONTRACT section 0)."""

_FOR_A_PATH = str.maketrans("+/", "-_")


@dataclass(frozen=True)
class Answer:
    """What goes back: `body` is anything that has a JSON form, or bytes with their own `Content-Type` header."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_event(self, request_id: str) -> dict[str, Any]:
        """The proxy integration's response; bytes travel as base64."""
        headers = {
            "x-request-id": request_id,
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            **self.headers,
        }
        if self.body is None:
            return {"statusCode": self.status, "headers": headers, "body": ""}
        if isinstance(self.body, bytes):
            encoded = b64encode(self.body).decode()
            return {"statusCode": self.status, "headers": headers, "body": encoded, "isBase64Encoded": True}
        headers.setdefault("Content-Type", "application/json")
        return {"statusCode": self.status, "headers": headers, "body": json.dumps(self.body).decode()}


class Request:
    """One request; nothing is decoded before it is asked for."""

    def __init__(self, event: Mapping[str, Any]) -> None:
        self.event = event
        self._caller: Caller | None = None
        self.context: Mapping[str, Any] = event["requestContext"]
        self.id = _id(self.context)
        self.method: str = event["httpMethod"]
        self.path: str = event["path"]
        self.query: Mapping[str, list[str]] = event.get("multiValueQueryStringParameters") or {}

    @property
    def source_address(self) -> str:
        """The address that the gateway saw, which nobody can forge; `X-Forwarded-For` is what the caller says."""
        return str(self.context.get("identity", {}).get("sourceIp") or "")

    @property
    def received_at(self) -> datetime:
        """When the request reached the gateway, which gives up 29 s after that, however long the call waited for us."""
        epoch = self.context.get("requestTimeEpoch")
        return now() if epoch is None else datetime.fromtimestamp(epoch / 1000, UTC)

    @cached_property
    def path_parameters(self) -> dict[str, str]:
        """Decoded values; a REST API hands them over percent-encoded as they were sent."""
        return {name: unquote(value) for name, value in (self.event.get("pathParameters") or {}).items()}

    @property
    def caller(self) -> Caller:
        """Who asks, by the bearer token; verified once, an `Unauthenticated` where it does not hold."""
        if self._caller is None:  # Python 3.11's cached_property would let all requests wait for one's look-up
            self._caller = authenticated(self.headers.get("authorization"))
        return self._caller

    @cached_property
    def headers(self) -> dict[str, str]:
        """Header values by lower-case name; of a repeated header the one that the gateway puts forward."""
        return {name.lower(): value for name, value in (self.event.get("headers") or {}).items()}

    @cached_property
    def body(self) -> bytes:
        """The body's bytes as they were sent."""
        text = self.event.get("body") or ""
        try:
            raw = b64decode(text, validate=True) if self.event.get("isBase64Encoded") else text.encode()
        except ValueError as fault:
            raise MalformedBody from fault
        if len(raw) > LARGEST_BODY:
            raise BodyTooLarge
        return raw

    @property
    def fingerprint(self) -> str:
        """What makes two bodies the same: their bytes, or for a form with files its parts, whatever their boundary."""
        if self.headers.get("content-type", "").lower().startswith("multipart/"):
            from faktura.core.multipart import fields

            parts = sorted((part.name, sha256(part.content).hexdigest()) for part in fields(self))
            return sha256(repr(parts).encode()).hexdigest()
        return sha256(self.body).hexdigest()

    def expect(self, content_type: str) -> None:
        """Refuse any other content type; parameters such as `charset` are allowed."""
        if self.headers.get("content-type", "").partition(";")[0].strip().lower() != content_type:
            raise UnsupportedContentType(f"The content type must be {content_type}.")

    def json(self) -> Any:
        """The body as JSON."""
        self.expect("application/json")
        return json.loads(self.body)

    @property
    def base_url(self) -> str:
        """What our own links begin with: the configured public URL, else the gateway's own host and stage.

        The Host header is the caller's, so no link repeats it: where the gateway names no host, links are relative.
        """
        if public := optional("PUBLIC_URL"):
            return public.rstrip("/")
        domain, stage = self.context.get("domainName"), self.context.get("stage", "")
        return (f"https://{domain}" if domain else "") + f"/{stage}".rstrip("/")


def _id(context: Mapping[str, Any]) -> str:
    """An id that the gateway made: `requestId` can be chosen by the caller, the extended one cannot.

    It is base64, and made fit for a path here.
    """
    extended: str = context.get("extendedRequestId") or context["requestId"]
    return extended.translate(_FOR_A_PATH).rstrip("=")
