"""The commands that change and remove people (docs/operations.md, People)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import jwt
import pytest

from faktura.access.__main__ import main
from faktura.access.people.keys import email_key, person_key, user_key
from faktura.access.people.person import Person
from faktura.core.dynamo import Table
from tests.support.deployment import DESK_ISSUER, Deployment
from tests.support.faults.calls import Answer, Call, Carry, intercepted
from tests.support.faults.crashes import crash_points
from tests.support.faults.injected import Fault, Faults
from tests.support.faults.state import Stored, snapshot
from tests.support.people import Provider, exchange, invite, operator, people_of, run

AGAIN = ("invite", "rosa-2", "--name", "Rosa Reviewer", "--roles", "billing.reader", "--context", '{"office": "main"}')
BY_EMAIL = (*AGAIN, "--email", "rosa@example.com")
BY_SUBJECT = (*AGAIN, "--issuer", DESK_ISSUER, "--subject", "subject-of-rosa")
LONG = json.dumps({"mga_id": "alpha", "practices": ["x" * 200] * 20})


def person(faktura: Deployment, person_id: str = "rosa") -> Person | None:
    with people_of(faktura) as people:
        return people.get(person_id)


def claims(faktura: Deployment, provider: Provider) -> dict[str, Any]:
    token = exchange(faktura, provider.id_token()).json["access_token"]
    return dict(jwt.decode(token, options={"verify_signature": False}))


def removed(faktura: Deployment, capsys: pytest.CaptureFixture[str], person_id: str = "rosa") -> None:
    assert run(faktura, capsys, "disable", person_id)[0] == 0
    assert run(faktura, capsys, "remove", person_id)[0] == 0


def people_items(faktura: Deployment) -> list[str]:
    return sorted(map(str, faktura.items("PersonTable")))


def without_times(stored: Stored) -> Stored:
    """Without the end of an entry on the denylist."""
    kept = {name: value for name, value in stored.value.items() if name != "expiresAt"}
    return replace(stored, value=kept)


def test_a_change_of_rights_and_names_is_in_the_next_token_and_the_person_stays_bound(
    faktura: Deployment, provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    invite(faktura)
    before = claims(faktura, provider)

    code, printed = run(
        faktura, capsys, "change", "rosa", "--roles", "jobs.accountant", "--context", '{"tenant": "acme"}',
        "--first-name", " Rosa  Maria ", "--last-name", "Rot",
    )  # fmt: skip

    after = claims(faktura, provider)
    stored = person(faktura)
    assert (before["scope"].split()[0], after["scope"], after["tenant"]) == (
        "invoices:read",
        "invoice.invoice_view",
        "acme",
    )
    assert "office" not in after
    assert after["user"] == {"userId": 7, "firstName": "Rosa Maria", "lastName": "Rot"}
    assert stored
    assert stored.identity
    assert stored.email == "rosa@example.com"
    assert (code, json.loads(printed)) == (
        0,
        {
            "personId": "rosa",
            "userId": 7,
            "firstName": "Rosa Maria",
            "lastName": "Rot",
            "roles": ["jobs.accountant"],
            "context": {"tenant": "acme"},
        },
    )


@pytest.mark.parametrize(
    "words",
    [
        ("--roles", "billing.reader billing.confidential"),
        ("--context", '{"office": "second"}'),
        ("--first-name", ""),
        ("--last-name", "O'Rot"),
    ],
)
def test_a_change_of_one_thing_leaves_the_others_and_may_be_said_twice(
    faktura: Deployment, capsys: pytest.CaptureFixture[str], words: tuple[str, str]
) -> None:
    before = invite(faktura)

    codes = [run(faktura, capsys, "change", "rosa", *words)[0] for _ in range(2)]

    after = person(faktura)
    field = words[0].strip("-").replace("-", "_")
    assert codes == [0, 0]
    assert after
    assert after.model_dump(exclude={field}) == before.model_dump(exclude={field})
    assert after != before


@pytest.mark.parametrize("context", [{"office": ["main"]}, {"office": 5}, {"office": {"a": [1]}}])
def test_a_context_that_an_older_version_took_can_be_mended(
    faktura: Deployment, provider: Provider, capsys: pytest.CaptureFixture[str], context: dict[str, Any]
) -> None:
    invite(faktura)
    with operator(faktura):
        table = Table(faktura.stack.physical["PersonTable"])
        item = table.get(person_key("rosa"))
        assert item
        table.put({**item, "context": context})

    refused = run(faktura, capsys, "change", "rosa", "--last-name", "Rot")
    mended = run(faktura, capsys, "change", "rosa", "--context", '{"office": "main"}')

    assert (refused[0], mended[0], "office must be a text" in refused[1]) == (1, 0, True)
    assert claims(faktura, provider)["office"] == "main"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ((), "say what to change"),
        (("--roles", " "), "at least one role"),
        (("--roles", "boss"), "boss is not a role"),
        (("--roles", "jobs.manager"), "jobs.manager needs tenant"),
        (("--roles", "billing.confidential"), "of use only with"),
        (("--context", "{}"), "billing.clerk needs office"),
        (("--context", '{"office": ["main"]}'), "office must be a text"),
        (("--context", '{"office": "main", "user": {}}'), "user is not for --context"),
        (("--context", '{"office": "main", "tenant": "acme"}'), "no role of this person uses tenant"),
        (("--context", LONG, "--roles", "capture.reviewer"), "KMS signs"),
        (("--last-name", " "), "a person has a last name"),
        (("--first-name", "x" * 255), "at most 255"),
        (("--first-name", "\u202etxt"), "a person has a last name"),
        (("--last-name", "\udcff"), "not in the encoding"),
    ],
)
def test_an_impossible_change_is_refused_with_a_reason_and_stores_nothing(
    faktura: Deployment, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], reason: str
) -> None:
    invite(faktura)
    before = people_items(faktura)

    code, printed = run(faktura, capsys, "change", "rosa", *words)

    assert (code, reason in printed) == (1, True), printed
    assert people_items(faktura) == before


@pytest.mark.parametrize("command", [("change", "--last-name", "Rot"), ("remove",)])
@pytest.mark.parametrize("person_id", ["nobody", "", "x" * 3_000])
def test_whoever_is_not_invited_is_neither_changed_nor_removed(
    faktura: Deployment, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], person_id: str
) -> None:
    code, printed = run(faktura, capsys, command[0], person_id, *command[1:])

    assert (code, "is not invited" in printed) == (1, True)
    assert faktura.items("PersonTable") + faktura.items("DenylistTable") == []


def test_two_changes_at_once_make_no_person_that_neither_has_checked(
    faktura: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    invite(faktura)
    waiting = [("change", "rosa", "--roles", "jobs.manager", "--context", '{"tenant": "acme"}')]

    def overtaken(call: Call, carry_out: Carry) -> Answer:
        if str(call) == "dynamodb.UpdateItem" and waiting:
            assert main(list(waiting.pop())) == 0
            capsys.readouterr()
        return carry_out()

    with intercepted(overtaken):
        code, printed = run(faktura, capsys, "change", "rosa", "--context", '{"office": "second"}')

    changed = person(faktura)
    assert changed
    assert (code, "jobs.manager needs tenant" in printed) == (1, True)
    assert (changed.roles, changed.context) == (("jobs.manager",), {"tenant": "acme"})


@pytest.mark.parametrize("again", [BY_EMAIL, BY_SUBJECT], ids=["by e-mail", "by subject"])
def test_a_removed_person_is_invited_again_under_another_id_with_the_old_number(
    faktura: Deployment, provider: Provider, capsys: pytest.CaptureFixture[str], again: tuple[str, ...]
) -> None:
    invite(faktura)
    claims(faktura, provider)

    run(faktura, capsys, "disable", "rosa")
    taken = run(faktura, capsys, *again)
    run(faktura, capsys, "remove", "rosa")
    refused = exchange(faktura, provider.id_token())
    invited = run(faktura, capsys, *again, "--user-id", "7")

    after = claims(faktura, provider)
    assert (taken[0], refused.status, refused.json["error"], invited[0]) == (1, 400, "invalid_grant", 0)
    assert (after["sub"], after["user"]["userId"]) == ("person:rosa-2", 7)


def test_a_number_that_was_given_once_more_is_taken_again_and_can_be_freed_again(
    faktura: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    invite(faktura)
    removed(faktura, capsys)
    run(faktura, capsys, *BY_EMAIL, "--user-id", "7")

    third = ("invite", "rosa-3", *BY_EMAIL[2:-2], "--email", "r@example.com", "--user-id", "7")
    taken = run(faktura, capsys, *third)
    run(faktura, capsys, "remove", "rosa")
    still_taken = run(faktura, capsys, *third)
    removed(faktura, capsys, "rosa-2")

    assert (taken[0], still_taken[0], run(faktura, capsys, *third)[0]) == (1, 1, 0)


def test_the_id_and_the_number_of_a_removed_person_are_given_to_nobody_else(
    faktura: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    invite(faktura, user_id=1)
    removed(faktura, capsys)

    same_id = run(faktura, capsys, "invite", "rosa", *BY_EMAIL[2:])
    client = run(faktura, capsys, "register", "rosa", "--scopes", "pims:write", "--context", '{"practices": "*"}')
    enabled = run(faktura, capsys, "enable", "rosa")
    changed = run(faktura, capsys, "change", "rosa", "--last-name", "Rot")
    counted = run(faktura, capsys, *BY_EMAIL)

    assert [code for code, _ in (same_id, client, enabled, changed)] == [1] * 4
    assert "rosa was removed, and the id is not given again" in same_id[1]
    assert "rosa is or was a person" in client[1]
    assert "rosa was removed" in changed[1]
    assert json.loads(counted[1])["userId"] == 2


def test_nothing_of_a_removed_person_is_kept_but_the_id_and_the_number(
    faktura: Deployment, provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    invite(faktura)
    claims(faktura, provider)

    removed(faktura, capsys)

    former = {"personId": "rosa", "userId": 7, "removed": True}
    expected = [{**person_key("rosa"), **former}, {**user_key(7), **former}]
    assert sorted(faktura.items("PersonTable"), key=str) == sorted(expected, key=str)


def test_only_a_disabled_person_is_removed(faktura: Deployment, capsys: pytest.CaptureFixture[str]) -> None:
    invite(faktura)
    before = people_items(faktura)

    code, printed = run(faktura, capsys, "remove", "rosa")

    assert (code, "rosa is enabled; disable the person before" in printed) == (1, True)
    assert people_items(faktura) == before
    assert faktura.items("DenylistTable") == []


def test_a_person_who_is_enabled_and_signs_in_during_the_removal_is_not_removed(
    faktura: Deployment, provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    invite(faktura)
    run(faktura, capsys, "disable", "rosa")
    waiting = [("enable", "rosa")]

    def overtaken(call: Call, carry_out: Carry) -> Answer:
        if str(call) == "dynamodb.TransactWriteItems" and waiting:
            assert main(list(waiting.pop())) == 0
            assert exchange(faktura, provider.id_token()).status == 200
            capsys.readouterr()
        return carry_out()

    with intercepted(overtaken):
        code, printed = run(faktura, capsys, "remove", "rosa")

    assert (code, "rosa is enabled" in printed) == (1, True)
    assert exchange(faktura, provider.id_token()).status == 200


@pytest.mark.parametrize(
    "words", [("change", "rosa", "--last-name", "Rot"), ("disable", "rosa"), ("enable", "rosa"), ("remove", "rosa")]
)
def test_a_command_that_crashed_anywhere_is_complete_when_it_is_repeated(
    faktura: Deployment, provider: Provider, words: tuple[str, ...]
) -> None:
    id_token = provider.id_token()

    @contextmanager
    def world() -> Iterator[None]:
        with faktura.afresh() as fresh:
            invite(fresh)
            exchange(fresh, id_token)
            with operator(fresh):
                if words[0] in ("enable", "remove"):
                    main(["disable", "rosa"])
                yield

    points = 0
    for point in crash_points(world, lambda: main(list(words)), without_times):
        points += 1
        assert main(list(words)) == 0
        assert snapshot(without_times) == point.undisturbed, point

    assert points >= 2


def test_a_removal_and_a_change_whose_answers_were_lost_are_done(
    faktura: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    invite(faktura)
    lost = Faults(seed=1, rate=0.5, kinds=(Fault.ANSWER_LOST,), on=frozenset({"dynamodb"}))

    with lost:
        codes = [
            run(faktura, capsys, *words)[0]
            for words in (("change", "rosa", "--last-name", "Rot"), ("disable", "rosa"), ("remove", "rosa"))
        ]

    assert lost.struck
    assert codes == [0, 0, 0]
    assert email_key("rosa@example.com")["record"] not in {item["record"] for item in faktura.items("PersonTable")}
