"""PIMS on demand, handlers on moto (docs/apis/pims.md)."""

import json
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from importlib import import_module
from io import StringIO
from random import Random
from typing import Any

import pytest
import time_machine

from tests.support.builders import (
    LambdaContext,
    http_event,
    pims_invoice,
    sqs_event,
)
from tests.support.deployment import Deployment, Reply
from tests.support.faults.calls import (
    Answer,
    Call,
    Carry,
    intercepted,
)
from tests.support.faults.crashes import Crash, crash_points
from tests.support.faults.injected import Fault, Faults
from tests.support.faults.interleaving import Interleaving
from tests.support.faults.recording import capacity, recorded
from tests.support.faults.state import Stored, snapshot
from tests.support.pims import PATH, push, push_raw, store, totals


def details(reply: Reply) -> list[tuple[str, str]]:
    return [(detail["target"], detail["message"]) for detail in reply.json["error"]["details"]]


def test_an_accepted_invoice_is_stored_by_the_worker(faktura: Deployment) -> None:
    reply = push(faktura, pims_invoice())

    store(faktura)

    assert (reply.status, reply.text) == (202, "")
    [item] = faktura.items("PimsTable")
    assert (item["practice"], item["invoice"], item["invoiceNumber"]) == ("petwell", "57b367cd", "1234567")
    assert item["total"] == Decimal("732.39")
    assert [line["amountCharged"] for line in item["invoiceItems"]] == [
        Decimal(amount) for amount in ("222.8", "353.4", "54.6", "101.59")
    ]
    assert item["invoiceItems"][3]["quantity"] == Decimal("0.19")


def test_an_amount_keeps_every_digit(faktura: Deployment) -> None:
    exact = "0.12345678901234567890123456789012345678"
    push_raw(faktura, json.dumps({"invoices": [pims_invoice()]}).replace("732.39", exact).encode())

    store(faktura)

    assert totals(faktura) == {"57b367cd": Decimal(exact)}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_the_newest_update_wins_in_any_order_of_arrival(faktura: Deployment, order: tuple[int, ...]) -> None:
    versions = [pims_invoice(total=n, invoiceUpdatedAt=f"2026-01-0{n + 1}T00:00:00Z") for n in range(3)]

    for n in order:
        push(faktura, versions[n])
        store(faktura)

    assert totals(faktura) == {"57b367cd": Decimal(2)}


def test_update_times_are_compared_as_moments_not_as_text(faktura: Deployment) -> None:
    newer = pims_invoice(total=2, invoiceUpdatedAt="2026-01-01T23:30:00-05:00")
    older = pims_invoice(total=1, invoiceUpdatedAt="2026-01-02T03:00:00.123456789")

    push(faktura, newer)
    push(faktura, older)
    store(faktura)

    assert totals(faktura) == {"57b367cd": Decimal(2)}


def test_without_an_update_time_the_later_acceptance_wins(faktura: Deployment) -> None:
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock:
        push(faktura, pims_invoice(total=1))
        early = faktura.messages("PimsQueue")
        clock.shift(1)
        push(faktura, pims_invoice(total=2))

    store(faktura)
    faktura.send("PimsQueue", early)
    store(faktura)

    assert totals(faktura) == {"57b367cd": Decimal(2)}


def test_within_a_batch_the_later_position_wins(faktura: Deployment) -> None:
    push(faktura, *(pims_invoice(total=n) for n in range(5)))

    store(faktura)

    assert totals(faktura) == {"57b367cd": Decimal(4)}


def test_the_same_batch_twice_changes_nothing(faktura: Deployment) -> None:
    push(faktura, pims_invoice(), pims_invoice(id="2"))
    waiting = faktura.messages("PimsQueue")
    store(faktura)
    before = snapshot()

    faktura.send("PimsQueue", waiting)
    store(faktura, times=2)

    assert snapshot() == before


def test_the_same_id_in_two_practices_is_two_invoices(faktura: Deployment) -> None:
    push(faktura, pims_invoice(total=1), pims_invoice(total=2, vetPractice={"practiceId": "another"}))

    store(faktura)

    assert sorted(item["practice"] for item in faktura.items("PimsTable")) == ["another", "petwell"]


