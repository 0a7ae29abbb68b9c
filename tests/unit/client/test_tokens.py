"""Tokens of the Python client: requested once, kept, renewed, and never shown."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import anyio
import httpx
import pytest

from faktura_client import Unauthorized, models
from tests.support.client import SECRET, json_answer, scripted

HEALTHY = json_answer(200, {"status": "Healthy"})
KEPT = json_answer(200, {"id": 1})
REFUSED = httpx.Response(401)
CASE = {"guid": "734b0739-7dfe-4f6e-a2a7-6a2871458309", "partnerId": "one"}


def get(client: Any) -> Any:
    return client.cases.get_case(CASE["guid"])


def test_a_token_serves_many_calls(client_of: Any) -> None:
    client = client_of(json_answer(200, CASE))

    for _ in range(3):
        client.call(get)

    assert client.api.bearers == ["token-1"] * 3
    assert client.api.credentials == ["client-1:p%2Bss%3A+w%C3%B6rd"]


def test_a_call_without_a_token_requests_none(client_of: Any) -> None:
    client = client_of(HEALTHY)

    client.call(lambda one: one.service.health())

    assert client.api.tokens == []
    assert "Authorization" not in client.api.calls[0].headers


def test_a_token_is_renewed_shortly_before_it_expires(client_of: Any) -> None:
    client = client_of(json_answer(200, CASE), token_seconds=1_000)

    client.call(get)
    client.api.now += 935
    client.call(get)
    client.api.now += 10
    client.call(get)

    assert client.api.bearers == ["token-1", "token-1", "token-2"]


def test_a_refused_token_is_renewed_once(client_of: Any) -> None:
    client = client_of(REFUSED, json_answer(200, CASE))

    client.call(get)

    assert client.api.bearers == ["token-1", "token-2"]


def test_a_client_that_is_refused_again_learns_it(client_of: Any) -> None:
    client = client_of(REFUSED)

    with pytest.raises(Unauthorized):
        client.call(get)

    assert client.api.bearers == ["token-1", "token-2"]


def test_a_post_keeps_its_key_when_its_token_is_renewed(client_of: Any) -> None:
    client = client_of(REFUSED, httpx.Response(202))

    client.call(lambda one: one.pims.upsert_invoices(models.Batch(invoices=[])))

    assert len(set(client.api.keys)) == 1


def test_wrong_credentials_are_an_error_with_the_reason(client_of: Any) -> None:
    wrong = {"error": "invalid_client", "error_description": "The client or its secret is unknown."}
    client = client_of(json_answer(200, CASE), token_outcomes=[json_answer(401, wrong)])

    with pytest.raises(Unauthorized, match="The client or its secret is unknown") as refused:
        client.call(get)

    assert isinstance(refused.value.body, models.OAuthError)
    assert client.api.calls == []


def test_the_request_for_a_token_is_repeated_too(client_of: Any) -> None:
    client = client_of(json_answer(200, CASE), token_outcomes=[httpx.Response(503), httpx.ReadTimeout("lost")])

    client.call(get)

    assert client.api.bearers == ["token-3"]


def test_threads_that_need_a_token_at_once_share_it(monkeypatch: pytest.MonkeyPatch) -> None:
    client = scripted("blocking", monkeypatch, json_answer(200, CASE))
    together = Barrier(8)

    def one(_: int) -> None:
        together.wait(10)
        client.call(get)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(one, range(8)))

    assert client.api.bearers == ["token-1"] * 8


def test_tasks_that_need_a_token_at_once_share_it(monkeypatch: pytest.MonkeyPatch) -> None:
    client = scripted("async", monkeypatch, json_answer(200, CASE))

    async def together() -> None:
        async with anyio.create_task_group() as tasks:
            for _ in range(8):
                tasks.start_soon(get, client.client)

    anyio.run(together)

    assert client.api.bearers == ["token-1"] * 8


def test_threads_whose_token_is_refused_renew_it_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token that another thread has renewed meanwhile is taken, not renewed again."""

    def answer(request: httpx.Request) -> httpx.Response:
        return REFUSED if request.headers["Authorization"] == "Bearer token-1" else json_answer(200, CASE)

    client = scripted("blocking", monkeypatch, answer)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: client.call(get), range(8)))

    assert len(client.api.tokens) == 2


def test_secrets_and_tokens_are_in_no_text(client_of: Any) -> None:
    client = client_of(json_answer(200, CASE))
    client.call(get)

    shown = repr(vars(client.client))

    assert SECRET not in shown
    assert "token-1" not in shown
