"""Erasing a client of an office: drafts at once, issued invoices and payments when the law allows, the books intact."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import time_machine

from faktura.audit.chain import verify
from faktura.audit.journal_file import pages_of
from faktura.core.dynamo import Table
from tests.support.deployment import Deployment, forget
from tests.support.faults.crashes import crash_points
from tests.support.faults.state import snapshot
from tests.support.imports import INVOICE, PAID, PAYMENT, into_office, written
from tests.support.offices import DACA, OfficeDesk, created
from tests.support.operations import erase, operate, places_of, stored, things
from tests.support.operator import operating

NAME, NOTE, DONE, PAYER = "Ana Canary-Billed", "Canary note", "Canary description", "Canary payer"
LATER = "2036-01-01T08:00:00Z"
"""After the time that the law asks for, for what is issued today."""


def invoiced(desk: OfficeDesk, client: int = 7, **changes: Any) -> int:
    """The id of an open invoice of a client."""
    invoice = created(desk.create_invoice())
    change = {"billTo": NAME, "clients": [client], "clientNote": NOTE, "invoiceDate": "2026-11-02", **changes}
    reply = desk.change_invoice(invoice, {"lineItems": [{**DACA, "description": DONE}], "totalCharged": 40, **change})
    assert reply.status == 200, reply.text
    return int(invoice)


def drafted(desk: OfficeDesk, client: int = 7, **changes: Any) -> int:
    """The id of a draft of a client."""
    invoice = created(desk.create_invoice())
    change = {"billTo": NAME, "clients": [client], "clientNote": NOTE, **changes}
    assert desk.change_invoice(invoice, change).status == 200
    return int(invoice)


def paid(desk: OfficeDesk, invoice: int, client: int = 7, **changes: Any) -> int:
    body: dict[str, Any] = {
        "paymentDate": "2026-11-03",
        "paymentAmount": 40,
        "paymentType": "cash",
        "payerName": PAYER,
        "payerClientIds": [client],
        "invoices": [{"invoiceId": invoice, "amount": 40}],
    }
    reply = desk.call("create_payment", body | changes, headers={"Idempotency-Key": f"pay {invoice} {changes}"})
    assert reply.status == 201, reply.text
    return int(reply.json["id"])


def journal(desk: OfficeDesk) -> str:
    reply = desk.call("audit_numbering", query={"disclose": "true"})
    assert reply.status == 200
    return reply.text


def test_a_draft_is_erased_and_an_issued_invoice_is_kept_until_the_law_allows(faktura: Deployment) -> None:
    desk = OfficeDesk(faktura)
    issued, draft = invoiced(desk), drafted(desk)
    payment = paid(desk, issued)

    report = erase("office:main", "client:7")

    assert things(report["erased"]) == [
        ("invoice", str(draft)),
        ("salt in the journal", "billing/main 3"),
        ("salt in the journal", "billing/main 4"),
    ]
    assert report["kept"] == [
        {"what": "invoice", "id": str(issued), "why": "the law asks to keep it", "until": "2034-12-31"},
        {"what": "payment", "id": str(payment), "why": "the law asks to keep it", "until": "2034-12-31"},
    ]
    assert desk.invoice(draft).json["billTo"] is None
    assert desk.invoice(issued).json["billTo"] == NAME
    assert places_of(faktura, PAYER) == ["BillingTable"]


def test_after_that_nothing_of_the_client_is_left_but_numbers_days_and_amounts(faktura: Deployment) -> None:
    desk = OfficeDesk(faktura)
    issued = invoiced(desk)
    payment = paid(desk, issued)
    names = ("invoiceNumber", "invoiceDate", "totalPaid", "clients")
    amounts = {name: desk.invoice(issued).json[name] for name in names}

    with time_machine.travel(LATER, tick=True):
        report = erase("office:main", "client:7")

    assert {("invoice", str(issued)), ("payment", str(payment))} < set(things(report["erased"]))
    assert report["kept"] == []
    assert [places_of(faktura, text) for text in (NAME, NOTE, DONE, PAYER)] == [[], [], [], []]
    assert {name: desk.invoice(issued).json[name] for name in amounts} == amounts
    assert desk.call("search_invoices", query={"billTo": "Canary"}).json == []


def test_no_digest_of_what_was_imported_is_left_and_the_same_file_brings_nothing_back(
    faktura: Deployment, tmp_path: Path
) -> None:
    invoice = {**INVOICE, "billTo": NAME, "clients": 7}
    payment = {**PAYMENT, **PAID, "payerName": PAYER, "payerClientIds": 7}
    files = [written(tmp_path / f"{name}.csv", [row]) for name, row in (("i", invoice), ("p", payment))]
    assert [into_office(faktura, path).status for path in files] == [0, 0]
    digests = [item["digest"] for item in faktura.items("BillingTable") if "digest" in item]

    with time_machine.travel(LATER, tick=True):
        report, again = erase("office:main", "client:7"), erase("office:main", "client:7")

    assert {("digest of an import", "invoice 1"), ("digest of an import", "payment 1")} < set(things(report["erased"]))
    assert again["notFound"]
    assert [places_of(faktura, digest) for digest in digests] == [[], []]
    assert [into_office(faktura, path).out for path in files] == [
        "invoices: 0 new, 1 unchanged.",
        "payments: 0 new, 1 unchanged.",
    ]
    assert places_of(faktura, NAME) == []


def test_a_payment_without_a_client_is_that_of_the_client_whose_invoices_it_pays(faktura: Deployment) -> None:
    desk = OfficeDesk(faktura)
    payment = paid(desk, invoiced(desk), payerClientIds=[])
    kept = erase("office:main", "client:7")["kept"]

    with time_machine.travel(LATER, tick=True):
        erase("office:main", "client:7")

    assert ("payment", str(payment)) in things(kept)
    assert places_of(faktura, PAYER) == []


def test_a_payment_of_a_namesake_is_kept_and_named(faktura: Deployment) -> None:
    desk = OfficeDesk(faktura)
    invoiced(desk)
    unconnected = paid(desk, 0, payerClientIds=[], payerName=NAME, invoices=[])
    elsewhere = paid(desk, invoiced(desk, 8, billTo="Someone else"), payerClientIds=[], payerName=NAME)
    paid(desk, 0, payerClientIds=[], payerName="Someone else", invoices=[])

    with time_machine.travel(LATER, tick=True):
        report = erase("office:main", "client:7")

    why = "it has this name and no client; change it yourself if it is the same person's"
    assert report["kept"] == [
        {"what": "payment", "id": str(payment), "why": why} for payment in sorted((unconnected, elsewhere))
    ]
    assert "names of services" in [one["what"] for one in report["notSearched"]]


def test_the_journal_verifies_after_an_erasure_and_withholds_what_was_erased(faktura: Deployment) -> None:
    desk = OfficeDesk(faktura)
    draft = drafted(desk)
    before = verify(list(pages_of(journal(desk))))
    salts = json.dumps([one["salts"] for one in salted(faktura)], default=bytes.hex)

    erase("office:main", "client:7")

    after = verify(list(pages_of(journal(desk))))
    assert (before.first, after.first) == (1, 1)
    assert after.withheld > before.withheld
    assert salts != json.dumps([one["salts"] for one in salted(faktura)], default=bytes.hex)
    assert desk.invoice(draft).json["clientNote"] == ""


def salted(faktura: Deployment) -> list[dict[str, Any]]:
    return [item for item in faktura.items("BillingTable") if item.get("salts")]


@pytest.mark.parametrize("damage", [b"no entry", None], ids=["unreadable", "that of another place"])
def test_a_damaged_journal_holds_no_erasure_back(faktura: Deployment, damage: bytes | None) -> None:
    desk = OfficeDesk(faktura)
    drafted(desk, 8)
    drafted(desk)
    with operating(faktura) as operator:
        first, *_, last = sorted(
            (item for item in operator.items("billing") if "entry" in item), key=lambda item: str(item["record"])
        )
        operator.damage("billing", lambda item: item["record"] == last["record"], {"entry": damage or first["entry"]})
        operator.damage("billing", lambda item: item["record"] == f"journal#{2:012}", {"entry": b"no entry"})

        erase("office:main", "client:7")

        left = {item["record"][-1]: len(item["salts"]) for item in operator.items("billing") if "entry" in item}
    assert desk.invoice(2).json["billTo"] is None
    assert left["3"] == 0
    assert erase("office:main", "client:7")["erased"] == []


def test_an_erasure_says_that_a_journal_has_lost_its_end(faktura: Deployment) -> None:
    desk = OfficeDesk(faktura)
    drafted(desk)
    with operating(faktura) as operator:
        operator.damage("billing", lambda item: item["record"] == "journal#head")

    outcome = operate("erase", "--stack", "faktura", "office:main", "client:7", "--apply")

    assert (outcome.status, outcome.report) == (1, None)
    assert outcome.said == "The head of billing/main was removed or put back: entry 1 is there already.\n"


def test_without_apply_nothing_changes(faktura: Deployment) -> None:
    desk = OfficeDesk(faktura)
    drafted(desk), paid(desk, invoiced(desk))
    before = snapshot()

    report = erase("office:main", "client:7", applied=False)

    assert snapshot() == before
    assert report["applied"] is False
    assert things(report["erased"]) == things(erase("office:main", "client:7")["erased"])


def test_a_second_erasure_finds_nothing_and_changes_nothing(faktura: Deployment) -> None:
    desk = OfficeDesk(faktura)
    drafted(desk), paid(desk, invoiced(desk))
    erase("office:main", "client:7")
    before = snapshot()

    report = erase("office:main", "client:7")

    assert report["erased"] == []
    assert snapshot() == before


def test_an_erasure_that_breaks_off_anywhere_goes_on_when_it_is_repeated(faktura: Deployment) -> None:
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False):
        desk = OfficeDesk(faktura)
        drafted(desk), paid(desk, invoiced(desk))
        before, points = faktura.kept(), 0

        @contextmanager
        def world() -> Iterator[None]:
            faktura.restore(before)
            forget(clients=False)
            yield

        for point in crash_points(world, lambda: erase("office:main", "client:7")):
            forget(clients=False)
            erase("office:main", "client:7")
            points += 1
            assert snapshot() == point.undisturbed, point

    assert points >= 7


def test_other_clients_and_other_offices_are_untouched(faktura: Deployment) -> None:
    desk, other = OfficeDesk(faktura), OfficeDesk(faktura, office="other")
    drafted(desk)
    theirs, elsewhere = drafted(desk, client=8), drafted(other)
    before = {content for content in stored(faktura).values() if '"other"' in content}

    erase("office:main", "client:7")

    assert desk.invoice(theirs).json["billTo"] == other.invoice(elsewhere).json["billTo"] == NAME
    assert before <= set(stored(faktura).values())


def test_an_invoice_of_two_clients_is_erased_with_the_second_of_them(faktura: Deployment) -> None:
    desk = OfficeDesk(faktura)
    shared = drafted(desk, clients=[7, 8])

    first, second = erase("office:main", "client:7"), erase("office:main", "client:8")

    assert [one["why"][:25] for one in first["kept"]] == ["it is of other clients, t"]
    assert things(second["erased"])[0] == ("invoice", str(shared))
    assert places_of(faktura, NAME) == []


def test_erased_clients_are_erased_again_after_a_restore(faktura: Deployment) -> None:
    desk = OfficeDesk(faktura)
    draft = drafted(desk)
    restored = [item for item in faktura.items("BillingTable") if item["record"].startswith("invoice")]
    erase("office:main", "client:7")
    for item in restored:
        Table(faktura.stack.physical["BillingTable"]).put(item)

    [report] = erase("office:main", "--registered")

    assert (report["customer"], things(report["erased"])[0]) == ("client:7", ("invoice", str(draft)))
    assert places_of(faktura, NAME) == []


@pytest.mark.usefixtures("faktura")
def test_a_customer_that_a_tenant_cannot_have_is_refused() -> None:
    answers = [
        operate("erase", "--stack", "faktura", *terms)
        for terms in (("office:main", "email:a@example.com"), ("office:main", "client:x"), ("provider:north", "x:1"))
    ]

    assert [one.status for one in answers] == [1, 1, 1]
    assert all(one.said for one in answers)