def test_a_client_pushes_for_its_own_practices_only(faktura: Deployment) -> None:
    mine, foreign = pims_invoice(), pims_invoice(id="2", vetPractice={"practiceId": "another"})

    allowed = push(faktura, mine, practices=["petwell"])
    refused = push(faktura, mine, foreign, practices=["petwell"])

    assert allowed.status == 202
    assert (refused.status, refused.text) == (403, "")
    assert len(faktura.messages("PimsQueue")) == 1


def test_one_invalid_invoice_refuses_the_batch_and_names_every_fault(faktura: Deployment) -> None:
    broken = pims_invoice(date="yesterday", total=None, invoiceNumber=7, vetPractice={"practiceId": None}, petOwner=...)

    reply = push(faktura, pims_invoice(), broken)

    assert reply.status == 400
    assert reply.json["error"]["code"] == "BadRequest"
    assert details(reply) == [
        ("invoices[1].date", "must be a date-time (RFC 3339)"),
        ("invoices[1].invoiceNumber", "must be a string"),
        ("invoices[1].total", "must be a number"),
        ("invoices[1].vetPractice.practiceId", "must be a text of 1 to 255 characters, not blank"),
        ("invoices[1].petOwner", "is required"),
    ]
    assert snapshot() == []


NULLABLE = {"invoiceUpdatedAt", "description", "quantity", "codeName", "comments", "state", "age", "weight"}
TABLES = {
    "": ["id", "date", "invoiceCreatedAt", "invoiceUpdatedAt", "invoiceNumber", "invoiceStatus", "total",
         "invoiceItems", "vetPractice", "petOwner"],
    "invoiceItems[0]": ["invoiceItemId", "description", "lossDate", "quantity", "amountCharged", "codeName", "comments",
                        "isPayment", "pet"],
    "invoiceItems[0].pet": ["name", "species", "breed", "age", "weight"],
    "vetPractice": ["practiceId", "locationId", "name", "address", "city", "state", "zipCode", "country"],
    "petOwner": ["firstName", "lastName", "email", "phone", "address", "city", "state", "zipCode", "country"],
}  # fmt: skip
REQUIRED = {"id", "date", "invoiceNumber", "vetPractice", "petOwner", "vetPractice.practiceId"}


def part_of(invoice: dict[str, Any], table: str) -> dict[str, Any]:
    """The part of an invoice that one table of docs/apis/pims.md describes."""
    line = invoice["invoiceItems"][0]
    parts = {"": invoice, "invoiceItems[0]": line, "invoiceItems[0].pet": line["pet"]}
    found: dict[str, Any] = parts.get(table) or invoice[table]
    return found


@pytest.mark.parametrize(("table", "name"), [(table, name) for table, names in TABLES.items() for name in names])
def test_null_is_accepted_exactly_where_documented(faktura: Deployment, table: str, name: str) -> None:
    invoice = pims_invoice()
    part_of(invoice, table)[name] = None

    reply = push(faktura, invoice)

    if name in NULLABLE:
        assert reply.status == 202
    else:
        assert reply.status == 400
        [(target, _)] = details(reply)
        assert target == f"invoices[0].{table}.{name}".replace("..", ".")


@pytest.mark.parametrize(("table", "name"), [(table, name) for table, names in TABLES.items() for name in names])
def test_a_field_is_required_exactly_where_documented(faktura: Deployment, table: str, name: str) -> None:
    invoice = pims_invoice()
    part_of(invoice, table).pop(name, None)

    status = push(faktura, invoice).status

    assert status == (400 if f"{table}.{name}".strip(".") in REQUIRED else 202)


@pytest.mark.parametrize(
    "date",
    [
        "2023-09-03T00:00:00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2023-09-03T00:00:00Z",
        "2023-09-03T00:00:00.1234567+02:00",
        "2023-09-03t10:00:00z",
    ],
)
def test_a_date_time_may_come_without_zone_and_with_any_fraction(faktura: Deployment, date: str) -> None:
    assert push(faktura, pims_invoice(date=date)).status == 202


@pytest.mark.parametrize(
    "date",
    [
        "2023-09-03",
        "2023-13-01T00:00:00",
        "2023-02-29T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "1693699200",
        "",
        "٢٠٢٣-09-03T00:00:00",
    ],
)
def test_text_that_is_not_a_date_time_is_a_fault(faktura: Deployment, date: str) -> None:
    reply = push(faktura, pims_invoice(date=date))

    assert details(reply) == [("invoices[0].date", "must be a date-time (RFC 3339)")]


