"""The demo clients of the stack; each call is shown as it is answered."""

import os
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import urllib3

from local.demo import terminal
from local.demo_clients import SECRET

URL = f"http://127.0.0.1:{os.environ.get('PORT', '3000')}"

_POLL_SECONDS = 0.25
_PATIENCE_SECONDS = 180

_http = urllib3.PoolManager(retries=False, timeout=40)

Answer = urllib3.BaseHTTPResponse
Fields = Mapping[str, str | tuple[str, bytes, str]]


def is_answering() -> bool:
    """Whether a stack is healthy at `URL`."""
    try:
        return _http.request("GET", f"{URL}/api/v1/health").status == 200
    except urllib3.exceptions.HTTPError:
        return False


class Caller:
    """One demo client, with its token."""

    def __init__(self, client_id: str) -> None:
        basic = b64encode(f"{client_id}:{SECRET}".encode()).decode()
        answer = _asked(
            "POST",
            f"{URL}/oauth/token",
            fields={"grant_type": "client_credentials"},
            encode_multipart=False,
            headers={"Authorization": f"Basic {basic}"},
        )
        terminal.called("POST", "/oauth/token", answer.status, f"a token for {client_id}")
        self._headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def call(self, method: str, path: str, document: Any = None, *, fields: Fields | None = None) -> Answer:
        """Call a path with a JSON document or a form's fields, and show it."""
        begun = time.monotonic()
        answer = self.quietly(method, path, document, fields=fields)
        terminal.called(method, path, answer.status, _since(begun))
        return answer

    def quietly(self, method: str, path: str, document: Any = None, *, fields: Fields | None = None) -> Answer:
        """The same, but not shown."""
        body: dict[str, Any] = {"json": document} if fields is None else {"fields": fields}
        return _asked(method, URL + path, headers=self._headers, **body)

    def polled(self, path: str) -> Iterator[Any]:
        """A path's document, asked for again and again; SystemExit when that was long enough."""
        begun = time.monotonic()
        while time.monotonic() < begun + _PATIENCE_SECONDS:
            yield _asked("GET", URL + path, headers=self._headers, tolerated=404).json()
            time.sleep(_POLL_SECONDS)
        raise SystemExit(f"GET {path}: what it should show did not come within {_PATIENCE_SECONDS} s.")

    def until(self, path: str, is_over: Callable[[Any], bool]) -> Any:
        """A path's first document that satisfies; shown as one call."""
        begun = time.monotonic()
        document = next(document for document in self.polled(path) if is_over(document))
        terminal.called("GET", path, 200, _since(begun))
        return document


def upload(form: Mapping[str, Any], file: tuple[str, bytes, str]) -> None:
    """Send a presigned form to S3, with its file."""
    begun = time.monotonic()
    answer = _asked("POST", form["url"], fields={**form["fields"], "file": file})
    terminal.called("POST", form["url"], answer.status, _since(begun))


def download(link: str) -> bytes:
    """What is behind a presigned link, which needs no token."""
    return _asked("GET", link).data


def _asked(method: str, url: str, *, tolerated: int = 0, **terms: Any) -> Answer:
    """An answer that is no error, but for one that is tolerated; SystemExit tells of any other."""
    answer = _http.request(method, url, **terms)
    if answer.status >= 400 and answer.status != tolerated:
        raise SystemExit(f"{method} {url}: {answer.status} {answer.data.decode()}")
    return answer


def _since(begun: float) -> str:
    return f"{time.monotonic() - begun:.2f} s"
