"""The command that registers, rotates and disables clients (docs/operations.md)."""

import json

import pytest

from tests.support.builders import http_event
from tests.support.deployment import Deployment
from tests.support.people import run

OFFICE = '{"office": "main"}'
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def register(faktura: Deployment, capsys: pytest.CaptureFixture[str], client: str = "petwell") -> str:
    words = ("register", client, "--scopes", "pims:write", "--context", '{"practices": ["petwell"]}')
    code, printed = run(faktura, capsys, *words)
    assert code == 0
    return str(json.loads(printed)["clientSecret"])


def pims(context: str) -> tuple[str, ...]:
    return ("register", "x", "--scopes", "pims:write", "--context", context)


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
        (("register", "petwell", *pims('{"practices": "*"}')[2:]), "already registered"),
        (("rotate", "unknown"), "not registered"),
        (("disable", "unknown"), "not registered"),
        (pims('{"practices": ["' + '", "'.join(["x" * 200] * 20) + '"]}'), "KMS signs 4096"),
        (pims("no json"), "not a JSON object"),
        (pims("[" * 100_000), "not a JSON object"),
        (pims('[["practices", "*"]]'), "not a JSON object"),
        (pims('{"practices": "petwell"}'), "must be a list"),
        (pims('{"practices": []}'), "practices names none"),
        (pims('{"practices": ["petwell", 5]}'), "practices must list practice ids"),
        (pims('{"practices": [" petwell"]}'), "practices must list practice ids"),
        (pims('{"practices": ["' + "x" * 256 + '"]}'), "practices must list practice ids"),
        (pims('{"practices": {"petwell": true}}'), "must be a list"),
        (pims('{"practices": null}'), "must be a list"),
        (pims('{"practices": "*", "mga_id": ["alpha"]}'), "mga_id must be a text"),
        (pims('{"practices": "*", "mga_id": {"alpha": [1]}}'), "mga_id must be a text"),
        (pims('{"practices": "*", "office": 5}'), "office must be a text"),
        (pims('{"practices": "*", "office": null}'), "office must be a text"),
        (pims('{"practices": "*", "office": " "}'), "office must be a text"),
        (pims('{"practices": "*", "office": "main "}'), "office must be a text"),
        (pims('{"practices": "*", "office": "\\ud800"}'), "office must be a text"),
        (pims('{"practices": "*", "office": "\\u202emain"}'), "office must be a text"),
        (pims('{"practices": "*", "tenant": "Acme"}'), "tenant must have 3 to 16"),
        (pims('{"practices": "*", "tenant": "ac"}'), "tenant must have 3 to 16"),
        (pims('{"practices": "*", "provider_id": "a", "partner_id": "b"}'), "give only one of them"),
        (pims('{"practices": "*", "user": 7}'), "user must be an object like"),
        (pims('{"practices": "*", "user": {"userId": true, "firstName": "A", "lastName": "B"}}'), "user must be"),
        (pims('{"practices": "*", "user": {"userId": 1e3, "firstName": "A", "lastName": "B"}}'), "user must be"),
        (pims('{"practices": "*", "user": {"userId": 1, "firstName": "A"}}'), "user must be"),
        (
            pims('{"office": "a", "practices": "*", "user": {"userId": "1", "firstName": "A", "lastName": ""}}'),
            "user must",
        ),
        (pims('{"practice": "typo"}'), "practice is not a context claim"),
        (("register", "x", "--scopes", " "), "at least one scope"),
        (("register", "x", "--scopes", "invoices:raed", "--context", OFFICE), "invoices:raed is not a scope"),
        (("register", "x", "--scopes", "INVOICES:READ", "--context", OFFICE), "INVOICES:READ is not a scope"),
        (("register", "x", "--scopes", "tags:immigration", "--context", OFFICE), "is of use only with one of"),
        (("register", "x", "--scopes", "pims:write"), "pims:write needs practices in --context"),
        (("register", "x", "--scopes", "cases:read"), "cases:read needs provider_id or partner_id"),
        (("register", "x" * 256, "--scopes", "pims:write"), "at most 255"),
        (("register", "", "--scopes", "pims:write"), "a client id has at least one"),
        (("register", " x", "--scopes", "pims:write"), "no spaces around it"),
        (("register", "\udcff", "--scopes", "pims:write"), "not in the encoding"),
        (("rotate", ""), "not registered"),
        (("disable", ""), "not registered"),
        (("disable", "x" * 3_000), "not registered"),
    ],
)
def test_an_impossible_command_is_refused_with_a_reason(
    faktura: Deployment, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], reason: str
) -> None:
    register(faktura, capsys)
    before = faktura.items("ClientTable")

    code, printed = run(faktura, capsys, *words)

    assert (code, reason in printed) == (1, True), printed
    assert faktura.items("ClientTable") == before


@pytest.mark.parametrize(
    ("scopes", "context"),
    [
        ("pims:write", '{"practices": "*"}'),
        ("pims:write", '{"practices": ["petwell", "Zvířátka s.r.o."]}'),
        ("customer:write", '{"mga_id": "alpha"}'),
        (
            "invoice:review",
            '{"mga_id": "a", "practices": "*", "user": {"userId": "u7", "firstName": "", "lastName": "L"}}',
        ),
        ("payments:read tags:immigration", '{"office": "5", "user": {"userId": 1, "firstName": "A", "lastName": "B"}}'),
        ("order.order_manage", '{"tenant": "acme"}'),
        ("cases:write cases:read", '{"partner_id": "one"}'),
    ],
)
def test_what_an_api_can_use_is_registered(
    faktura: Deployment, capsys: pytest.CaptureFixture[str], scopes: str, context: str
) -> None:
    code, printed = run(faktura, capsys, "register", "x", "--scopes", scopes, "--context", context)

    [item] = faktura.items("ClientTable")
    assert (code, item["scopes"], item["context"]) == (0, scopes.split(), json.loads(context)), printed
