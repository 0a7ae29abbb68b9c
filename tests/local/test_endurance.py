"""A minute of mixed traffic among faults and kills; then the books agree, and the audit names any damage to them.

`make proof PART=endurance` does the same for half an hour.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.endurance.billing import BillingTraffic
from tests.support.endurance.damage import changed, deleted, with_message, with_object, without_object
from tests.support.endurance.insurers import InsurerTraffic
from tests.support.endurance.memory import Growth, leaks
from tests.support.endurance.orphans import orphans
from tests.support.endurance.practices import PracticeTraffic
from tests.support.endurance.round import Outcome, audited, drive, faulty, left_over, mixed, receiver_answers
from tests.support.endurance.shops import ShopTraffic
from tests.support.endurance.workshops import WorkshopTraffic
from tests.support.endurance.world import Traffic, World
from tests.support.local.stacks import Served
from tests.support.receivers import receiving

SEED, SECONDS, RATE = 1, 60, 3


@dataclass
class Endured:
    """A stack after its traffic."""

    world: World
    traffic: list[Traffic]
    outcome: Outcome

    @property
    def stack(self) -> Served:
        return self.world.stack

    def findings(self, book: type[Traffic]) -> list[str]:
        """Those of the clients of an API."""
        return [finding for one in self.traffic if isinstance(one, book) for finding in one.findings()]


@pytest.fixture(scope="module")
def endured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endured]:
    with (
        faulty(SEED, RATE, tmp_path_factory.mktemp("endured")) as stack,
        receiving(*receiver_answers(SEED)) as receiver,
    ):
        world = World(stack, SEED, receiver)
        traffic = mixed(world)
        yield Endured(world, traffic, drive(world, traffic, SECONDS))


def test_every_book_agrees_after_a_minute_of_faults(endured: Endured) -> None:
    memory = leaks({name: Growth(*seen) for name, seen in endured.outcome.memory.items()})
    found = memory + endured.outcome.findings + audited(endured.world, endured.traffic)

    assert found == [], f"SEED={SEED}"


def test_every_api_was_called_and_every_kind_of_fault_was_met(endured: Endured) -> None:
    apis = {answer.partition(" ")[0] for answer in endured.outcome.answers}

    assert apis == {"billing", "pims", "jobs", "capture", "cases"}
    assert {"throttled", "failed before", "failed after", "cut off after"} <= endured.outcome.faults.keys()
    assert endured.outcome.kills > 0


def _begins(attribute: str, text: str) -> Callable[[dict[str, Any]], bool]:
    return lambda item: str(item[attribute]).startswith(text)


@contextmanager
def _webhook_lost(endured: Endured) -> Iterator[None]:
    received = endured.world.receiver.received
    kept = received[:]
    received.clear()
    try:
        yield
    finally:
        received[:] = kept


_INVOICE_OF_OFFICE = lambda item: item["office"].startswith("office") and "totalCharged" in item  # noqa: E731
_IS_ENTRY = lambda item: item["tenant"] == "shop#journal#INV-*" and item["record"] != "head"  # noqa: E731

DAMAGES: dict[str, tuple[Callable[[Endured], AbstractContextManager[None]], Any, str]] = {
    "a balance": (
        lambda one: changed(one.stack, "BillingTable", _INVOICE_OF_OFFICE, totalCharged=987),
        BillingTraffic,
        "987",
    ),
    "a billed number": (
        lambda one: deleted(one.stack, "BillingTable", _begins("record", "number#")),
        orphans,
        "is missing",
    ),
    "an entry of an office's journal": (
        lambda one: deleted(
            one.stack,
            "BillingTable",
            lambda item: item["office"].startswith("office") and item["record"] == "journal#000000000001",
        ),
        BillingTraffic,
        "The file ",
    ),
    "an issued invoice": (
        lambda one: deleted(
            one.stack, "JobTable", lambda item: item["tenant"] == "shop#invoice" and "issuedAt" in item
        ),
        ShopTraffic,
        "have gaps or repeat",
    ),
    "an entry of a shop's journal": (
        lambda one: deleted(one.stack, "JobTable", _IS_ENTRY),
        ShopTraffic,
        "jobs/shop/INV-*: ",
    ),
    "an order's reference": (
        lambda one: changed(one.stack, "JobTable", lambda item: "invoiceNumber" in item, invoiceNumber="INV-99999"),
        orphans,
        "which does not exist",
    ),
    "a PDF": (
        lambda one: without_object(one.stack, "JobBucket", "invoices/shop/INV-"),
        ShopTraffic,
        "there is no such file",
    ),
    "a stray PDF": (
        lambda one: with_object(one.stack, "JobBucket", "invoices/shop/INV-99999.pdf"),
        ShopTraffic,
        "the file has no document",
    ),
    "a captured number": (
        lambda one: deleted(one.stack, "CaptureTable", _begins("record", "request#")),
        InsurerTraffic,
        "is not listed",
    ),
    "an entry of a list": (
        lambda one: deleted(one.stack, "CaptureTable", _begins("record", "list#")),
        orphans,
        "is missing",
    ),
    "a stray original": (
        lambda one: with_object(one.stack, "CaptureBucket", "originals/insurer/nobody"),
        InsurerTraffic,
        "the file has no request",
    ),
    "all webhooks": (_webhook_lost, InsurerTraffic, "its webhook has not arrived"),
    "a state of a practice's invoice": (
        lambda one: changed(one.stack, "PimsTable", _begins("practice", "practice"), total=0),
        PracticeTraffic,
        "stored is state 0",
    ),
    "a reported invoice": (
        lambda one: deleted(one.stack, "CasesTable", _begins("place", "provider#workshop")),
        WorkshopTraffic,
        "is None, reported was",
    ),
    "a count of a case": (
        lambda one: changed(one.stack, "CasesTable", _begins("place", "tally#"), invoices=1_000),
        orphans,
        "counts 1000 invoices",
    ),
    "a dead letter": (
        lambda one: with_message(one.stack, "PimsDeadLetterQueue"),
        left_over,
        "PimsDeadLetterQueue has 1 messages",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_audit_names_damage_to(endured: Endured, damage: str) -> None:
    begin, book, told = DAMAGES[damage]

    with begin(endured):
        found = endured.findings(book) if isinstance(book, type) else book(endured.stack)

    assert any(told in finding for finding in found), found
