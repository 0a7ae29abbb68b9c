"""Journals that were deleted, as a whole or in part: what a restore brings back, and what it must leave alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest

from tests.support.faults.crashes import crash_points
from tests.support.faults.state import snapshot
from tests.support.jobs import Shop
from tests.support.journals import RANGE, changes, of_office, of_shop, verified
from tests.support.offices import BILLED, OfficeDesk, created, done
from tests.support.operations import erase
from tests.support.operator import Operator, drop_side_tables

Item = dict[str, Any]

NO_END = "the journal billing/main has no end to go on from: restore its entries, too, or correct it"


def of_journal(item: Item) -> bool:
    """Whether an item of either table belongs to a journal, or registers one."""
    return "entry" in item or "hash" in item or "range" in item


def is_end(item: Item) -> bool:
    return "hash" in item


def entry(position: int) -> Callable[[Item], bool]:
    return lambda item: "entry" in item and item["record"].endswith(f"{position:012}")


def test_a_journal_of_an_office_returns_as_a_whole_and_goes_on(desk: OfficeDesk, operator: Operator) -> None:
    for _ in range(3):
        done(desk.change_invoice(created(desk.create_invoice()), BILLED))
    before, moment = of_office(desk, disclose="true"), operator.moment()
    assert operator.damage("billing", of_journal) == 8

    outcome = operator.restore("billing", moment, "--apply")

    assert (outcome.status, outcome.report["problems"]) == (0, [])
    assert outcome.report["counts"]["journal"] == {"returned": 6}
    assert outcome.report["counts"]["journalEnd"] == {"derived": 1}
    assert of_office(desk, disclose="true") == before
    created(desk.create_invoice())
    assert verified(of_office(desk)).last == 7


def test_a_journal_of_a_shop_returns_as_a_whole_and_goes_on(shop: Shop, operator: Operator) -> None:
    shop.issued("A", "B")
    before, moment = of_shop(shop, disclose="true"), operator.moment()
    assert operator.damage("jobs", of_journal) > 2

    outcome = operator.restore("jobs", moment, "--apply")

    assert (outcome.status, outcome.report["problems"]) == (0, [])
    assert of_shop(shop, disclose="true") == before
    shop.issued("C")
    assert [one["number"] for one in changes(of_shop(shop))] == ["R-0001", "R-0002", "R-0003"]
    assert verified(of_shop(shop)).issued == 3


@pytest.mark.parametrize("damage", [None, {"position": 1}, {"hash": 7}])
def test_an_end_that_was_lost_or_put_back_follows_from_the_entries(
    shop: Shop, operator: Operator, damage: Item | None
) -> None:
    moment = operator.moment()
    shop.issued("A")
    shop.issued("B")
    [end] = [item for item in operator.items("jobs") if is_end(item)]
    operator.damage("jobs", is_end, damage)

    outcome = operator.restore("jobs", moment, "--apply")

    assert (outcome.status, outcome.report["problems"]) == (0, [])
    assert [item for item in operator.items("jobs") if is_end(item)] == [end]


def test_an_end_is_not_put_before_entries_that_are_lost_for_good(shop: Shop, operator: Operator) -> None:
    shop.issued("A")
    moment = operator.moment()
    shop.issued("B")
    operator.damage("jobs", lambda item: is_end(item) or entry(2)(item))

    outcome = operator.restore("jobs", moment, "--apply")

    assert outcome.report["problems"] == [f"the end of the journal {RANGE} is missing or damaged"]
    assert [item for item in operator.items("jobs") if is_end(item)] == []


def test_an_end_that_is_known_stays_after_entries_that_are_lost_for_good(desk: OfficeDesk, operator: Operator) -> None:
    created(desk.create_invoice())
    moment = operator.moment()
    done(desk.change_invoice(1, BILLED))
    operator.damage("billing", entry(2))

    outcome = operator.restore("billing", moment, "--apply")

    assert (outcome.status, outcome.report["problems"]) == (0, ["entry 2 of the journal billing/main is missing"])
    assert desk.call("audit_numbering").json["end"]["position"] == 2 + outcome.report["counts"]["journal"]["restated"]


def test_nothing_is_said_in_the_place_of_entries_that_can_still_return(desk: OfficeDesk, operator: Operator) -> None:
    done(desk.change_invoice(created(desk.create_invoice()), BILLED))
    before, moment = of_office(desk, disclose="true"), operator.moment()
    operator.damage("billing", lambda item: of_journal(item) or item["record"].startswith("invoice#"))

    refused = operator.restore("billing", moment, "--kind", "invoice", "--apply")
    outcome = operator.restore("billing", moment, "--apply")

    assert (refused.status, outcome.status) == (1, 0)
    assert "nothing is written" in refused.said
    assert NO_END in refused.said
    assert of_office(desk, disclose="true") == before


@pytest.mark.parametrize("damage", [None, {"hash": 7}])
def test_a_journal_without_an_end_takes_nothing_and_so_its_invoices_stay(
    desk: OfficeDesk, operator: Operator, damage: Item | None
) -> None:
    done(desk.change_invoice(created(desk.create_invoice()), BILLED))
    moment = operator.moment()
    done(desk.change_invoice(1, {"billTo": "John Doe"}))
    created(desk.create_invoice())
    operator.damage("billing", entry(4))
    operator.damage("billing", is_end, damage)
    stored = operator.items("billing")

    said = operator.restore("billing", moment)
    outcome = operator.restore("billing", moment, "--apply")

    assert (said.status, said.report["newProblems"]) == (1, [NO_END])
    assert (outcome.status, operator.items("billing")) == (1, stored)
    assert NO_END in outcome.said


def test_an_entry_that_was_changed_is_evidence_and_stays(shop: Shop, operator: Operator) -> None:
    shop.issued("A", "B")
    moment = operator.moment()
    operator.damage("jobs", entry(1), {"entry": b"no entry"})

    outcome = operator.restore("jobs", moment, "--apply")

    assert (outcome.status, outcome.report["changes"]) == (0, 0)
    assert outcome.report["problems"] == [f"the end of the journal {RANGE} does not fit its last entry"]
    assert [item["entry"] for item in operator.items("jobs") if "entry" in item] == [b"no entry"]


def test_entries_return_without_salts_where_somebody_was_erased(desk: OfficeDesk, operator: Operator) -> None:
    done(desk.change_invoice(created(desk.create_invoice()), {**BILLED, "status": "draft"}))
    moment = operator.moment()
    erase("office:main", "client:7")
    operator.damage("billing", lambda item: entry(1)(item) or entry(2)(item))

    outcome = operator.restore("billing", moment, "--kind", "journal", "--apply")

    assert (outcome.status, outcome.report["counts"]["journal"]["returned"]) == (0, 2)
    report = verified(of_office(desk, disclose="true"))
    assert (report.disclosed, report.withheld) == (1, 2)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_a_restore_that_died_at_any_call_has_left_of_a_journal_the_next_completes_it(
    desk: OfficeDesk, operator: Operator, seed: int
) -> None:
    for _ in range(3):
        done(desk.change_invoice(created(desk.create_invoice()), BILLED))
    before, moment, chance = of_office(desk, disclose="true"), operator.moment(), Random(seed)
    operator.damage("billing", lambda item: of_journal(item) and chance.random() < 0.6)
    kept = operator.faktura.kept()

    @contextmanager
    def world() -> Iterator[None]:
        drop_side_tables()
        operator.faktura.restore(kept)
        yield

    def restore() -> None:
        outcome = operator.restore("billing", moment, "--apply")
        assert outcome.status == 0, outcome.said

    for point in crash_points(world, restore):
        restore()

        assert snapshot() == point.undisturbed, point
        assert of_office(desk, disclose="true") == before, point