@pytest.mark.parametrize("ahead", ["2026-01-03T00:00:01Z", "2026-01-03T02:00:00+01:00", "9998-01-01T00:00:00Z"])
def test_an_update_time_more_than_two_days_ahead_is_a_fault(faktura: Deployment, ahead: str) -> None:
    """It used to be accepted, and then no later push changed the invoice."""
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False):
        reply = push(faktura, pims_invoice(), pims_invoice(id="2", invoiceUpdatedAt=ahead))

    assert details(reply) == [("invoices[1].invoiceUpdatedAt", "must not be more than two days in the future")]
    assert snapshot() == []


def test_an_update_time_two_days_ahead_is_stored_though_the_workers_clock_is_behind(faktura: Deployment) -> None:
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock:
        accepted = push(faktura, pims_invoice(invoiceUpdatedAt="2026-01-03T00:00:00Z"))
        clock.shift(-3600)
        store(faktura)

    assert accepted.status == 202
    assert len(faktura.items("PimsTable")) == 1


@pytest.mark.parametrize("value", ["40", True, "", [], {}])
def test_an_amount_is_a_json_number(faktura: Deployment, value: object) -> None:
    reply = push(faktura, pims_invoice(total=value))

    assert details(reply) == [("invoices[0].total", "must be a number")]


@pytest.mark.parametrize("number", ["1e126", "1e-131", "1" * 39, "1" * 4_000, "0." + "1" * 39, "1e999999999"])
def test_a_number_dynamodb_cannot_hold_is_a_fault(faktura: Deployment, number: str) -> None:
    body = json.dumps({"invoices": [pims_invoice()]}).replace("732.39", number)

    reply = push_raw(faktura, body.encode())

    assert [target for target, _ in details(reply)] == ["invoices[0].total"]


@pytest.mark.parametrize("number", ["1e125", "-1E-130", "1" * 38, "100000000000000000000000000000000000000000", "-0.0"])
def test_a_number_dynamodb_can_hold_is_stored(faktura: Deployment, number: str) -> None:
    body = json.dumps({"invoices": [pims_invoice()]}).replace("732.39", number)

    reply = push_raw(faktura, body.encode())
    store(faktura)

    assert reply.status == 202
    assert totals(faktura) == {"57b367cd": Decimal(number)}


def test_a_batch_holds_one_to_a_thousand_invoices(faktura: Deployment) -> None:
    small = {"invoiceItems": ...}

    assert details(push(faktura)) == [("invoices", "must have 1 to 1000 elements")]
    assert details(push(faktura, *(pims_invoice(id=str(n), **small) for n in range(1_001)))) == [
        ("invoices", "must have 1 to 1000 elements")
    ]
    assert push(faktura, *(pims_invoice(id=str(n), **small) for n in range(1_000))).status == 202
    store(faktura)
    assert len(faktura.items("PimsTable")) == 1_000


def test_an_invoice_over_350_kb_is_a_fault_and_one_below_is_stored(faktura: Deployment) -> None:
    lines = [{"description": "x" * 340_000}]

    assert details(push(faktura, pims_invoice(invoiceItems=lines * 2))) == [("invoices[0]", "is larger than 350 KB")]
    assert push(faktura, pims_invoice(invoiceItems=lines)).status == 202
    store(faktura)
    assert len(faktura.items("PimsTable")) == 1


def test_an_invoice_whose_item_is_too_large_for_dynamodb_is_a_fault_however_short_its_json(faktura: Deployment) -> None:
    lines = [{"quantity": 1, "amountCharged": 2, "isPayment": False} for _ in range(6_500)]

    reply = push(faktura, pims_invoice(invoiceItems=lines))

    if reply.status == 202:
        store(faktura)
        assert len(faktura.items("PimsTable")) == 1
    else:
        assert details(reply) == [("invoices[0]", "is larger than 350 KB")]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b'{"invoices": NaN}',
        b'{"invoices": [], "invoices": []}',
        b'{"invoices": ["\\ud800"]}',
        b"\xff\xfe",
        b"1" * 5_000,
    ],
)
def test_a_body_that_is_not_json_is_a_400(faktura: Deployment, body: bytes) -> None:
    reply = push_raw(faktura, body)

    assert (reply.status, reply.json["error"]["code"]) == (400, "BadRequest")


