"""The callers of the demo. They show each call with its answer."""

import re
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import urllib3

from local.demo import terminal

_POLL_SECONDS = 0.25
_PATIENCE_SECONDS = 180

_http = urllib3.PoolManager(maxsize=64, retries=False, timeout=40)

Answer = urllib3.BaseHTTPResponse
Fields = Mapping[str, str | tuple[str, bytes, str]]


class TourError(Exception):
    """The demo cannot go on. The text says why."""


@dataclass(frozen=True)
class Party:
    """A registered client. `name` is its practice, MGA, office, tenant, provider or partner in the token."""

    client_id: str
    secret: str = field(repr=False)
    name: str


@dataclass(frozen=True)
class Service:
    """The stack at `url`, and its clients by role."""

    url: str
    parties: Mapping[str, Party]

    def is_answering(self) -> bool:
        """Whether the stack is healthy."""
        try:
            return self.ask("GET", "/api/v1/health").status == 200
        except urllib3.exceptions.HTTPError:
            return False

    def ask(self, method: str, path: str, **terms: Any) -> Answer:
        """Send a request without a token. Returns any answer."""
        return _http.request(method, self.url + path, **terms)

    def caller(self, role: str) -> "Caller":
        """The caller with this role, with a new token."""
        return Caller(self, self.parties[role])


class Caller:
    """A client with its token."""

    def __init__(self, service: Service, party: Party) -> None:
        self._service, self.name = service, party.name
        basic = b64encode(f"{party.client_id}:{party.secret}".encode()).decode()
        answer = _accepted(
            "POST",
            f"{service.url}/oauth/token",
            fields={"grant_type": "client_credentials"},
            encode_multipart=False,
            headers={"Authorization": f"Basic {basic}"},
        )
        terminal.called("POST", "/oauth/token", answer.status, f"a token for {party.client_id}")
        self.token = str(answer.json()["access_token"])
        self._headers = {"Authorization": f"Bearer {self.token}"}

    def call(self, method: str, path: str, document: Any = None, *, fields: Fields | None = None) -> Answer:
        """Call a path with a JSON document or a form's fields, and show the call."""
        begun = time.monotonic()
        answer = self.quietly(method, path, document, fields=fields)
        terminal.called(method, path, answer.status, _since(begun))
        return answer

    def quietly(self, method: str, path: str, document: Any = None, *, fields: Fields | None = None) -> Answer:
        """Like `call`, but without showing it."""
        body: dict[str, Any] = {"json": document} if fields is None else {"fields": fields}
        return _accepted(method, self._service.url + path, headers=self._headers, **body)

    def ask(self, method: str, path: str, headers: Mapping[str, str] | None = None, **terms: Any) -> Answer:
        """Send a request with the token, without showing it. Returns any answer, also an error."""
        return self._service.ask(method, path, headers={**self._headers, **(headers or {})}, **terms)

    def polled(self, path: str, patience: float = _PATIENCE_SECONDS) -> Iterator[Any]:
        """Get a path's document again and again. Raises TourError after `patience` seconds."""
        begun = time.monotonic()
        while time.monotonic() < begun + patience:
            yield _accepted("GET", self._service.url + path, headers=self._headers, tolerated=404).json()
            time.sleep(_POLL_SECONDS)
        raise TourError(f"GET {path}: the expected answer did not come within {patience:.0f} s.")

    def until(self, path: str, is_over: Callable[[Any], bool]) -> Any:
        """Get a path's document until `is_over`, shown as one call."""
        begun = time.monotonic()
        document = next(document for document in self.polled(path) if is_over(document))
        terminal.called("GET", path, 200, _since(begun))
        return document


def upload(form: Mapping[str, Any], file: tuple[str, bytes, str]) -> None:
    """Send a presigned form with its file to S3."""
    begun = time.monotonic()
    answer = _accepted("POST", form["url"], fields={**form["fields"], "file": file})
    terminal.called("POST", form["url"], answer.status, _since(begun))


def download(link: str) -> bytes:
    """The file of a presigned link, which needs no token."""
    return _accepted("GET", link).data


def _accepted(method: str, url: str, *, tolerated: int = 0, **terms: Any) -> Answer:
    """An answer that is not an error, or has the `tolerated` status. Raises TourError for any other.

    The error leaves out the URL's query, because the query of a presigned link gives access to the file.
    """
    answer = _http.request(method, url, **terms)
    if answer.status >= 400 and answer.status != tolerated:
        raise TourError(f"{method} {url.partition('?')[0]}: {answer.status} {_reason(answer)}")
    return answer


def _reason(answer: Answer) -> str:
    """The message of an error. S3's errors repeat the request with its signature, which is left out."""
    text = answer.data.decode(errors="replace")
    parts = re.findall(r"<(?:Code|Message)>([^<]*)<", text)
    return ": ".join(parts) if "<Error>" in text else text


def _since(begun: float) -> str:
    return f"{time.monotonic() - begun:.2f} s"
