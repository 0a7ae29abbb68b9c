"""Wrong secrets are counted per client and network (decision 33)."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine

from faktura.access import failed_attempt
from faktura.access.client import Client, digest
from faktura.access.client_store import ClientStore
from faktura.access.failed_attempt import MAX_FAILED_ATTEMPTS, WINDOW_SECONDS
from faktura.core.attributes import size
from faktura.core.clock import now
from tests.support.builders import http_event
from tests.support.deployment import Deployment, Reply
from tests.support.faults.injected import Fault, Faults
from tests.support.faults.recording import recorded

HERE, ELSEWHERE = "203.0.113.10", "198.51.100.7"
RIGHT = "s3cret"


@pytest.fixture
def access(faktura: Deployment) -> Deployment:
    """A deployment with the clients `clinic` and `hospital`."""
    with faktura.environment("access.issue_token"):
        for name in ("clinic", "hospital"):
            client = Client(client_id=name, secret_digests=(digest(RIGHT),), scopes=("pims:write",))
            ClientStore.from_settings().add(client)
    return faktura


def ask(
    access: Deployment, secret: str, address: str = HERE, client: str = "clinic", path: str = "token", **headers: str
) -> Reply:
    form = f"grant_type=client_credentials&client_id={client}&client_secret={secret}&token=none"
    headers = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    event = http_event("POST", f"/oauth/{path}", form.encode(), headers=headers)
    event["requestContext"]["identity"] = {"sourceIp": address}
    return access.request({"token": "access.issue_token", "revoke": "access.revoke_token"}[path], event)


def guess(access: Deployment, times: int = MAX_FAILED_ATTEMPTS, **terms: Any) -> list[int]:
    return [ask(access, f"wrong-{n}", **terms).status for n in range(times)]


def test_after_too_many_wrong_secrets_any_secret_is_429_with_retry_after(access: Deployment) -> None:
    """Before, each of a thousand guesses was 401."""
    statuses = guess(access, MAX_FAILED_ATTEMPTS + 2)

    replies = [ask(access, secret) for secret in ("wrong", RIGHT)]

    assert statuses == [401] * MAX_FAILED_ATTEMPTS + [429] * 2
    for reply in replies:
        assert (reply.status, reply.json["error"]) == (429, "slow_down")
        assert 0 < int(reply.headers["Retry-After"]) <= WINDOW_SECONDS
        assert reply.headers["Retry-After"] in reply.json["error_description"]
        assert "WWW-Authenticate" not in reply.headers


def test_the_right_secret_works_from_another_network(access: Deployment) -> None:
    guess(access, MAX_FAILED_ATTEMPTS + 1)

    assert (ask(access, RIGHT).status, ask(access, RIGHT, ELSEWHERE).status) == (429, 200)


def test_another_client_on_the_same_network_is_not_affected(access: Deployment) -> None:
    guess(access)

    assert ask(access, RIGHT, client="hospital").status == 200


def test_after_retry_after_the_right_secret_works_and_the_count_begins_at_zero(access: Deployment) -> None:
    guess(access)
    seconds = int(ask(access, RIGHT).headers["Retry-After"])

    with time_machine.travel(now().timestamp() + seconds, tick=False):
        first, statuses = ask(access, RIGHT).status, guess(access, MAX_FAILED_ATTEMPTS + 1)

    assert (first, statuses) == (200, [401] * MAX_FAILED_ATTEMPTS + [429])


def test_right_secrets_are_not_counted_and_reset_nothing(access: Deployment) -> None:
    right = [ask(access, RIGHT).status for _ in range(2 * MAX_FAILED_ATTEMPTS)]
    nothing = access.items("RefusalTable")
    mixed = [ask(access, secret).status for secret in ["wrong", RIGHT] * MAX_FAILED_ATTEMPTS]

    assert (right, nothing) == ([200] * 2 * MAX_FAILED_ATTEMPTS, [])
    assert mixed == [401, 200] * (MAX_FAILED_ATTEMPTS - 1) + [401, 429]


def test_both_endpoints_count_together(access: Deployment) -> None:
    guess(access, MAX_FAILED_ATTEMPTS - 1, path="revoke")

    assert [ask(access, RIGHT, path="revoke").status, *guess(access, 1)] == [200, 401]
    assert [ask(access, RIGHT, path=path).status for path in ("revoke", "token")] == [429, 429]


@pytest.mark.parametrize(
    ("address", "neighbour", "stranger"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:3::1"),
        ("2001:db8::", "2001:0DB8:0:0:8::", "2001:db8:0:1::"),
        ("::ffff:203.0.113.10", "203.0.113.10", "::ffff:203.0.113.11"),
        ("203.0.113.10", "203.0.113.10", "203.0.113.11"),
    ],
)
def test_a_network_is_an_ipv4_address_or_64_bits_of_an_ipv6_address(
    access: Deployment, address: str, neighbour: str, stranger: str
) -> None:
    guess(access, address=address)

    assert [ask(access, RIGHT, one).status for one in (neighbour, stranger)] == [429, 200]


def test_a_header_cannot_change_the_network(access: Deployment) -> None:
    for n in range(MAX_FAILED_ATTEMPTS):
        ask(access, "wrong", **{"X-Forwarded-For": f"192.0.2.{n}"})

    assert ask(access, RIGHT, **{"X-Forwarded-For": "192.0.2.200"}).status == 429
    assert ask(access, RIGHT, ELSEWHERE, **{"X-Forwarded-For": HERE}).status == 200


def test_responses_do_not_reveal_which_clients_exist(access: Deployment) -> None:
    def outcomes(client: str, secret: str) -> list[Any]:
        with time_machine.travel("2026-11-28T12:00:00Z", tick=False):
            replies = [ask(access, secret, client=client) for _ in range(MAX_FAILED_ATTEMPTS + 2)]
        names = ("Retry-After", "WWW-Authenticate")
        return [(reply.status, reply.text, [reply.headers.get(name) for name in names]) for reply in replies]

    assert outcomes("clinic", "wrong") == outcomes("unknown", "wrong")
    assert {status for status, *_ in outcomes("unknown", RIGHT)} == {429}


def test_calls_do_not_reveal_which_clients_exist(access: Deployment) -> None:
    def calls(client: str, secret: str) -> list[str]:
        with recorded() as made:
            ask(access, secret, client=client)
        return list(map(str, made))

    for client in ("clinic", "unknown"):
        assert calls(client, "wrong") == ["dynamodb.BatchGetItem", "dynamodb.UpdateItem"]
        guess(access, MAX_FAILED_ATTEMPTS - 1, client=client)
    for secret in ("wrong", RIGHT):
        assert calls("clinic", secret) == calls("unknown", secret) == ["dynamodb.BatchGetItem"]


def test_a_right_secret_costs_two_calls(access: Deployment) -> None:
    with recorded() as calls:
        ask(access, RIGHT)

    assert list(map(str, calls)) == ["dynamodb.BatchGetItem", "kms.Sign"]


def test_concurrent_guesses_are_all_counted(access: Deployment) -> None:
    with recorded(), ThreadPoolExecutor(16) as guessers:
        statuses = list(guessers.map(lambda n: ask(access, f"wrong-{n}").status, range(200)))
    [item] = access.items("RefusalTable")

    assert Counter(statuses) == {401: MAX_FAILED_ATTEMPTS, 429: 200 - MAX_FAILED_ATTEMPTS}
    assert MAX_FAILED_ATTEMPTS <= sum(item["refused"].values()) <= MAX_FAILED_ATTEMPTS + 16
    assert ask(access, RIGHT).status == 429


def test_unknown_clients_do_not_fill_the_table(access: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failed_attempt, "MAX_COUNTERS", 20)

    statuses = Counter(ask(access, "wrong", client=f"client-{n}").status for n in range(50))

    [item] = access.items("RefusalTable")
    assert len(item["refused"]) == 21
    assert statuses == {401: 20 + MAX_FAILED_ATTEMPTS, 429: 30 - MAX_FAILED_ATTEMPTS}
    assert (ask(access, RIGHT).status, ask(access, RIGHT, ELSEWHERE).status) == (429, 200)


def test_the_item_of_a_network_stays_small() -> None:
    counts: dict[str, int] = {}
    for n in range(1_000):
        counts[failed_attempt.FailedAttempts(1, counts).counter_name(f"client-{n}")] = MAX_FAILED_ATTEMPTS

    assert len(counts) == failed_attempt.MAX_COUNTERS + 1
    assert size(counts) < 8_000


@pytest.mark.parametrize("client", ["", "x" * 256, "x" * 100_000])
def test_an_impossible_client_id_is_not_counted(access: Deployment, client: str) -> None:
    with recorded() as calls:
        statuses = guess(access, MAX_FAILED_ATTEMPTS + 1, client=client)

    assert (set(statuses), list(calls)) == ({401}, [])


def test_without_the_table_no_secret_is_checked(access: Deployment) -> None:
    with Faults(seed=1, rate=1.0, kinds=(Fault.FAILED,), on=frozenset({"dynamodb.UpdateItem"})):
        wrong = ask(access, "wrong").status
    with Faults(seed=1, rate=1.0, kinds=(Fault.FAILED,), on=frozenset({"dynamodb.BatchGetItem"})):
        right = ask(access, RIGHT).status

    assert (wrong, right) == (503, 503)
