"""The command that invites, disables and enables people (docs/operations.md, People)."""

import json

import pytest

from faktura.access.__main__ import main
from faktura.access.people.keys import USERS
from faktura.access.people.person import Person
from faktura.core.dynamo import Table
from tests.support.deployment import DESK_ISSUER, Deployment
from tests.support.faults.calls import Answer, Call, Carry, intercepted
from tests.support.faults.injected import Fault, Faults
from tests.support.people import Provider, exchange, invite, operator, people_of, run
from tests.support.tokens import TOKEN_REQUEST, register, request_token

CONTEXT = '{"office": "main"}'
ROSA = ("invite", "rosa", "--name", "Rosa Maria Reviewer", "--roles", "billing.reader", "--context", CONTEXT)
BY_EMAIL = (*ROSA, "--email", "Rosa@Example.com")


REGISTER = ("register", "rosa", "--scopes", "pims:write", "--context", '{"practices": ["petwell"]}')
BOTH = '{"provider_id": "north", "partner_id": "one"}'
LONG = json.dumps({"mga_id": "alpha", "practices": ["x" * 200] * 20})


def another(person_id: str, *words: str) -> tuple[str, ...]:
    return ("invite", person_id, "--name", "Tina", "--roles", "billing.reader", "--context", CONTEXT, *words)


def person(faktura: Deployment, person_id: str = "rosa") -> Person | None:
    with people_of(faktura) as people:
        return people.get(person_id)


