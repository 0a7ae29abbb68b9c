"""Reporting invoices and moving cases: at once, interleaved, under faults, with crashes (CONTRACT section 5)."""

import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from threading import Lock
from typing import Any, TypeVar

import pytest
import time_machine
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from moto.core.botocore_stubber import MockRawResponse

from faktura.cases import case_store
from tests.support.cases import GUIDS, Client, invoice
from tests.support.deployment import Deployment
from tests.support.faults.calls import (
    Answer,
    Call,
    Carry,
    intercepted,
)
from tests.support.faults.crashes import crash_points
from tests.support.faults.injected import Faults
from tests.support.faults.interleaving import Interleaving
from tests.support.faults.recording import recorded
from tests.support.faults.state import Stored, snapshot
from tests.support.faults.virtual_time import virtual_sleep

T = TypeVar("T")

EVERY_SEARCH: list[dict[str, Any]] = [
    {},
    {"guid": {"$in": list(GUIDS)}},
    {"externalId": {"$gte": ""}},
    {"updatedAt": {"$gt": "2000-01-01"}, "status": "sent"},
    {"dueDate": {"$exists": True}},
]
"""Of invoices that are all sent and due: everything, by an index or another."""


@pytest.fixture
def one(faktura: Deployment) -> Client:
    return Client(faktura, partner_id="one")


@pytest.fixture
def two(faktura: Deployment) -> Client:
    return Client(faktura, partner_id="two")


def sent(number: int, **changes: Any) -> dict[str, Any]:
    return invoice(number, status="sent", **changes)


def seen_by_every_index(client: Client) -> set[tuple[frozenset[str], int]]:
    """What each search finds, as a set: one element where they agree."""
    found = [client.found(filters, limit=100) for filters in EVERY_SEARCH]
    return {(frozenset(names), count) for names, count in found}


def names(*numbers: int) -> frozenset[str]:
    return frozenset(map(str, numbers))


