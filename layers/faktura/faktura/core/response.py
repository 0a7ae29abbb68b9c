"""The return values of handlers, and the responses that API Gateway expects for them.

A handler returns a model (200), `None` (200 without a body), or one of the replies below, which say what a plain model
cannot: `Created`, `Accepted`, `NoContent`, `Listed`, `Pdf`, `Xml`. Its return annotation is the documented response.
"""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar
from urllib.parse import quote

from faktura.core import json

Body = TypeVar("Body")


def bytes_in_event(body: Any) -> int:
    """The bytes of a body's JSON as Lambda carries it: as a string within JSON, of which 6 MB are its limit."""
    written = json.dumps(body)
    return len(written) + written.count(b'"') + written.count(b"\\")


@dataclass(frozen=True)
class Response:
    """One HTTP response: `body` is anything that has a JSON form, or bytes with their own `Content-Type` header."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_event(self, request_id: str) -> dict[str, Any]:
        """The response of the proxy integration; bytes travel as base64."""
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


class Reply:
    """The return value of a handler for which a plain model is not enough."""

    STATUS: ClassVar[int]

    def response(self, base_url: str) -> Response:
        """The reply as a response; paths become links below `base_url`."""
        raise NotImplementedError


@dataclass(frozen=True)
class _Located(Reply, Generic[Body]):
    """A model. Its path `at` goes into the header `Location`; without a path there is no header."""

    body: Body
    at: str = ""

    def response(self, base_url: str) -> Response:
        """The model with its `Location`."""
        return Response(self.STATUS, self.body, {"Location": base_url + self.at} if self.at else {})


class Created(_Located[Body]):
    """201: a model, and the path `at` which it can be read."""

    STATUS = 201


class Accepted(_Located[Body]):
    """202: a model of work that goes on, and the path `at` which its state can be read."""

    STATUS = 202


@dataclass(frozen=True)
class NoContent(Reply):
    """204, without a body."""

    STATUS: ClassVar[int] = 204

    def response(self, _base_url: str) -> Response:
        """The empty response."""
        return Response(self.STATUS)


@dataclass(frozen=True)
class Listed(Reply, Generic[Body]):
    """200: one page of a list; `next_page` is the URL of the next one, if there is one (`Link`, RFC 8288)."""

    STATUS: ClassVar[int] = 200
    items: Sequence[Body]
    next_page: str = ""

    def response(self, _base_url: str) -> Response:
        """The array with its `Link`."""
        return Response(self.STATUS, list(self.items), next_link(self.next_page) if self.next_page else {})


@dataclass(frozen=True)
class File(Reply):
    """200: a file under the file name `name`, which a browser shows or, with `is_download`, saves (RFC 6266)."""

    STATUS: ClassVar[int] = 200
    CONTENT_TYPE: ClassVar[str]
    content: bytes
    name: str
    is_download: bool = False

    def response(self, _base_url: str) -> Response:
        """The file under its name."""
        headers = {
            "Content-Type": self.CONTENT_TYPE,
            "Content-Disposition": content_disposition(self.name, self.is_download),
        }
        return Response(self.STATUS, self.content, headers)


class Pdf(File):
    """200: a PDF."""

    CONTENT_TYPE = "application/pdf"


class Xml(File):
    """200: an XML document."""

    CONTENT_TYPE = "application/xml"


def as_response(returned: Any, base_url: str) -> Response:
    """The response for the value that a handler returned."""
    if isinstance(returned, Response):
        return returned
    if isinstance(returned, Reply):
        return returned.response(base_url)
    return Response(200, returned)


def content_disposition(name: str, is_download: bool) -> str:
    """The header's value: any name is safe in it, and one that is not ASCII arrives whole."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    return f"{'attachment' if is_download else 'inline'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def next_link(url: str) -> dict[str, str]:
    """The header that leads to the next page (RFC 8288)."""
    return {"Link": f'<{url}>; rel="next"'}