@pytest.mark.parametrize("document", [[], {}, {"invoices": None}, {"invoices": {}}, {"invoices": "x"}, 1, None, "x"])
def test_json_of_another_shape_is_a_400(faktura: Deployment, document: object) -> None:
    assert push_raw(faktura, json.dumps(document).encode()).status == 400


def test_of_a_million_faults_the_first_thousand_are_named(faktura: Deployment) -> None:
    body = b'{"invoices": [' + b",".join([b'{"invoiceItems": [' + b",".join([b"0"] * 2_200) + b"]}"] * 900) + b"]}"

    reply = push_raw(faktura, body)

    assert reply.status == 400
    assert len(reply.json["error"]["details"]) == 1_000


def test_another_content_type_is_415(faktura: Deployment) -> None:
    assert push_raw(faktura, b"{}", "text/plain").status == 415


def test_a_body_over_4_5_mb_is_413(faktura: Deployment) -> None:
    assert push_raw(faktura, b" " * 4_500_001).status == 413


def test_unknown_fields_are_ignored(faktura: Deployment) -> None:
    push(faktura, pims_invoice(surprise={"deep": [1.5]}, vetPractice={"practiceId": "petwell", "vat": "1"}))

    store(faktura)

    [item] = faktura.items("PimsTable")
    assert "surprise" not in item
    assert item["vetPractice"] == {"practiceId": "petwell"}


@pytest.mark.parametrize("service", ["s3", "sqs", "dynamodb"])
def test_an_aws_service_that_does_not_respond_is_a_503_without_a_body(faktura: Deployment, service: str) -> None:
    with Faults(seed=1, rate=1.0, kinds=(Fault.NO_CONNECTION,), on=frozenset({service})):
        reply = push(faktura, pims_invoice())

    assert (reply.status, reply.text) == (503, "")


def test_a_poison_message_does_not_fail_the_other_messages_of_its_batch(faktura: Deployment) -> None:
    push(faktura, pims_invoice())
    faktura.send("PimsQueue", ["no json", '{"key": "accepted/none.json"}', *faktura.messages("PimsQueue")[:1]])
    faktura.messages("PimsQueue").sort(key=len)

    [outcome] = faktura.deliver("PimsQueue", "pims.store_invoices")

    assert len(outcome["batchItemFailures"]) == 2
    assert totals(faktura) == {"57b367cd": Decimal("732.39")}


class TestIdempotencyKey:
    """Same key and body: the same response; another body: 422; still running: 409 (docs/apis/README.md)."""

    def test_a_repeated_request_gets_the_same_response_and_is_not_executed(self, faktura: Deployment) -> None:
        replies = [push(faktura, pims_invoice(), headers={"Idempotency-Key": "one"}) for _ in range(3)]

        assert [(reply.status, reply.text) for reply in replies] == [(202, "")] * 3
        assert len(faktura.messages("PimsQueue")) == 1

    def test_another_body_is_422(self, faktura: Deployment) -> None:
        push(faktura, pims_invoice(), headers={"Idempotency-Key": "one"})

        assert push(faktura, pims_invoice(total=1), headers={"Idempotency-Key": "one"}).status == 422

    def test_another_client_has_its_own_keys(self, faktura: Deployment) -> None:
        push(faktura, pims_invoice(), headers={"Idempotency-Key": "one"})
        other = faktura.token("other", practices="*")
        event = http_event(
            "POST", PATH, {"invoices": [pims_invoice(total=1)]}, other, headers={"Idempotency-Key": "one"}
        )

        assert faktura.request("pims.upsert_invoices", event).status == 202

    def test_a_refused_request_does_not_use_up_its_key(self, faktura: Deployment) -> None:
        refused = push(faktura, pims_invoice(date="x"), headers={"Idempotency-Key": "one"})

        assert (refused.status, push(faktura, pims_invoice(), headers={"Idempotency-Key": "one"}).status) == (400, 202)

    def test_a_failed_request_does_not_use_up_its_key(self, faktura: Deployment) -> None:
        with Faults(seed=1, rate=1.0, kinds=(Fault.FAILED,), on=frozenset({"sqs"})):
            failed = push(faktura, pims_invoice(), headers={"Idempotency-Key": "one"})

        assert (failed.status, push(faktura, pims_invoice(), headers={"Idempotency-Key": "one"}).status) == (503, 202)

    def test_a_key_is_forgotten_after_a_day(self, faktura: Deployment) -> None:
        with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock:
            push(faktura, pims_invoice(), headers={"Idempotency-Key": "one"})
            clock.shift(86_401)

            assert push(faktura, pims_invoice(total=1), headers={"Idempotency-Key": "one"}).status == 202

    def test_a_crashed_request_is_409_until_it_cannot_be_running(self, faktura: Deployment) -> None:
        with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock:
            with faktura.environment("pims.upsert_invoices"):
                self.hold_for_another_request(faktura)
            running = push(faktura, pims_invoice(), headers={"Idempotency-Key": "one"}).status
            clock.shift(31)

            assert (running, push(faktura, pims_invoice(), headers={"Idempotency-Key": "one"}).status) == (409, 202)

    def hold_for_another_request(self, faktura: Deployment) -> None:
        from faktura.core.idempotency import Idempotency
        from faktura.core.request import Request
        from faktura.pims.api import api

        event = http_event(
            "POST", PATH, {"invoices": [pims_invoice()]}, faktura.token(practices="*"), {"Idempotency-Key": "one"}
        )
        Idempotency.from_request(Request(event, api.claims)).hold(seconds=30)

    @pytest.mark.parametrize("key", ["", " ", "x" * 256])
    def test_a_key_has_1_to_255_characters(self, faktura: Deployment, key: str) -> None:
        assert push(faktura, pims_invoice(), headers={"Idempotency-Key": key}).status == 400