def at_once(faktura: Deployment, function: str, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers of as many threads as there are events."""
    handler = import_module(f"cases.{function}").handler
    with faktura.environment(f"cases.{function}"), virtual_sleep(), ThreadPoolExecutor(len(events)) as callers:
        return list(callers.map(lambda event: handler(event, None), events))


def events(provider: Client, *bodies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [provider.event("POST", "/api/v2/invoices", body) for body in bodies]


def moves(provider: Client, *partners: str) -> list[dict[str, Any]]:
    path = f"/api/v2/cases/{GUIDS[0]}"
    return [provider.event("PUT", path, {"partnerId": partner}, guid=GUIDS[0]) for partner in partners]


def test_twenty_writers_of_one_invoice_make_one_and_the_last_accepted_content_is_whole(
    faktura: Deployment, north: Client, one: Client
) -> None:
    bodies = [[sent(1, priceNet=n, customData={"writer": n}, currency=f"C{n:02}")] for n in range(20)]

    answers = at_once(faktura, "upsert_invoices", events(north, *bodies))

    assert [answer["statusCode"] for answer in answers] == [200] * 20
    [stored] = north.find().json["data"]
    writer = stored["priceNet"]
    assert (stored["customData"], stored["currency"]) == ({"writer": writer}, f"C{writer:02}")
    assert seen_by_every_index(north) == seen_by_every_index(one) == {(names(1), 1)}
    replies = [json.loads(answer["body"])[0] for answer in answers]
    assert {reply["id"] for reply in replies} == {stored["id"]}
    assert stored["updatedAt"] == max(reply["updatedAt"] for reply in replies)
    assert len({reply["updatedAt"] for reply in replies}) == 20


def test_twenty_writers_of_many_invoices_count_each_once(faktura: Deployment, north: Client, one: Client) -> None:
    north.put_case(GUIDS[1], "one")
    bodies = [[sent(n * 2 + k, guid=GUIDS[k % 2]) for k in range(3)] for n in range(20)]

    answers = at_once(faktura, "upsert_invoices", events(north, *bodies))

    assert [answer["statusCode"] for answer in answers] == [200] * 20
    assert seen_by_every_index(north) == seen_by_every_index(one) == {(names(*range(41)), 41)}
    ids = [found["id"] for found in north.find(limit=100).json["data"]]
    assert len(set(ids)) == 41


@pytest.mark.parametrize("seed", range(10))
def test_no_interleaving_of_two_reports_and_a_move_parts_an_invoice_from_its_case(
    faktura: Deployment, north: Client, one: Client, two: Client, seed: int
) -> None:
    north.report(sent(1), sent(2))
    [first, second] = events(north, [sent(2, priceNet=1), sent(3)], [sent(1, priceNet=2), sent(4)])
    [move] = moves(north, "two")

    interleaved(faktura, seed, ("upsert_invoices", first), ("upsert_invoices", second), ("put_case", move))

    everything = {(names(1, 2, 3, 4), 4)}
    assert seen_by_every_index(north) == seen_by_every_index(two) == everything
    assert seen_by_every_index(one) == {(names(), 0)}
    assert {item["partner"] for item in faktura.items("CasesTable") if "document" in item and "created" in item} == {
        "two"
    }


@pytest.mark.usefixtures("one", "two")
def test_a_move_that_is_late_takes_no_invoice_back_from_a_later_one(faktura: Deployment, north: Client) -> None:
    """The first invoice that goes to the second partner is written when the case has gone to a third and settled."""
    north.report(sent(1), sent(2), sent(3))

    with before(rewriting_for("two"), lambda: north.put_case(GUIDS[0], "three")) as replies:
        assert north.put_case(GUIDS[0], "two").status == 200

    assert [reply.status for reply in replies] == [200]
    assert unsettled(faktura) == []
    assert {item["partner"] for item in faktura.items("CasesTable") if "created" in item} == {"three"}
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11)):
        partners = [Client(faktura, partner_id=partner) for partner in ("one", "two", "three")]
        seen = [seen_by_every_index(partner) for partner in partners]
    assert seen == [{(names(), 0)}, {(names(), 0)}, {(names(1, 2, 3), 3)}]


def test_a_note_is_found_before_what_it_is_linked_to_is_written(north: Client) -> None:
    """Links that lead in a circle, over two transactions: the second is not there yet."""
    notes = [sent(n, type="credit note", details=..., linkedInvoice=str((n + 1) % 120)) for n in range(120)]
    transactions: list[Call] = []

    def is_second(call: Call) -> bool:
        transactions.extend([call] if call.operation == "TransactWriteItems" else [])
        return len(transactions) == 2

    with before(is_second, lambda: north.find(limit=1)) as replies:
        assert north.report(*notes).status == 200

    [found] = replies
    assert found.status == 200, found.text
    [newest] = found.json["data"]
    following = str(int(newest["externalId"]) + 1)
    assert newest["linkedInvoice"] == {"id": None, "externalId": following}
    assert north.find({"externalId": newest["externalId"]}).json["data"][0]["linkedInvoice"]["id"] is not None


@pytest.mark.parametrize("seed", range(10))
def test_no_interleaving_of_two_moves_and_a_change_of_case_miscounts(
    faktura: Deployment, north: Client, one: Client, two: Client, seed: int
) -> None:
    north.put_case(GUIDS[1], "one")
    north.report(sent(1), sent(2), sent(3, guid=GUIDS[1]))
    [change] = events(north, [sent(1, guid=GUIDS[1]), sent(3)])
    [there, back] = moves(north, "two", "one")

    interleaved(faktura, seed, ("upsert_invoices", change), ("put_case", there), ("put_case", back))

    partner = north.get_case().json["partnerId"]
    of_first, of_second = names(2, 3), names(1)
    mine, other = (one, two) if partner == "one" else (two, one)
    assert seen_by_every_index(north) == {(names(1, 2, 3), 3)}
    assert seen_by_every_index(mine) == {(of_first | of_second, 3) if partner == "one" else (of_first, 2)}
    assert seen_by_every_index(other) == {(frozenset(), 0) if partner == "one" else (of_second, 1)}


def interleaved(faktura: Deployment, seed: int, *requests: tuple[str, dict[str, Any]]) -> None:
    """Run the requests with their turns in the order of the seed; all must succeed."""

    def job(function: str, event: dict[str, Any]) -> Callable[[], Any]:
        return lambda: import_module(f"cases.{function}").handler(event, None)

    with faktura.environment("cases.upsert_invoices"):  # the two have the same
        workers = Interleaving(seed).run(*(job(function, event) for function, event in requests))
    assert [worker.error for worker in workers] == [None] * len(workers)
    assert [worker.result["statusCode"] for worker in workers] == [200] * len(workers)  # type: ignore[index]


@pytest.mark.parametrize(("count", "key"), [(3, None), (97, "one")])
def test_a_crash_at_any_call_of_a_report_and_the_report_again_leave_the_state_of_no_crash(
    faktura: Deployment, count: int, key: str | None
) -> None:
    """97 invoices take two transactions; the first of all is linked to the last, and so written after it."""
    links = {"type": "credit note", "linkedInvoice": str(count - 1)}
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False):
        north = Client(faktura, provider_id="north")
        [event] = events(north, [sent(0, **links), *(sent(n, details=...) for n in range(1, count))])
        if key:
            event["headers"]["Idempotency-Key"] = key

        def report() -> None:
            assert faktura.request("cases.upsert_invoices", event).status == 200

        for point in crash_points(lambda: with_a_case(faktura), report, without_updates):
            report()
            assert snapshot(without_updates) == point.undisturbed, point


def test_a_crash_at_any_call_of_a_move_shows_the_case_to_one_partner_only_and_the_move_again_ends_it(
    faktura: Deployment,
) -> None:
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False):
        north = Client(faktura, provider_id="north")
        [move] = moves(north, "two")

        def run() -> None:
            assert faktura.request("cases.put_case", move).status == 200

        here, there = Client(faktura, partner_id="one"), Client(faktura, partner_id="two")
        for point in crash_points(lambda: with_a_case(faktura, sent(1), sent(2)), run, without_updates):
            seen = [client.found(filters) for filters in EVERY_SEARCH[2:4] for client in (here, there)]
            assert seen in ([([], 0), (["2", "1"], 2)] * 2, [(["2", "1"], 2), ([], 0)] * 2), point
            run()
            assert there.found() == (["2", "1"], 2), point
            assert snapshot(without_updates) == point.undisturbed, point


@contextmanager
def with_a_case(faktura: Deployment, *invoices: dict[str, Any]) -> Iterator[None]:
    faktura.empty()
    client = Client(faktura, provider_id="north")
    assert client.put_case(GUIDS[0], "one").status == 200
    if invoices:
        assert client.report(*invoices).status == 200
    yield


def without_updates(stored: Stored) -> Stored | None:
    """Without what says how often, and when last, something was written; and an item's attributes as text."""
    if not isinstance(stored.value, dict):
        return stored
    volatile = {"updated", "revision", "body"}
    kept = {name: value for name, value in stored.value.items() if name not in volatile}
    if "document" in kept:
        kept["document"] = re.sub(r'"updatedAt":"[^"]+"', "", kept["document"])
    return replace(stored, value=repr(sorted(kept.items())))


def test_no_invoice_is_lost_or_counted_twice_under_faults(north: Client, one: Client) -> None:
    accepted: set[int] = set()
    with Faults(seed=11, rate=0.15):
        for n in range(40):
            if north.report(sent(n % 25, priceNet=n), sent(100 + n)).status == 200:
                accepted |= {n % 25, 100 + n}

    seen = seen_by_every_index(north)

    [(found, count)] = seen
    assert seen_by_every_index(one) == seen
    assert names(*accepted) <= found
    assert count == len(found)
    assert len(accepted) > 30


class TestAMove:
    """A partner sees what the case's partnerId says now."""

    def test_it_shows_all_invoices_to_the_new_partner_and_none_to_the_old(
        self, north: Client, one: Client, two: Client
    ) -> None:
        north.put_case(GUIDS[1], "one")
        north.report(sent(1), sent(2), sent(3, guid=GUIDS[1]))

        north.put_case(GUIDS[0], "two")

        assert seen_by_every_index(one) == {(names(3), 1)}
        assert seen_by_every_index(two) == {(names(1, 2), 2)}
        assert two.find({"guid": GUIDS[0]}).json["data"][0]["case"] == {"guid": GUIDS[0], "partnerId": "two"}

    def test_it_is_over_for_the_indexes_ten_minutes_later(self, faktura: Deployment, north: Client) -> None:
        north.report(sent(1))
        north.put_case(GUIDS[0], "two")

        with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11)):
            one, two = Client(faktura, partner_id="one"), Client(faktura, partner_id="two")
            assert (seen_by_every_index(one), seen_by_every_index(two)) == ({(names(), 0)}, {(names(1), 1)})
            with recorded() as calls:
                two.found({"status": "sent"})

        read = [call.parameters.get("IndexName") for call in calls if call.operation == "Query"]
        assert read == [None, "partner-status"]

    @pytest.mark.usefixtures("one", "two")
    def test_it_stays_noted_while_the_index_of_the_case_is_behind(self, faktura: Deployment, north: Client) -> None:
        north.report(sent(1), sent(2))

        with virtual_sleep(), blind("by-case", answers=3):
            assert north.put_case(GUIDS[0], "two").status == 200

        assert unsettled(faktura) == []
        assert {item["partner"] for item in faktura.items("CasesTable") if "created" in item} == {"two"}

    def test_where_it_cannot_be_settled_in_time_finds_are_right_all_the_same(
        self, faktura: Deployment, north: Client, one: Client, two: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        north.report(sent(1), sent(2))
        monkeypatch.setattr(case_store, "SETTLING_SECONDS", 0)

        assert north.put_case(GUIDS[0], "two").status == 200

        assert unsettled(faktura) == ["one", "two"]
        assert seen_by_every_index(one) == {(names(), 0)}
        assert seen_by_every_index(two) == {(names(1, 2), 2)}
        monkeypatch.undo()
        assert north.put_case(GUIDS[0], "two").status == 200
        assert unsettled(faktura) == []

    def test_it_stops_rewriting_when_its_time_is_over(
        self, faktura: Deployment, north: Client, two: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        north.report(*(sent(n) for n in range(30)))
        monotonic = time.monotonic

        def let_time_pass() -> None:
            monkeypatch.setattr(time, "monotonic", lambda: monotonic() + case_store.SETTLING_SECONDS)

        with before(rewriting_for("two"), let_time_pass):
            assert north.put_case(GUIDS[0], "two").status == 200
        monkeypatch.undo()

        moved = [item for item in faktura.items("CasesTable") if "created" in item and item["partner"] == "two"]
        assert 1 <= len(moved) <= 8, "one for each of the writers at most"
        assert unsettled(faktura) == ["one", "two"]
        assert seen_by_every_index(two) == {(names(*range(30)), 30)}

    def test_once_more_it_rewrites_only_what_is_not_right(
        self, faktura: Deployment, north: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        north.report(*(sent(n) for n in range(5)))
        monkeypatch.setattr(case_store, "SETTLING_SECONDS", 0)
        north.put_case(GUIDS[0], "two")
        north.report(sent(0), sent(1), sent(2))
        monkeypatch.undo()

        with recorded() as calls:
            assert north.put_case(GUIDS[0], "two").status == 200

        assert len([call for call in calls if rewriting_for("two")(call)]) == 2
        assert unsettled(faktura) == []

    def test_from_hand_to_hand_it_shows_the_case_to_the_last_only(
        self, faktura: Deployment, north: Client, one: Client, two: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        three = Client(faktura, partner_id="three")
        monkeypatch.setattr(case_store, "SETTLING_SECONDS", 0)
        north.report(sent(1), sent(2))
        for partner in ("two", "three", "one", "three"):
            north.put_case(GUIDS[0], partner)
            north.report(sent(3))

        assert seen_by_every_index(one) == seen_by_every_index(two) == {(names(), 0)}
        assert seen_by_every_index(three) == {(names(1, 2, 3), 3)}

    def test_an_empty_case_that_moves_on_takes_later_invoices_with_it(
        self, north: Client, one: Client, two: Client
    ) -> None:
        north.put_case(GUIDS[1], "one")
        north.report(sent(1))
        north.put_case(GUIDS[0], "two")
        north.report(sent(1, guid=GUIDS[1]))
        north.put_case(GUIDS[0], "one")
        north.put_case(GUIDS[0], "two")
        north.put_case(GUIDS[0], "one")
        north.report(sent(2))

        assert seen_by_every_index(one) == {(names(1, 2), 2)}
        assert seen_by_every_index(two) == {(names(), 0)}


@contextmanager
def blind(index: str, answers: int) -> Iterator[None]:
    """The first queries of an index find nothing, as if it had not heard of the newest writes."""
    left = answers

    def around(call: Call, carry_out: Carry) -> Answer:
        nonlocal left
        if call.parameters.get("IndexName") != index or left == 0:
            return carry_out()
        left -= 1
        nothing = json.dumps({"Items": [], "Count": 0, "ScannedCount": 0})
        return AWSResponse(call.url, 200, HTTPHeaders(), MockRawResponse(nothing))

    with intercepted(around):
        yield
    assert left == 0


@contextmanager
def before(chosen: Callable[[Call], bool], act: Callable[[], T]) -> Iterator[list[T]]:
    """Act before the first chosen call is carried out, once; what came of it."""
    done: list[T] = []
    claim = Lock()

    def around(call: Call, carry_out: Carry) -> Answer:
        if chosen(call) and claim.acquire(blocking=False):
            done.append(act())
        return carry_out()

    with intercepted(around):
        yield done
    assert len(done) == 1


def rewriting_for(partner: str) -> Callable[[Call], bool]:
    """Whether a call lets an invoice name this partner."""

    def is_one(call: Call) -> bool:
        writes = call.parameters.get("TransactItems", [])
        values = [write.get("Update", {}).get("ExpressionAttributeValues", {}) for write in writes]
        return len(writes) == 1 and values[0].get(":partner") == {"S": partner} and ":guid" in values[0]

    return is_one


def unsettled(faktura: Deployment) -> list[str]:
    [case] = [item for item in faktura.items("CasesTable") if "partnerId" in item]
    return list(case.get("unsettled", []))
