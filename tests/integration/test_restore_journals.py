"""A restore says in the journals what it put back, so that journals and books agree straight afterwards."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest

from faktura.audit.journal_file import pages_of
from tests.support.bookkeeping import TAG, Desk, any_step
from tests.support.books import Books
from tests.support.builders import sales_order
from tests.support.deployment import Deployment
from tests.support.faults.crashes import crash_points
from tests.support.faults.state import snapshot
from tests.support.jobs import Shop
from tests.support.journals import changes, of_office, of_shop, verified
from tests.support.offices import BILLED, OfficeDesk, created, done
from tests.support.operations import erase
from tests.support.operator import Operator, drop_side_tables


def said_last(pages: str) -> dict[str, dict[str, Any]]:
    """What a disclosed journal of an office says last of each invoice: its number, content and committed document."""
    found: dict[str, dict[str, Any]] = {}
    for entry in (one for page in pages_of(pages) for one in page.entries):
        disclosed = {one.change: json.loads(one.document) for one in entry.disclosed or []}
        for place, change in enumerate(entry.entry.changes):
            if change.content:
                document = {"document": disclosed.get(place)} if change.commitment else {}
                one = found.setdefault(change.content["invoiceId"], {})
                one |= {"number": change.number, **change.content, **document}
    return found


def shown_now(desk: OfficeDesk, ids: range) -> dict[str, dict[str, Any]]:
    """The same, from the invoices as the API shows them."""
    found = {}
    for invoice in ids:
        shown = json.loads(done(desk.invoice(invoice, tags=TAG)).text, parse_float=str, parse_int=str)
        lines = [{name: value for name, value in line.items() if value is not None} for line in shown["lineItems"]]
        found[str(invoice)] = {
            "number": shown["invoiceNumber"],
            "invoiceId": str(invoice),
            "invoiceDate": shown["invoiceDate"],
            "totalCharged": shown["totalCharged"],
            "status": "open" if shown["status"] == "completed" else shown["status"],
            "document": (shown["billTo"], shown["clients"], len(lines), shown["clientNote"]),
        }
    return found


def agreed(desk: OfficeDesk, ids: range) -> bool:
    """Whether the journal verifies and says last of each invoice what the API shows."""
    pages = of_office(desk, disclose="true", tags=TAG)
    verified(pages)
    said = said_last(pages)
    for one in said.values():
        document = one["document"]
        clients = [str(client) for client in document["clients"]]
        one["document"] = (document["billTo"], clients, len(document["lineItems"]), document["clientNote"])
    return said == shown_now(desk, ids)


def test_an_invoice_that_is_put_back_is_a_change_in_the_journal(desk: OfficeDesk, operator: Operator) -> None:
    invoice = created(desk.create_invoice())
    done(desk.change_invoice(invoice, BILLED))
    moment = operator.moment()
    done(desk.change_invoice(invoice, {"totalCharged": 50, "billTo": "John Doe", "status": "closed"}))

    outcome = operator.restore("billing", moment, "--apply")

    assert (outcome.status, outcome.report["counts"]["journal"]["restated"]) == (0, 1)
    last = changes(of_office(desk))[-1]
    assert (last["kind"], last["content"]["totalCharged"], last["content"]["status"]) == ("CHANGED", "40", "open")
    assert agreed(desk, range(1, 2))


@pytest.mark.parametrize("seed", range(4))
def test_after_any_restore_the_journal_of_an_office_says_what_its_invoices_are(
    faktura: Deployment, desk: OfficeDesk, operator: Operator, seed: int
) -> None:
    member, books, chance = Desk.of(faktura), Books(), Random(seed)
    for step in (any_step(chance, books) for _ in range(25)):
        assert step.over(member).status == step.on(books)
    moment = operator.moment()
    for step in (any_step(chance, books) for _ in range(25)):
        assert step.over(member).status == step.on(books)
    operator.damage("billing", lambda item: "invoice" in item["record"] and chance.random() < 0.3)

    outcome = operator.restore("billing", moment, "--apply")

    assert (outcome.status, outcome.said) == (0, outcome.said)
    counted = range(1, len(desk.call("search_invoices", query={"tags": TAG}).json) + 1)
    assert agreed(desk, counted)


def test_what_the_journal_says_already_is_not_said_again(desk: OfficeDesk, operator: Operator) -> None:
    invoice = created(desk.create_invoice())
    done(desk.change_invoice(invoice, BILLED))
    moment, before = operator.moment(), changes(of_office(desk))
    operator.damage("billing", lambda item: item["record"].startswith("invoice#"))

    outcome = operator.restore("billing", moment, "--apply")

    assert (outcome.status, outcome.report["counts"]["invoice"]) == (0, {"returned": 2})
    assert changes(of_office(desk)) == before
    assert agreed(desk, range(1, 2))


def test_numbers_that_were_exchanged_since_return_to_their_invoices(desk: OfficeDesk, operator: Operator) -> None:
    for _ in range(3):
        created(desk.create_invoice())
    moment = operator.moment()
    for invoice, number in ((1, "X"), (2, "0001"), (3, "0002"), (1, "0003")):
        done(desk.change_invoice(invoice, {"invoiceNumber": number}))

    outcome = operator.restore("billing", moment, "--apply")

    assert (outcome.status, operator.problems("billing")) == (0, [])
    moved = [(one["formerNumber"], one["number"]) for one in changes(of_office(desk))[-3:]]
    assert sorted(moved) == [("0001", "0002"), ("0002", "0003"), ("0003", "0001")]
    assert agreed(desk, range(1, 4))


def test_a_number_is_given_up_before_another_invoice_takes_it_back(desk: OfficeDesk, operator: Operator) -> None:
    for _ in range(25):
        created(desk.create_invoice())
    moment = operator.moment()
    done(desk.change_invoice(25, {"invoiceNumber": "X"}))
    for invoice in range(24, 0, -1):
        done(desk.change_invoice(invoice, {"invoiceNumber": f"{invoice + 1:04}"}))

    outcome = operator.restore("billing", moment, "--apply")

    assert (outcome.status, operator.problems("billing")) == (0, [])
    assert agreed(desk, range(1, 26))


def test_an_erased_client_who_returns_is_in_the_journal_until_erased_again(
    desk: OfficeDesk, operator: Operator
) -> None:
    invoice = created(desk.create_invoice())
    done(desk.change_invoice(invoice, {**BILLED, "status": "draft"}))
    moment = operator.moment()
    erase("office:main", "client:7")

    operator.restore("billing", moment, "--apply")
    returned = agreed(desk, range(1, 2))
    erase("office:main", "client:7")

    assert returned
    assert desk.invoice(invoice).json["billTo"] is None
    assert agreed(desk, range(1, 2))


def test_a_restore_beside_a_damaged_journal_says_what_it_put_back(desk: OfficeDesk, operator: Operator) -> None:
    done(desk.change_invoice(created(desk.create_invoice()), BILLED))
    moment = operator.moment()
    operator.damage("billing", lambda item: item["record"].startswith("invoice#"))
    operator.damage("billing", lambda item: item["record"] == f"journal#{2:012}", {"entry": b"no entry"})

    outcome = operator.restore("billing", moment, "--apply")

    assert (outcome.status, outcome.report["counts"]["journal"]["restated"]) == (0, 1)
    assert desk.call("audit_numbering", query={"after": "2"}).json["end"]["position"] == 3


class Rewound:
    """An office that is put back to an earlier state of its 25 invoices, always the same."""

    def __init__(self, operator: Operator, desk: OfficeDesk) -> None:
        self._operator = operator
        for _ in range(12):
            done(desk.change_invoice(created(desk.create_invoice()), BILLED))
        self._moment = operator.moment()
        for invoice in range(1, 13):
            done(desk.change_invoice(invoice, {"totalCharged": 50, "invoiceNumber": f"X-{invoice}"}))
        self._kept = operator.faktura.kept()

    @contextmanager
    def world(self) -> Iterator[None]:
        """The office before its restore."""
        drop_side_tables()
        self._operator.faktura.restore(self._kept)
        yield

    def restore(self) -> None:
        outcome = self._operator.restore("billing", self._moment, "--apply")
        assert outcome.status == 0, outcome.said


def test_a_restore_that_died_at_any_call_says_everything_once(desk: OfficeDesk, operator: Operator) -> None:
    rewound = Rewound(operator, desk)

    for point in crash_points(rewound.world, rewound.restore):
        rewound.restore()

        left = [one for one in snapshot() if "journal#" not in one.key]
        assert left == [one for one in point.undisturbed if "journal#" not in one.key], point
        restated = [one["number"] for one in changes(of_office(desk)) if one["kind"] == "CHANGED"][-12:]
        assert restated == [f"{number:04}" for number in range(1, 13)], point
        assert len(changes(of_office(desk))) == 48, point
        assert agreed(desk, range(1, 13)), point


def bill_of(item: dict[str, Any]) -> bool:
    return item["tenant"].endswith("#invoice")


def test_a_shops_document_that_is_put_back_unchanged_adds_nothing(shop: Shop, operator: Operator) -> None:
    shop.issued("A", "B")
    moment = operator.moment()
    before = changes(of_shop(shop))
    operator.damage("jobs", bill_of)

    outcome = operator.restore("jobs", moment, "--apply")

    assert outcome.report["counts"]["invoice"] == {"returned": 2}
    assert changes(of_shop(shop)) == before
    report = verified(of_shop(shop, disclose="true"))
    assert (report.disclosed, report.withheld) == (2, 0)


@pytest.fixture
def changed_shop(shop: Shop, operator: Operator) -> Shop:
    """A shop whose first invoice has the bill of its second one, as somebody has changed it in the table."""
    shop.has(sales_order(id="C"))
    shop.issued("A", "B")
    [bill] = [item["bill"] for item in operator.items("jobs") if bill_of(item) and item["orderId"] == "B"]
    operator.damage("jobs", lambda item: bill_of(item) and item["orderId"] == "A", {"bill": bill})
    return shop


def test_a_shops_document_that_is_put_back_as_another_one_is_a_change(changed_shop: Shop, operator: Operator) -> None:
    moment = operator.moment()
    operator.damage("jobs", bill_of)

    outcome = operator.restore("jobs", moment, "--apply")
    changed_shop.issued("C")

    assert (outcome.status, outcome.report["counts"]["journal"]["restated"]) == (0, 1)
    kinds = [(one["kind"], one["number"]) for one in changes(of_shop(changed_shop))]
    assert kinds == [("ISSUED", "R-0001"), ("ISSUED", "R-0002"), ("CHANGED", "R-0001"), ("ISSUED", "R-0003")]
    report = verified(of_shop(changed_shop, disclose="true"))
    assert (report.disclosed, report.withheld) == (3, 1)


def test_a_second_restore_of_a_shop_says_nothing_again(changed_shop: Shop, operator: Operator) -> None:
    moment = operator.moment()
    operator.damage("jobs", bill_of)
    operator.restore("jobs", moment, "--apply")
    before = of_shop(changed_shop, disclose="true")
    operator.damage("jobs", bill_of)

    operator.restore("jobs", moment, "--apply")

    assert of_shop(changed_shop, disclose="true") == before
