"""One HTTP request as API Gateway's proxy event carries it."""

from base64 import b64decode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol, Self, runtime_checkable
from urllib.parse import unquote

from faktura.core import json
from faktura.core.auth import Caller, authenticated
from faktura.core.clock import now
from faktura.core.errors import BodyTooLarge, MalformedBody, Stopped, UnsupportedContentType
from faktura.core.settings import optional

if TYPE_CHECKING:
    from faktura.core.multipart import Part

MAX_BODY_BYTES = 4_500_000
"""Lambda takes 6 MB, and bodies travel as base64 (docs/apis/README.md, Size of a body)."""

STOPPED = "stopped"
"""The variable of the gateway's stage by which the operator stops the service."""

_FOR_A_PATH = str.maketrans("+/", "-_")


@runtime_checkable
class FromRequest(Protocol):
    """A handler's parameter that is read from the request: a form, a page, the caller's role."""

    @classmethod
    def from_request(cls, request: "Request") -> Self:
        """Read it, or refuse the request."""


@runtime_checkable
class FromJson(Protocol):
    """A JSON body that is not read as a plain model, such as one with a limit of its own."""

    @classmethod
    def from_json(cls, document: Any, size: int) -> Self:
        """Read the body from its JSON, which had `size` bytes, or refuse it."""


class Request:
    """One request. Its parts are decoded on first use."""

    def __init__(self, event: Mapping[str, Any], claims: Sequence[str] = (), caller: Caller | None = None) -> None:
        """`claims` are those of a token that say for whom the caller acts; its API declares them.

        A `caller` that is given is not verified again.
        """
        self.event = event
        self._claims = claims
        self._caller = caller
        self.context: Mapping[str, Any] = event["requestContext"]
        self.id = _id(self.context)
        self.method: str = event["httpMethod"]
        self.path: str = event["path"]
        self.query: Mapping[str, list[str]] = event.get("multiValueQueryStringParameters") or {}

    def must_be_served(self) -> None:
        """`Stopped` while the operator has stopped the service."""
        if STOPPED in (self.event.get("stageVariables") or {}):
            raise Stopped

    @property
    def source_address(self) -> str:
        """The address that the gateway saw. It cannot be forged, unlike `X-Forwarded-For`."""
        return str(self.context.get("identity", {}).get("sourceIp") or "")

    @property
    def received_at(self) -> datetime:
        """When the request reached the gateway, which gives up 29 s later, however late the function began."""
        epoch = self.context.get("requestTimeEpoch")
        return now() if epoch is None else datetime.fromtimestamp(epoch / 1000, UTC)

    @cached_property
    def path_parameters(self) -> dict[str, str]:
        """Decoded values: a REST API passes them on percent-encoded, as they were sent."""
        return {name: unquote(value) for name, value in (self.event.get("pathParameters") or {}).items()}

    @property
    def caller(self) -> Caller:
        """The caller that the bearer token names. It is verified once; `Unauthenticated` if that fails."""
        if self._caller is None:  # cached_property of Python 3.11 locks across all requests
            self._caller = authenticated(self.headers.get("authorization"), self._claims)
        return self._caller

    @cached_property
    def headers(self) -> dict[str, str]:
        """Header values by lower-case name; for a repeated header the value that the gateway chose."""
        return {name.lower(): value for name, value in (self.event.get("headers") or {}).items()}

    @cached_property
    def body(self) -> bytes:
        """The bytes of the body as they were sent."""
        text = self.event.get("body") or ""
        try:
            raw = b64decode(text, validate=True) if self.event.get("isBase64Encoded") else text.encode()
        except ValueError as fault:
            raise MalformedBody from fault
        if len(raw) > MAX_BODY_BYTES:
            raise BodyTooLarge
        return raw

    @property
    def fingerprint(self) -> str:
        """A digest that is the same for equal bodies. Forms are equal if their parts are, whatever the boundary."""
        if self.headers.get("content-type", "").lower().startswith("multipart/"):
            parts = sorted((part.name, sha256(part.content).hexdigest()) for part in self.form())
            return sha256(repr(parts).encode()).hexdigest()
        return sha256(self.body).hexdigest()

    def expect(self, content_type: str) -> None:
        """Refuse other content types. Parameters such as `charset` are allowed."""
        if self.headers.get("content-type", "").partition(";")[0].strip().lower() != content_type:
            raise UnsupportedContentType(f"The content type must be {content_type}.")

    def form(self) -> "list[Part]":
        """The fields of the `multipart/form-data` body."""
        from faktura.core.multipart import fields  # few functions read forms

        self.expect("multipart/form-data")
        return fields(self.headers["content-type"], self.body)

    def json(self) -> Any:
        """The body as JSON."""
        self.expect("application/json")
        return json.loads(self.body)

    @property
    def base_url(self) -> str:
        """The URL that our links begin with: the configured public URL, else the gateway's host and stage.

        No link repeats the Host header, which the caller chooses. If the gateway names no host, links are relative.
        """
        if public := optional("PUBLIC_URL"):
            return public.rstrip("/")
        domain, stage = self.context.get("domainName"), self.context.get("stage", "")
        return (f"https://{domain}" if domain else "") + f"/{stage}".rstrip("/")


def _id(context: Mapping[str, Any]) -> str:
    """The gateway's extended request id: the caller can choose `requestId`, but not this one.

    It is base64, made safe for a path.
    """
    extended: str = context.get("extendedRequestId") or context["requestId"]
    return extended.translate(_FOR_A_PATH).rstrip("=")
