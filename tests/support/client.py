"""A scripted API for the Python client, on a clock that passes only while the client waits."""

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from inspect import isawaitable
from typing import Any

import anyio
import httpx
import pytest

from faktura_client import AsyncFakturaClient, FakturaClient, Pages, Retries

Outcome = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]

TOKEN = "/oauth/token"
SECRET = "p+ss: wörd"


def json_answer(status: int, document: Any, **headers: str) -> httpx.Response:
    """An answer in JSON; a text is sent as it is."""
    text = document if isinstance(document, str) else json.dumps(document)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers={"x-request-id": "r-1", **named}, content=text.encode())


@dataclass
class ScriptedApi:
    """The n-th call gets the n-th of the outcomes, later calls the last. Tokens are `token-1`, `token-2` and so on."""

    outcomes: Sequence[Outcome] = ()
    token_outcomes: list[Outcome] = field(default_factory=list)
    token_seconds: int = 14_399
    now: float = 1_000.0
    pauses: list[float] = field(default_factory=list)
    calls: list[httpx.Request] = field(default_factory=list)
    tokens: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request, for `httpx.MockTransport`."""
        request = httpx.Request(
            request.method,
            request.url,
            headers=request.headers.copy(),
            content=request.content,
            extensions=dict(request.extensions),
        )  # the client sends the same object again
        if request.url.path.endswith(TOKEN):
            self.tokens.append(request)
            outcome: Outcome = self.token_outcomes.pop(0) if self.token_outcomes else self._token()
        else:
            outcome = self.outcomes[min(len(self.calls), len(self.outcomes) - 1)]
            self.calls.append(request)
        if isinstance(outcome, Exception):
            raise outcome
        answer = outcome(request) if callable(outcome) else outcome
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def _token(self) -> httpx.Response:
        issued = {
            "access_token": f"token-{len(self.tokens)}",
            "token_type": "Bearer",
            "expires_in": self.token_seconds,
            "scope": "",
            "session_idle_time": 120,
            "refresh_token": "",
            "refresh_token_expires_in": 0,
        }
        return json_answer(200, issued)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.pauses.append(seconds)
        self.now += seconds

    async def wait_async(self, seconds: float) -> None:
        """The same for the asynchronous client."""
        self.wait(seconds)

    @property
    def bearers(self) -> list[str]:
        """The token of each call."""
        return [request.headers["Authorization"].removeprefix("Bearer ") for request in self.calls]

    @property
    def keys(self) -> list[str | None]:
        """The Idempotency-Key of each call."""
        return [request.headers.get("Idempotency-Key") for request in self.calls]

    @property
    def credentials(self) -> list[str]:
        """The Basic credentials of each request for a token."""
        return [base64.b64decode(one.headers["Authorization"].removeprefix("Basic ")).decode() for one in self.tokens]


@dataclass
class ScriptedClient:
    """A client of the scripted API, blocking or asynchronous."""

    api: ScriptedApi
    client: Any

    def call(self, make: Callable[[Any], Any]) -> Any:
        """What the call returns, awaited where it must be."""

        async def awaited() -> Any:
            made = make(self.client)
            if isawaitable(made):
                return await made
            return [element async for element in made] if hasattr(made, "__aiter__") else made

        if isinstance(self.client, AsyncFakturaClient):
            return anyio.run(awaited)
        made = make(self.client)
        return list(made) if isinstance(made, Iterator | Pages) else made


def scripted(
    kind: str, monkeypatch: pytest.MonkeyPatch, *outcomes: Outcome, retries: Retries | None = None, **terms: Any
) -> ScriptedClient:
    """A client of the API that answers with these outcomes, and its virtual clock."""
    api = ScriptedApi(outcomes, **terms)
    for module in ("sending", "tokens"):
        monkeypatch.setattr(f"faktura_client.{module}.monotonic", lambda: api.now)
    monkeypatch.setattr("faktura_client.client.sleep", api.wait)
    monkeypatch.setattr("faktura_client.async_client.pause", api.wait_async)
    transport = httpx.MockTransport(api)
    make: Any = AsyncFakturaClient if kind == "async" else FakturaClient
    client = make("https://api.example/stage", "client-1", SECRET, retries=retries, transport=transport)
    return ScriptedClient(api, client)
