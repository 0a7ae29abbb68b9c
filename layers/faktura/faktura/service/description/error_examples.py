"""An example of each error of an endpoint, with the message that a caller gets; runs at build time only.

Where the endpoint's own reading of a request decides, the example is its refusal of the sample event with one thing
wrong. Otherwise it is the error class itself, with an argument or a message written down here if it needs one.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from inspect import Parameter, signature
from typing import Any

from pydantic import BaseModel

from faktura.core.auth import Caller
from faktura.core.endpoint import Endpoint
from faktura.core.errors import (
    BodyTooLarge,
    Fault,
    InvalidRequest,
    MalformedBody,
    Refusal,
    UnsupportedContentType,
)
from faktura.core.json import dumps
from faktura.core.request import MAX_BODY_BYTES, Request

_ARGUMENTS: Mapping[tuple[str, ...], Sequence[Any]] = {
    (): [],
    ("invoice_id",): [9],
    ("number",): ["1003"],
    ("payment_id",): [9],
    ("retry_after",): [42],
    ("target",): ["pagination.limit"],
    ("target", "reason", "fields"): ["filters", "read for more than 20 seconds", "guid, externalId or dueDate"],
}
"""What errors are made with, by the names of the parameters that they need."""

MESSAGES: Mapping[str, str] = {
    "FileTooLarge": "The file has 10485761 bytes; the maximum is 10 MB.",
    "FileTooSmall": "The file has 2048 bytes; the minimum is 50 KB.",
    "NotPrintable": "No font has a glyph for U+E000",
    "PaymentExceeded": "Invoice and donation amount exceed the total payment amount. "
    "The payment is 100.00, 25.00 less than what it is used for.",
}
"""The messages of errors that have none of their own, by the name of the class. A test finds each in the sources."""

_ANOTHER_TYPE = "text/plain"
_WRONG_IN_PATH = "\x07"
"""A control character, which no variable of a path may hold."""

_WRONG_IN_QUERY = "?"
"""Neither a number nor a tag."""

_CLAIM = "acme"
"""The value of each claim of the caller. A part that needs another value is refused with another kind of error."""

_MAX_FAULTS = 2


class ErrorExamples:
    """The errors of one endpoint; `event` is its sample event, `content_types` are those of the body it reads."""

    def __init__(self, endpoint: Endpoint, event: Mapping[str, Any], content_types: Sequence[str]) -> None:
        self._endpoint, self._event, self.content_types = endpoint, event, content_types

    def refusal(self, kind: type[Refusal]) -> Refusal:
        """An example of this kind; `KeyError` if the kind needs arguments that are not written down."""
        found = next((one for event in self._events(kind) for one in self._refusals(event) if type(one) is kind), None)
        if isinstance(found, InvalidRequest):
            return InvalidRequest(*found.faults[:_MAX_FAULTS])
        if kind is InvalidRequest:
            return InvalidRequest(Fault("", "must be an object"))
        return found or _example(kind)

    def _events(self, kind: type[Refusal]) -> Iterator[dict[str, Any]]:
        """The sample event with one thing wrong, in several ways."""
        if not self._event:
            return
        if kind is MalformedBody and self.content_types:
            yield self._with_body(b"{")
        if kind is BodyTooLarge:
            yield self._with_body(bytes(MAX_BODY_BYTES + 1))
        if kind is UnsupportedContentType:
            yield self._with_header("Content-Type", _ANOTHER_TYPE)
        if kind is InvalidRequest:
            yield from (self._with_body(dumps(body)) for body in self._wrong_bodies())
            yield from (self._with_query(name) for name in self._query())
            yield from (self._with_path(name) for name in self._event.get("pathParameters") or {})
            yield self._with_header("Idempotency-Key", "")

    def _refusals(self, event: Mapping[str, Any]) -> Iterator[Refusal]:
        """The refusals of each part of the request, without a check of the token."""
        claims = self._endpoint.api.claims
        request = Request(event, claims, Caller("", "", 0, frozenset(), dict.fromkeys(claims, _CLAIM)))
        for read in self._endpoint.readers:
            try:
                read(request)
            except Refusal as refusal:
                yield refusal

    def _wrong_bodies(self) -> Iterator[Any]:
        if "application/json" in self.content_types:
            yield {}
            for kind in self._endpoint.hints.values():
                if isinstance(kind, type) and issubclass(kind, BaseModel):
                    yield from ({field.alias or name: {}} for name, field in kind.model_fields.items())
            yield ""

    def _query(self) -> Iterator[str]:
        for kind in self._endpoint.hints.values():
            yield from getattr(kind, "QUERY", {})

    def _with_body(self, body: bytes) -> dict[str, Any]:
        return {**self._event, "body": b64encode(body).decode(), "isBase64Encoded": True}

    def _with_header(self, name: str, value: str) -> dict[str, Any]:
        return {**self._event, "headers": {**self._event["headers"], name: value}}

    def _with_query(self, name: str) -> dict[str, Any]:
        return {**self._event, "multiValueQueryStringParameters": {name: [_WRONG_IN_QUERY]}}

    def _with_path(self, name: str) -> dict[str, Any]:
        return {**self._event, "pathParameters": {**self._event["pathParameters"], name: _WRONG_IN_PATH}}


def _example(kind: type[Refusal]) -> Refusal:
    if kind.__name__ in MESSAGES:
        return kind(MESSAGES[kind.__name__])
    needed = (name for name, one in signature(kind).parameters.items() if one.default is Parameter.empty)
    return kind(*_ARGUMENTS[tuple(needed)])
