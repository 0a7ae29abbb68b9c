"""A call of the API: what is sent, and what its answers mean."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, TypeVar
from urllib.parse import quote
from uuid import uuid4

import httpx
from pydantic import TypeAdapter, ValidationError

from faktura_client import exact_json
from faktura_client.errors import ApiError, UnexpectedAnswer, error_class, message_of
from faktura_client.files import File, Upload
from faktura_client.retries import retry_after

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Decoder = Callable[[httpx.Response], T_co]

_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


@dataclass(frozen=True)
class Call(Generic[T_co]):
    """One call. `operation` is its id in the OpenAPI document, `results` reads the answer of each good status, and
    `errors` is the type of the errors' bodies.

    `may_repeat` says that a second time does no harm: the call only reads, has the same effect twice, or has an
    `Idempotency-Key`, which stays the same in all attempts.
    """

    operation: str
    method: str
    path: str
    results: Mapping[int, Decoder[T_co]]
    errors: Any
    query: Mapping[str, Any] = field(default_factory=dict)
    json: Any = None
    form: Mapping[str, Any] | None = None
    files: Mapping[str, Upload] | None = None
    key: str | None = None
    may_repeat: bool = True
    needs_token: bool = True

    def request(self, http: httpx.Client | httpx.AsyncClient) -> httpx.Request:
        """The request, with a body that can be sent again byte for byte."""
        headers = {"Idempotency-Key": self.key} if self.key else {}
        body: dict[str, Any] = {}
        if self.json is not None:
            body["content"] = exact_json.dumps(self.json)
            headers["Content-Type"] = "application/json"
        if self.form is not None:
            body["data"] = {name: value for name, value in self.form.items() if value is not None}
        if self.files is not None:
            body["files"] = {name: upload.parts() for name, upload in self.files.items()}
        request = http.build_request(self.method, self.path, params=_query(self.query) or None, headers=headers, **body)
        request.read()
        return request

    def result(self, response: httpx.Response) -> T_co:
        """What a good answer says. Raises `ApiError` for an error, and `UnexpectedAnswer` for anything else."""
        decoder = self.results.get(response.status_code)
        if decoder is None:
            raise self._error(response)
        try:
            return decoder(response)
        except ValidationError as fault:
            raise UnexpectedAnswer(f"{self.operation}: the answer is not as described: {_places(fault)}") from None
        except (ValueError, RecursionError) as fault:
            raise UnexpectedAnswer(f"{self.operation}: the answer is not JSON: {fault}") from fault

    def _error(self, response: httpx.Response) -> Exception:
        if response.status_code < 400:
            return UnexpectedAnswer(f"{self.operation}: status {response.status_code} is not described")
        try:
            document = exact_json.loads(response.content)
        except (ValueError, RecursionError):
            document = None
        try:
            body = _adapter(self.errors).validate_python(document)
        except (ValidationError, TypeError):
            body = None
        kind: type[ApiError] = error_class(response.status_code)
        message = message_of(document) or response.reason_phrase
        request_id = response.headers.get("x-request-id", "")
        return kind(response.status_code, message, request_id, body, retry_after(response))


def new_key() -> str:
    """A new `Idempotency-Key`."""
    return str(uuid4())


def root_of(base_url: str) -> str:
    """The URL with a slash at its end. Raises `ValueError` unless it begins with `http://` or `https://`."""
    if not base_url.startswith(("http://", "https://")):
        raise ValueError(f"the base URL must begin with https:// or http://, unlike {base_url!r}")
    return base_url.rstrip("/") + "/"


def in_path(value: object) -> str:
    """A value as a segment of a path."""
    return quote(str(value), safe="")


def as_json(kind: type[T]) -> Decoder[T]:
    """Reads a JSON body of this type."""

    def read(response: httpx.Response) -> T:
        result: T = _adapter(kind).validate_python(exact_json.loads(response.content))
        return result

    return read


def as_nothing(_response: httpx.Response) -> None:
    """For an answer without a body."""


def as_file(response: httpx.Response) -> File:
    """Reads a file."""
    return File.of(response)


def _places(fault: ValidationError) -> str:
    """What is wrong and where, without what the answer holds: it may be personal data."""
    errors = fault.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{'.'.join(map(str, one['loc'])) or 'it'}: {one['msg']}" for one in errors)


def _query(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(value) for name, value in values.items() if value is not None}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple | set | frozenset):
        return ",".join(map(_text, value))
    return str(value)
