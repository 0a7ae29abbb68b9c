"""The journals of number ranges: what jobs and offices do is in them, and an auditor can verify it offline."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from faktura.audit.errors import Broken
from faktura.core.dynamo import Table, transact
from local.dynamodb.conflicts import conflicting
from tests.support.builders import sales_order
from tests.support.deployment import Deployment
from tests.support.jobs import Shop, executions, invoking
from tests.support.journals import RANGE, changes, of_office, of_shop, verified
from tests.support.offices import DACA, OfficeDesk, created, done
from tests.support.workflow import carry_out


def test_a_job_records_each_invoice_and_its_amounts(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.numbering(startValue=7)

    shop.issued("A", "B")

    found = changes(of_shop(shop))
    assert found[0] == {"kind": "SKIPPED", "first": 1, "last": 7, "reason": "BEFORE_JOURNAL"}
    assert [(one["kind"], one["number"], one["ordinal"]) for one in found[1:]] == [
        ("ISSUED", "R-0008", 8),
        ("ISSUED", "R-0009", 9),
    ]
    assert {**found[1]["content"], "issuedAt": ""} == {
        "issuedAt": "",
        "currency": "EUR",
        "net": "368.50",
        "tax": "65.22",
        "gross": "433.72",
    }


def test_an_auditor_verifies_what_jobs_issued_with_its_content(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.numbering()
    shop.issued(*(f"A{n}" for n in range(70)))
    shop.issued(*(f"B{n}" for n in range(5)))

    report = verified(of_shop(shop, size=2, disclose="true"))

    assert (report.issued, report.disclosed, report.withheld) == (75, 75, 0)


def test_a_credit_note_is_in_its_own_range(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.numbering()
    shop.numbers_credit_notes()
    [invoice] = shop.issued("A")

    assert shop.credit(invoice).status == 201

    [change] = changes(of_shop(shop, "jobs/acme/C-*"))
    assert (change["kind"], change["number"], change["content"]["credits"]) == ("ISSUED", "C-0001", "R-0001")
    listed = shop.request("jobs.list_number_ranges", "GET", "/invoice/{tenant}/numbering")
    assert [(one["range"], one["end"]["position"]) for one in listed.json] == [("jobs/acme/C-*", 1), (RANGE, 1)]


def test_the_journal_shows_no_personal_data(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.numbering()
    shop.has(sales_order("A", customer={"name": "Mona Muster"}))
    shop.invoice("A")
    desk = OfficeDesk(faktura)
    done(desk.change_invoice(created(desk.create_invoice()), {"billTo": "Mona Muster", "lineItems": [DACA]}))

    assert "Mona" not in of_shop(shop)
    assert "Mona" not in of_office(desk)
    assert "Mona" in of_office(desk, disclose="true")


def test_a_raised_start_and_a_taken_number_are_recorded(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.numbering(preText="R-1", numberOfDigits=0)
    shop.issued("A")
    shop.numbering(preText="R-", numberOfDigits=0, startValue=9)

    shop.issued("B", "C")
    shop.numbering(preText="R-", numberOfDigits=0, startValue=20)
    shop.issued("D")

    pages = of_shop(shop)
    left_out = [(one["first"], one["last"], one["reason"]) for one in changes(pages) if one["kind"] == "SKIPPED"]
    assert left_out == [(1, 9, "BEFORE_JOURNAL"), (11, 11, "TAKEN"), (13, 20, "START_VALUE")]
    assert verified(pages).issued == 3


def test_the_highest_start_value_is_numbered_on_and_verified(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.numbering(startValue=10**18, maxValue=None)
    shop.numbers_credit_notes(startValue=10**18)

    [invoice] = shop.issued("A")
    credited = shop.credit(invoice)

    assert credited.status == 201
    [left_out, change] = changes(of_shop(shop))
    assert (left_out["last"], change["number"], change["ordinal"]) == (10**18, f"R-{10**18 + 1}", 10**18 + 1)
    assert verified(of_shop(shop, disclose="true")).skipped == 10**18
    assert verified(of_shop(shop, "jobs/acme/C-*")).issued == 1


def test_an_office_records_creation_changes_and_voiding(faktura: Deployment) -> None:
    desk = OfficeDesk(faktura)
    first = created(desk.create_invoice())
    done(desk.change_invoice(first, {"lineItems": [DACA], "totalCharged": 40, "billTo": "Bill"}))
    done(desk.change_invoice(first, {"invoiceNumber": "2026/7"}))
    done(desk.change_invoice(first, {"status": "closed"}))

    found = changes(of_office(desk))

    assert [
        (one["kind"], one["number"], one["content"]["status"], one["content"]["totalCharged"]) for one in found
    ] == [
        ("ISSUED", "0001", "draft", "0"),
        ("CHANGED", "0001", "open", "40"),
        ("CHANGED", "2026/7", "open", "40"),
        ("VOIDED", "2026/7", "closed", "40"),
    ]
    assert [one.get("formerNumber") for one in found] == [None, None, "0001", None]


def test_a_number_given_by_hand_is_stepped_over_and_recorded(faktura: Deployment) -> None:
    desk = OfficeDesk(faktura)
    first = created(desk.create_invoice())
    done(desk.change_invoice(first, {"invoiceNumber": "0002"}))

    created(desk.create_invoice())

    found = changes(of_office(desk))
    assert found[2:] == [
        {"kind": "SKIPPED", "first": 2, "last": 2, "reason": "TAKEN"},
        {"kind": "ISSUED", "number": "0003", "ordinal": 3, "content": found[-1]["content"]},
    ]
    assert verified(of_office(desk)).issued == 2


def test_payments_are_no_part_of_the_journal(faktura: Deployment) -> None:
    desk = OfficeDesk(faktura)
    invoice = desk.priced(30)
    before = of_office(desk)

    desk.paid(30, {invoice: 30})

    assert desk.invoice(invoice).json["status"] == "completed"
    assert of_office(desk) == before


def test_content_that_changed_since_is_not_disclosed_and_the_rest_agrees(faktura: Deployment) -> None:
    desk = OfficeDesk(faktura)
    invoice = created(desk.create_invoice())
    for note in ("first", "second"):
        done(desk.change_invoice(invoice, {"clientNote": note}))

    report = verified(of_office(desk, disclose="true"))

    assert (report.disclosed, report.withheld) == (1, 2)


def test_what_tags_redact_is_not_disclosed_to_a_request_without_them(faktura: Deployment) -> None:
    desk = OfficeDesk(faktura)
    desk.priced(30, tags="immigration", billTo="Mona Muster")

    assert "Mona" not in of_office(desk, disclose="true")
    assert "Mona" in of_office(desk, disclose="true", tags="immigration")


def test_the_journal_of_an_office_needs_a_scope_of_its_own(faktura: Deployment) -> None:
    desk = OfficeDesk(faktura, scopes=("invoices:read", "invoices:write", "payments:read"))

    assert desk.call("audit_numbering").status == 403


def test_an_office_without_invoices_has_an_empty_journal(faktura: Deployment) -> None:
    reply = OfficeDesk(faktura).call("audit_numbering")

    assert (reply.status, reply.json["entries"], reply.json["end"]["position"]) == (200, [], 0)


def test_the_longest_texts_have_a_journal(faktura: Deployment) -> None:
    shop = Shop(faktura)
    texts = {"preText": "ß" * 33, "postText": "漢" * 22}
    shop.numbering(**texts)
    shop.has("A")

    [one] = shop.invoice("A")["orders"]

    [listed] = shop.request("jobs.list_number_ranges", "GET", "/invoice/{tenant}/numbering").json
    assert one["invoiceNumber"] == "ß" * 33 + "0001" + "漢" * 22
    assert verified(of_shop(shop, listed["range"], disclose="true")).disclosed == 1


@pytest.mark.parametrize("name", ["jobs/globex/R-*", "jobs/acme/X-*", "billing/main", "R-*"])
def test_a_range_of_another_tenant_is_as_unknown_as_one_that_does_not_exist(faktura: Deployment, name: str) -> None:
    other = Shop(faktura, "globex")
    other.numbering()
    other.issued("A")

    reply = Shop(faktura).request(
        "jobs.audit_numbering", "GET", "/invoice/{tenant}/numbering/audit", query={"range": name}
    )

    assert (reply.status, reply.json["message"]) == (404, "The number range does not exist.")


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"range": ""},
        {"range": RANGE, "after": "-1"},
        {"range": RANGE, "pageSize": "101"},
        {"range": RANGE, "disclose": "1"},
    ],
)
def test_a_malformed_query_is_refused(faktura: Deployment, query: Mapping[str, str]) -> None:
    reply = Shop(faktura).request("jobs.audit_numbering", "GET", "/invoice/{tenant}/numbering/audit", query=query)

    assert reply.status == 400


def test_offices_that_work_at_once_leave_one_chain(faktura: Deployment) -> None:
    desk = OfficeDesk(faktura)

    with conflicting(rate=0.2, seed=5):
        replies = desk.at_once("create_invoice", [b""] * 40, threads=8)

    assert {reply.status for reply in replies} == {201}
    report = verified(of_office(desk))
    assert (report.issued, report.last) == (40, 40)


def test_jobs_at_once_leave_one_chain(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.numbering()
    orders = [f"A{n}" for n in range(40)]
    shop.has(*orders)
    for n in range(4):
        assert shop.start(*orders[n * 10 : n * 10 + 10]).status == 201

    with conflicting(rate=0.1, seed=3), ThreadPoolExecutor(1):
        carry_out(executions(faktura), invoking(faktura), Random(7))

    report = verified(of_shop(shop))
    assert report.issued == 40


@pytest.mark.parametrize("damage", ["a bill", "an invoice removed", "an entry", "an entry removed"])
def test_what_is_changed_in_the_table_is_found(faktura: Deployment, damage: str) -> None:
    shop = Shop(faktura)
    shop.numbering()
    shop.issued("A")
    shop.issued("B")
    shop.issued("C")
    table = Table(faktura.stack.physical["JobTable"])
    other_key = {"tenant": "acme#invoice", "record": "R-0003"}
    other = table.get(other_key)
    key = {"tenant": "acme#journal#R-*", "record": f"{2:012d}"}
    assert other

    if damage == "a bill":
        table.update({**other_key, "record": "R-0002"}, "SET bill = :bill", {":bill": other["bill"]})
    elif damage == "an entry":
        entry = table.get({**key, "record": f"{3:012d}"})
        assert entry
        table.update(key, "SET entry = :entry", {":entry": entry["entry"]})
    else:
        transact([table.deleting({**other_key, "record": "R-0002"} if damage == "an invoice removed" else key)])

    with pytest.raises(Broken):
        verified(of_shop(shop, disclose="true"))


@pytest.mark.parametrize("is_put_back", [False, True])
def test_an_entry_is_never_overwritten(faktura: Deployment, is_put_back: bool) -> None:
    shop = Shop(faktura)
    shop.numbering()
    shop.issued("A")
    table, partition = Table(faktura.stack.physical["JobTable"]), {"tenant": "acme#journal#R-*"}
    head = table.get({**partition, "record": "head"})
    shop.issued("B")
    entries = [table.get({**partition, "record": f"{position:012d}"}) for position in (1, 2)]
    transact([table.deleting({**partition, "record": "head"})])
    if is_put_back:
        faktura.fill("JobTable", [head or {}])

    shop.has("C")
    refused = shop.start("C")
    with pytest.raises(Broken, match=r"The head of jobs/acme/R-\* was removed or put back: entry . is there already"):
        faktura.call("jobs.number_chunk", {"tenant": "acme", "jobId": refused.json["jobId"], "chunk": 0}, 900)

    assert [table.get({**partition, "record": f"{position:012d}"}) for position in (1, 2)] == entries


def test_a_page_ends_before_it_is_too_large_for_an_answer(faktura: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faktura.audit.journal_service.MAX_PAGE_BYTES", 9_000)
    shop = Shop(faktura)
    shop.numbering()
    for name in "ABCDEF":
        shop.issued(name)
    shop.issued(*(f"G{n}" for n in range(20)))

    pages = of_shop(shop, disclose="true")

    sizes = [len(json.dumps(line)) for line in pages.split("\n")]
    assert len(sizes) > 3
    assert max(sizes) < 18_000
    report = verified(pages)
    assert report.issued == 26
    assert 6 <= report.disclosed < 26