def test_an_invited_person_can_sign_in(
    faktura: Deployment, provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    code, printed = run(faktura, capsys, *BY_EMAIL)

    invited = person(faktura)
    assert (code, json.loads(printed)) == (0, {"personId": "rosa", "userId": 1})
    assert invited
    assert (invited.first_name, invited.last_name, invited.email) == ("Rosa Maria", "Reviewer", "rosa@example.com")
    assert exchange(faktura, provider.id_token()).status == 200


def test_user_ids_are_counted_and_those_that_were_given_are_skipped(
    faktura: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    given = (("a", ()), ("b", ("--user-id", "2")), ("c", ("--user-id", "3")), ("d", ()), ("e", ()))

    printed = [
        run(faktura, capsys, *another(name, "--email", f"{name}@example.com", *words))[1] for name, words in given
    ]

    assert [json.loads(one)["userId"] for one in printed] == [1, 2, 3, 4, 5]


def test_a_disabled_person_can_be_enabled_and_each_may_be_said_twice(
    faktura: Deployment, provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    run(faktura, capsys, *BY_EMAIL)
    exchange(faktura, provider.id_token())

    disabled = [run(faktura, capsys, "disable", "rosa") for _ in range(2)]
    refused = exchange(faktura, provider.id_token())
    enabled = [run(faktura, capsys, "enable", "rosa") for _ in range(2)]

    assert [json.loads(printed)["state"] for _, printed in disabled + enabled] == ["disabled"] * 2 + ["enabled"] * 2
    assert (refused.status, exchange(faktura, provider.id_token()).status) == (400, 200)


def test_a_disabled_client_can_be_enabled(faktura: Deployment, capsys: pytest.CaptureFixture[str]) -> None:
    register(faktura)
    token = faktura.token("clinic", ["invoices:read"], office="main")

    run(faktura, capsys, "disable", "clinic")
    run(faktura, capsys, "enable", "clinic")

    assert [item["enabled"] for item in faktura.items("ClientTable")] == [True]
    assert (faktura.items("DenylistTable"), bool(token)) == ([], True)


def test_disabling_a_person_leaves_a_client_of_the_same_subject_alone(
    faktura: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    run(faktura, capsys, *BY_EMAIL)

    run(faktura, capsys, "disable", "rosa")

    assert [item["entry"] for item in faktura.items("DenylistTable")] == ["client person:rosa"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (BY_EMAIL, "rosa is already invited"),
        (another("tina", "--email", "ROSA@example.COM"), "rosa@example.com is already invited"),
        (another("tina", "--email", "tina@example.com", "--user-id", "1"), "the user id 1 belongs to another person"),
        (another("tina", "--issuer", DESK_ISSUER, "--subject", "given"), "this issuer and subject are already invited"),
        (another("clinic", "--email", "tina@example.com"), "clinic is a client"),
        (another("tina"), "by --email, or by --issuer and --subject"),
        (another("tina", "--email", "t@example.com", "--issuer", "x", "--subject", "y"), "by --email, or by --issuer"),
        (another("tina", "--issuer", DESK_ISSUER), "by --email, or by --issuer and --subject"),
        (another("tina", "--email", "no e-mail"), "is not an e-mail address"),
        (another("tina", "--email", "x" * 250 + "@example.com"), "is not an e-mail address"),
        (another("tina", "--email", "t@example.com", "--user-id", "-1"), "--user-id is a number from 1"),
        (another("ti na", "--email", "t@example.com"), "a person's id has"),
        (another("x" * 65, "--email", "t@example.com"), "a person's id has"),
        (another("tina", "--email", "t@example.com", "--name", "\u202etxt"), "--name has"),
        (another("tina", "--email", "t@example.com", "--name", " "), "--name has"),
        (another("tina", "--email", "t@example.com", "--roles", "boss"), "boss is not a role"),
        (another("tina", "--email", "t@example.com", "--roles", " "), "at least one role"),
        (another("tina", "--email", "t@example.com", "--context", "{}"), "billing.reader needs office"),
        (another("tina", "--email", "t@example.com", "--context", '{"office": ""}'), "billing.reader needs office"),
        (another("tina", "--email", "t@example.com", "--context", "no json"), "not a JSON object"),
        (
            another("tina", "--email", "t@example.com", "--context", '{"office": "main", "tenant": "acme"}'),
            "no role of this person uses tenant",
        ),
        (
            another("tina", "--email", "t@example.com", "--context", '{"office": "main", "user": {}}'),
            "user is not for --context",
        ),
        (
            another("tina", "--email", "t@example.com", "--roles", "capture.reviewer", "--context", LONG),
            "KMS signs",
        ),
        (another("tina", "--email", "t@example.com", "--context", '{"office": ["main"]}'), "office must be a text"),
        (another("tina", "--email", "t@example.com", "--context", '{"office": 5}'), "office must be a text"),
        (another("tina", "--email", "t@example.com", "--context", '{"office": {"a": 1}}'), "office must be a text"),
        (another("tina", "--email", "t@example.com", "--context", '{"office": "main "}'), "office must be a text"),
        (
            another("tina", "--email", "t@example.com", "--roles", "billing.confidential"),
            "billing.confidential is of use only with billing.clerk or billing.reader",
        ),
        (
            another("tina", "--email", "t@example.com", "--roles", "cases.partner cases.provider", "--context", BOTH),
            "nobody can be cases.provider and cases.partner",
        ),
        (another("tina", "--issuer", DESK_ISSUER, "--subject", " x"), "no spaces around them"),
        (another("tina", "--issuer", DESK_ISSUER, "--subject", "\udcff"), "not in the encoding"),
        (REGISTER, "rosa is or was a person"),
        (("disable", "unknown"), "not registered and not invited"),
        (("enable", "unknown"), "not registered and not invited"),
        (("register", "person:rosa", "--scopes", "a"), "no client id begins with person:"),
    ],
)
def test_an_impossible_invitation_is_refused_with_a_reason_and_stores_nothing(
    faktura: Deployment, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], reason: str
) -> None:
    register(faktura)
    run(faktura, capsys, *BY_EMAIL)
    run(faktura, capsys, *another("tom", "--issuer", DESK_ISSUER, "--subject", "given"))
    before = sorted(map(str, faktura.items("PersonTable") + faktura.items("ClientTable")))

    code, printed = run(faktura, capsys, *words)

    assert (code, reason in printed) == (1, True), printed
    assert sorted(map(str, faktura.items("PersonTable") + faktura.items("ClientTable"))) == before


def filled(size: int) -> str:
    names = [f"{number:03}{'x' * 200}" for number in range(size // 200)] + ["y" * (size % 200 + 1)]
    return json.dumps({"mga_id": "alpha", "practices": names})


def test_nobody_is_invited_whose_token_is_too_long_once_the_user_id_is_counted(
    faktura: Deployment, provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    """Regression: the token was measured with the user id 0."""
    numbers = Table(faktura.stack.physical["PersonTable"])
    with operator(faktura):
        numbers.put({**USERS, "last": 10**15})

    fitting, codes = 0, []
    for size in range(3_000, 2_000, -3):
        words = another("tina", "--email", "rosa@example.com", "--roles", "capture.reviewer", "--context", filled(size))
        codes.append(run(faktura, capsys, *words)[0])
        if codes[-1] == 0:
            fitting = size
            break

    assert fitting, "no size in the range fits"
    assert codes[0] == 1, "the range begins with a size that does not fit"
    assert exchange(faktura, provider.id_token()).status == 200


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [(REGISTER, BY_EMAIL, "rosa is a client"), (BY_EMAIL, REGISTER, "rosa is or was a person")],
)
def test_a_client_and_a_person_that_get_one_id_at_once_do_not_both_get_it(
    faktura: Deployment,
    capsys: pytest.CaptureFixture[str],
    first: tuple[str, ...],
    second: tuple[str, ...],
    reason: str,
) -> None:
    waiting = [first]

    def overtaken(call: Call, carry_out: Carry) -> Answer:
        if str(call) in ("dynamodb.TransactWriteItems", "dynamodb.PutItem") and waiting:
            assert main(list(waiting.pop())) == 0
            capsys.readouterr()
        return carry_out()

    with intercepted(overtaken):
        code, printed = run(faktura, capsys, *second)

    assert (code, waiting) == (1, [])
    assert reason in printed
    assert bool(person(faktura)) == (first == BY_EMAIL)
    assert bool(faktura.items("ClientTable")) == (first == REGISTER)


def test_a_client_and_a_person_that_have_one_id_already_are_both_disabled_and_enabled(
    faktura: Deployment, provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    register(faktura, "clinic")
    invite(faktura, "clinic")

    def statuses() -> tuple[int, int]:
        token = request_token(faktura, TOKEN_REQUEST)
        return token.status, exchange(faktura, provider.id_token()).status

    before = statuses()
    disabled = run(faktura, capsys, "disable", "clinic")[1]
    entries = {item["entry"] for item in faktura.items("DenylistTable")}
    between = statuses()
    enabled = run(faktura, capsys, "enable", "clinic")[1]

    assert (before, between, statuses()) == ((200, 200), (401, 400), (200, 200))
    assert entries == {"client clinic", "client person:clinic"}
    assert faktura.items("DenylistTable") == []
    assert [json.loads(printed)["kind"] for printed in (disabled, enabled)] == ["person and client"] * 2


def test_an_invitation_whose_answer_was_lost_is_stored_once(
    faktura: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = Faults(seed=1, rate=0.5, kinds=(Fault.ANSWER_LOST,), on=frozenset({"dynamodb"}))
    with lost:
        code, printed = run(faktura, capsys, *BY_EMAIL)

    assert lost.struck
    assert (code, json.loads(printed)["userId"]) == (0, 1)
    assert sum(item["record"].startswith("person ") for item in faktura.items("PersonTable")) == 1
