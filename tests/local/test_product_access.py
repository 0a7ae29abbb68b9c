"""Tokens on the running stack: the scopes requested, and the limit on wrong secrets."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import jwt
import pytest
import requests

from faktura.access.failed_attempt import MAX_FAILED_ATTEMPTS, WINDOW_SECONDS
from local.demo_clients import SECRET
from tests.support.local.calls import FromAddress, registered
from tests.support.local.stacks import Served

HERE, ELSEWHERE = "127.0.0.1", "127.0.0.9"


def ask(
    stack: Served, client: str, secret: str = SECRET, address: str = HERE, path: str = "token", **form: str
) -> requests.Response:
    session = requests.Session()
    session.mount("http://", FromAddress(address))
    fields = {"grant_type": "client_credentials", "token": "none", **form}
    headers = {"X-Forwarded-For": "192.0.2.1"}
    return session.post(f"{stack.url}/oauth/{path}", fields, auth=(client, secret), headers=headers, timeout=40)


def test_a_scope_requested_a_hundred_times_is_granted_once(running: Served) -> None:
    """Regression: it was 500."""
    answer = ask(running, "reader", scope="invoices:read " * 100)

    claims = jwt.decode(answer.json()["access_token"], options={"verify_signature": False})
    assert (answer.status_code, answer.json()["scope"]) == (200, "invoices:read")
    assert claims["permissions"] == ["invoices:read"]


@pytest.mark.parametrize("scope", [" ", "\t", "invoices:read root"])
def test_a_blank_scope_or_one_of_another_client_is_refused(running: Served, scope: str) -> None:
    answer = ask(running, "reader", scope=scope)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


def test_an_empty_permission_allows_nothing(running: Served) -> None:
    """A client with an empty scope was granted it, and with it every endpoint of its context."""
    client = registered(running, "empty-scope", ["", "payments:read"], office="main")

    answer = client.call("POST", "/api/invoices")

    assert answer.status_code == 403


def test_of_forty_concurrent_guesses_ten_are_checked_and_another_network_is_not_affected(
    running: Served,
) -> None:
    """Before, each guess was checked and got 401."""
    registered(running, "guessed", ["invoices:read"], office="main")
    with ThreadPoolExecutor(8) as guessers:
        guesses = Counter(guessers.map(lambda n: ask(running, "guessed", f"wrong-{n}").status_code, range(40)))

    refused = ask(running, "guessed")

    assert guesses == {401: MAX_FAILED_ATTEMPTS, 429: 40 - MAX_FAILED_ATTEMPTS}
    assert (refused.status_code, refused.json()["error"]) == (429, "slow_down")
    assert 0 < int(refused.headers["Retry-After"]) <= WINDOW_SECONDS
    assert ask(running, "guessed", path="revoke").status_code == 429
    assert [ask(running, "guessed", address=ELSEWHERE, path=path).status_code for path in ("token", "revoke")] == [
        200,
        200,
    ]
    assert ask(running, "reader").status_code == 200


def test_an_unknown_client_is_refused_like_a_known_one(running: Served) -> None:
    registered(running, "existing", ["invoices:read"], office="main")

    outcomes = {
        client: [ask(running, client, "wrong", "127.0.0.7").text for _ in range(MAX_FAILED_ATTEMPTS)]
        + [ask(running, client, "wrong", "127.0.0.7").status_code]
        for client in ("existing", "no-such-client")
    }

    assert outcomes["existing"] == outcomes["no-such-client"]
    assert outcomes["existing"][-1] == 429