def test_accepting_takes_two_aws_calls_and_storing_takes_five_write_units_an_invoice(faktura: Deployment) -> None:
    push(faktura)  # the signing key is looked up once
    token = faktura.token(practices="*")

    with recorded() as calls:
        faktura.request("pims.upsert_invoices", http_event("POST", PATH, {"invoices": [pims_invoice()]}, token))
    with capacity() as first:
        store(faktura)
    push(faktura, pims_invoice(id="2"))
    with capacity() as next_of_the_owner:
        store(faktura)

    assert [str(call) for call in calls] == [
        "dynamodb.BatchGetItem",
        "s3.PutObject",
        "sqs.SendMessage",
    ]  # the first: denylist
    assert first.write_units <= 7  # the item of 1.2 KB, three indexes, and the owner's two contacts
    assert next_of_the_owner.write_units <= 5


@pytest.mark.parametrize("key", [None, "one"])
def test_after_a_crash_at_any_call_of_accepting_the_repeated_request_leaves_the_same_state_as_no_crash(
    faktura: Deployment, key: str | None
) -> None:
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False):
        token = faktura.token(practices="*")
        headers = {"Idempotency-Key": key} if key else {}
        event = http_event("POST", PATH, {"invoices": [pims_invoice()]}, token, headers, request_id="r1")

        def accept() -> None:
            assert faktura.request("pims.upsert_invoices", event).status == 202

        for point in crash_points(faktura.afresh, accept, _comparable):
            accept()
            assert list(dict.fromkeys(snapshot(_comparable))) == point.undisturbed, point


def _comparable(stored: Stored) -> Stored | None:
    """With an item's attributes as text, so that duplicates can be removed: a message may be there twice."""
    return replace(stored, value=repr(stored.value)) if isinstance(stored.value, dict) else stored


def test_after_a_crash_at_any_call_of_storing_the_repeated_message_leaves_the_same_state_as_no_crash(
    faktura: Deployment,
) -> None:
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False):
        faktura.empty()
        push(faktura, pims_invoice(), pims_invoice(id="2"), pims_invoice(total=7), request_id="r1")
        [message] = faktura.messages("PimsQueue")
        objects = [stored for stored in snapshot() if stored.service == "s3"]
        metadata = {"accepted-at": "2026-01-01T00:00:00+00:00", "request-id": "r1"}

    def world() -> Any:
        return faktura.afresh_with(objects, metadata, {"PimsQueue": [message]})

    def work() -> None:
        store(faktura)

    for point in crash_points(world, work):
        faktura.send("PimsQueue", [message])
        work()
        assert snapshot() == point.undisturbed, point


