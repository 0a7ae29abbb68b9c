"""The command for the MGAs' webhook secrets."""

import json
import os
from base64 import b64decode
from unittest.mock import patch

import pytest

from faktura.capture.__main__ import main
from faktura.capture.webhooks.secret_store import NoSuchSecret, SecretStore, SecretUnreadable
from faktura.core.aws import client
from faktura.core.dynamo import Table
from tests.support.deployment import Deployment
from tests.support.faults.calls import (
    Answer,
    Call,
    Carry,
    intercepted,
)
from tests.support.faults.injected import Fault, Faults, meet
from tests.support.faults.virtual_time import virtual_sleep

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def key(faktura: Deployment) -> str:
    del faktura  # the key is made in its account
    return str(client("kms").create_key()["KeyMetadata"]["Arn"])


@pytest.fixture
def secrets(faktura: Deployment, key: str) -> SecretStore:
    """As a function sees them."""
    return fresh(faktura, key)


def fresh(faktura: Deployment, key: str) -> SecretStore:
    return SecretStore(Table(faktura.stack.physical["CaptureTable"]), key)


def run(faktura: Deployment, key: str, capsys: Capture, command: str, mga: str = "alpha") -> tuple[int, str]:
    variables = {"CAPTURE_TABLE": faktura.stack.physical["CaptureTable"], "WEBHOOK_KEY": key}
    with faktura.environment("capture.put_customer"), patch.dict(os.environ, variables):
        code = main([command, mga])
    printed = capsys.readouterr()
    return code, printed.out or printed.err


def given(faktura: Deployment, key: str, capsys: Capture, command: str, mga: str = "alpha") -> str:
    """The new secret's text."""
    code, printed = run(faktura, key, capsys, command, mga)
    assert code == 0
    return b64decode(json.loads(printed)["secret"].removeprefix("whsec_")).decode()


def test_a_secret_of_256_bits_is_printed_once_and_stored_encrypted(
    faktura: Deployment, key: str, secrets: SecretStore, capsys: Capture
) -> None:
    secret = given(faktura, key, capsys, "set-secret")

    assert len(secret) == 43
    assert secrets.live("alpha") == [secret]
    [item] = faktura.items("CaptureTable")
    assert (item["mga"], item["record"], len(item["secrets"])) == ("alpha", "webhook-secrets", 1)
    assert secret not in repr(item)


def test_two_secrets_are_live_during_a_rotation_the_newest_first(
    faktura: Deployment, key: str, secrets: SecretStore, capsys: Capture
) -> None:
    first = given(faktura, key, capsys, "rotate-secret")
    second = given(faktura, key, capsys, "rotate-secret")

    rotated = secrets.live("alpha")
    retired = run(faktura, key, capsys, "retire-secret")

    assert rotated == [second, first]
    assert retired == (0, '{\n  "mga": "alpha",\n  "state": "one secret"\n}\n')
    assert fresh(faktura, key).live("alpha") == [second]


def test_a_third_secret_is_refused_because_both_may_be_in_use(
    faktura: Deployment, key: str, secrets: SecretStore, capsys: Capture
) -> None:
    first = given(faktura, key, capsys, "rotate-secret")
    second = given(faktura, key, capsys, "rotate-secret")

    refused = run(faktura, key, capsys, "rotate-secret")

    assert refused == (1, "alpha has two webhook secrets; retire the older one first\n")
    assert secrets.live("alpha") == [second, first]


@pytest.mark.parametrize("command", ["set-secret", "rotate-secret"])
@pytest.mark.parametrize("fault", [Fault.TIMED_OUT, Fault.ANSWER_LOST])
def test_a_secret_that_is_stored_by_a_second_try_is_shown(
    faktura: Deployment, key: str, capsys: Capture, command: str, fault: Fault
) -> None:
    given(faktura, key, capsys, "set-secret")
    puts: list[Call] = []

    def around(call: Call, carry_out: Carry) -> Answer:
        puts.extend([call] if call.operation == "PutItem" else [])
        return meet(fault, call, carry_out) if len(puts) == 1 and call.operation == "PutItem" else carry_out()

    with intercepted(around), virtual_sleep():
        shown = given(faktura, key, capsys, command)

    assert len(puts) == 2
    assert fresh(faktura, key).live("alpha")[0] == shown


@pytest.mark.parametrize("command", ["set-secret", "rotate-secret"])
def test_a_secret_that_may_have_been_stored_is_shown_with_a_warning(
    faktura: Deployment, key: str, capsys: Capture, command: str
) -> None:
    given(faktura, key, capsys, "set-secret")

    with Faults(1, 1.0, (Fault.TIMED_OUT,), frozenset({"dynamodb.PutItem"})):
        code, printed = run(faktura, key, capsys, command)

    answer = json.loads(printed)
    shown = b64decode(answer["secret"].removeprefix("whsec_")).decode()
    assert (code, answer["warning"]) == (
        0,
        "AWS did not say whether it is stored; webhooks may be signed with it from now on",
    )
    assert fresh(faktura, key).live("alpha")[0] == shown


def test_a_leaked_secret_is_replaced_at_once(
    faktura: Deployment, key: str, secrets: SecretStore, capsys: Capture
) -> None:
    given(faktura, key, capsys, "set-secret")
    given(faktura, key, capsys, "rotate-secret")

    third = given(faktura, key, capsys, "set-secret")

    assert secrets.live("alpha") == [third]


def test_a_rotation_takes_effect_within_a_minute_and_is_not_looked_up_more_often(
    faktura: Deployment, key: str, secrets: SecretStore, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    present = 1_000.0
    monkeypatch.setattr("faktura.capture.webhooks.secret_store.monotonic", lambda: present)
    first = given(faktura, key, capsys, "set-secret")
    at_first = secrets.live("alpha")

    second = given(faktura, key, capsys, "rotate-secret")
    present += 59
    before = secrets.live("alpha")
    present += 1

    assert (at_first, before, secrets.live("alpha")) == ([first], [first], [second, first])


def test_an_mga_without_a_secret_is_reported(
    faktura: Deployment, key: str, secrets: SecretStore, capsys: Capture
) -> None:
    given(faktura, key, capsys, "set-secret", mga="beta")

    with pytest.raises(NoSuchSecret):
        secrets.live("alpha")
    assert run(faktura, key, capsys, "retire-secret") == (1, "alpha has no webhook secret\n")


def test_the_second_of_two_operators_at_once_has_to_try_again(faktura: Deployment, key: str, capsys: Capture) -> None:
    first = given(faktura, key, capsys, "set-secret")
    between: list[str] = []

    def around(call: Call, carry_out: Carry) -> Answer:
        if call.operation == "PutItem" and not between:
            between.append("")
            between[0] = given(faktura, key, capsys, "rotate-secret")
        return carry_out()

    with intercepted(around):
        code, printed = run(faktura, key, capsys, "rotate-secret")

    assert (code, printed) == (1, "the secrets of alpha have just been changed by another command; try again\n")
    assert fresh(faktura, key).live("alpha") == [between[0], first]


def test_one_mgas_secret_cannot_be_used_for_another(
    faktura: Deployment, key: str, secrets: SecretStore, capsys: Capture
) -> None:
    given(faktura, key, capsys, "set-secret")
    [item] = faktura.items("CaptureTable")
    Table(faktura.stack.physical["CaptureTable"]).put({**item, "mga": "beta"})

    with pytest.raises(SecretUnreadable, match="InvalidCiphertext"):
        secrets.live("beta")
