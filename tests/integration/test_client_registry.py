"""The command that registers, rotates and disables clients (docs/operations.md)."""

import json
import os
from unittest.mock import patch

import pytest

from faktura.access.__main__ import main
from tests.support.builders import http_event
from tests.support.deployment import Deployment

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def run(faktura: Deployment, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    variables = {"DENYLIST_TABLE": faktura.stack.physical["DenylistTable"]}
    with faktura.environment("access.issue_token"), patch.dict(os.environ, variables):
        code = main(list(words))
    printed = capsys.readouterr()
    return code, printed.out or printed.err


def register(faktura: Deployment, capsys: pytest.CaptureFixture[str], client: str = "petwell") -> str:
    words = ("register", client, "--scopes", "pims:write", "--context", '{"practices": ["petwell"]}')
    code, printed = run(faktura, capsys, *words)
    assert code == 0
    return str(json.loads(printed)["clientSecret"])


def status(faktura: Deployment, secret: str, client: str = "petwell") -> int:
    form = f"grant_type=client_credentials&client_id={client}&client_secret={secret}".encode()
    return faktura.request("access.issue_token", http_event("POST", "/oauth/token", form, headers=FORM)).status


def test_a_registered_client_gets_tokens_by_a_secret_of_256_bits(
    faktura: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = register(faktura, capsys)

    assert status(faktura, secret) == 200
    assert len(secret) == 43
    assert secret not in repr(faktura.items("ClientTable"))


def test_after_one_rotation_both_secrets_work_and_after_two_the_first_does_not(
    faktura: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    first = register(faktura, capsys)

    second = json.loads(run(faktura, capsys, "rotate", "petwell")[1])["clientSecret"]
    after_one = [status(faktura, secret) for secret in (first, second)]
    third = json.loads(run(faktura, capsys, "rotate", "petwell")[1])["clientSecret"]

    assert after_one == [200, 200]
    assert [status(faktura, secret) for secret in (first, second, third)] == [401, 200, 200]


def test_a_disabled_client_gets_no_more_tokens(faktura: Deployment, capsys: pytest.CaptureFixture[str]) -> None:
    secret = register(faktura, capsys)

    run(faktura, capsys, "disable", "petwell")

    assert status(faktura, secret) == 401


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("register", "petwell", "--scopes", "pims:write"), "already registered"),
        (("rotate", "unknown"), "not registered"),
        (("disable", "unknown"), "not registered"),
        (("register", "x", "--scopes", "a", "--context", '{"practices": ["' + "x" * 4_000 + '"]}'), "KMS signs 4096"),
        (("register", "x", "--scopes", "a", "--context", "no json"), "not a JSON object"),
        (("register", "x", "--scopes", "a", "--context", '{"practices": "petwell"}'), "must be a list"),
        (("register", "x", "--scopes", " "), "at least one scope"),
        (("register", "x" * 256, "--scopes", "a"), "at most 255"),
        (("register", "x", "--scopes", "a", "--context", '{"practice": "typo"}'), "practice is not a context claim"),
    ],
)
def test_an_impossible_command_is_refused_with_a_reason(
    faktura: Deployment, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], reason: str
) -> None:
    register(faktura, capsys)
    before = faktura.items("ClientTable")

    code, printed = run(faktura, capsys, *words)

    assert (code, reason in printed) == (1, True)
    assert faktura.items("ClientTable") == before