def test_the_newest_version_of_each_invoice_is_stored_despite_concurrency_repeats_and_dying_workers(
    faktura: Deployment,
) -> None:
    """200 concurrent pushes of versions of 50 invoices; each message delivered twice; one worker call in ten dies."""
    random = Random(42)
    versions = [
        pims_invoice(id=str(n % 50), total=n, invoiceUpdatedAt=f"2026-01-01T00:{n // 50:02}:00Z") for n in range(200)
    ]
    random.shuffle(versions)
    token = faktura.token(practices="*")
    events = [http_event("POST", PATH, {"invoices": [version]}, token) for version in versions]
    with faktura.environment("pims.upsert_invoices"), ThreadPoolExecutor(25) as pushers:
        accept = import_module("pims.upsert_invoices").handler
        statuses = list(pushers.map(lambda event: accept(event, None)["statusCode"], events))
    waiting = faktura.messages("PimsQueue") * 2
    random.shuffle(waiting)

    deaths = 0
    while waiting:
        handed, waiting = waiting[:2], waiting[2:]
        try:
            with dying(random, one_in=10):
                outcome = faktura.call("pims.store_invoices", sqs_event(handed))
            assert outcome == {"batchItemFailures": []}
        except Crash:
            deaths += 1
            waiting += handed

    assert statuses == [202] * 200
    assert deaths >= 10
    assert totals(faktura) == {str(n): Decimal(150 + n) for n in range(50)}


@contextmanager
def dying(random: Random, one_in: int) -> Iterator[None]:
    """One block in `one_in` dies at one of its first four AWS calls, before it or after it."""
    left = random.randrange(4) if random.randrange(one_in) == 0 else 1_000
    after = random.random() < 0.5

    def around(call: Call, carry_out: Carry) -> Answer:
        nonlocal left
        left -= 1
        if left >= 0:
            return carry_out()
        if after:
            carry_out()
        raise Crash(str(call))

    with intercepted(around):
        yield


@pytest.mark.parametrize("seed", range(60))
def test_no_interleaving_of_two_workers_stores_an_older_version(faktura: Deployment, seed: int) -> None:
    older, newer = (pims_invoice(total=n, invoiceUpdatedAt=f"2026-01-0{n}T00:00:00Z") for n in (1, 2))
    push(faktura, older, pims_invoice(id="2", total=2))
    push(faktura, newer, pims_invoice(id="2", total=3))
    first, second = faktura.messages("PimsQueue")

    def work(message: str) -> Any:
        with faktura.environment("pims.store_invoices"):
            return import_module("pims.store_invoices").handler(sqs_event([message]), LambdaContext())

    with faktura.environment("pims.store_invoices"):
        Interleaving(seed).run(lambda: work(first), lambda: work(second))

    assert totals(faktura) == {"57b367cd": Decimal(2), "2": Decimal(3)}


def test_no_accepted_invoice_is_lost_under_faults(faktura: Deployment) -> None:
    random = Random(7)
    newest: dict[str, int] = {}
    with Faults(seed=7, rate=0.25, on=frozenset({"s3", "sqs", "dynamodb"})):  # not the signature of the test's token
        for total in range(1, 201):
            invoice = str(random.randrange(50))
            stamp = f"2026-01-01T{total // 60:02}:{total % 60:02}:00Z"
            if push(faktura, pims_invoice(id=invoice, total=total, invoiceUpdatedAt=stamp)).status == 202:
                newest[invoice] = total

    store(faktura, times=2)

    stored = totals(faktura)
    assert all(stored[invoice] >= total for invoice, total in newest.items())
    assert len(newest) > 40


def test_personal_data_in_a_poison_message_is_not_logged(faktura: Deployment, logged: StringIO) -> None:
    faktura.send("PimsQueue", ['{"invoices": [{"email": "canary@leak.test"}]}'])

    [outcome] = faktura.deliver("PimsQueue", "pims.store_invoices")

    assert len(outcome["batchItemFailures"]) == 1
    assert "message failed" in logged.getvalue()
    assert "canary" not in logged.getvalue()


def test_a_text_body_is_read_like_a_base64_one(faktura: Deployment) -> None:
    event = http_event("POST", PATH, {"invoices": [pims_invoice()]}, faktura.token(practices="*"))
    plain = {**event, "body": json.dumps({"invoices": [pims_invoice()]}), "isBase64Encoded": False}
    broken = {**event, "body": "%%%"}

    assert faktura.request("pims.upsert_invoices", plain).status == 202
    assert faktura.request("pims.upsert_invoices", broken).status == 400
    assert event["body"] == b64encode(json.dumps({"invoices": [pims_invoice()]}).encode()).decode()
