"""Restoring invoice jobs, provider invoices, capture and PIMS: what each brings back, and what it never rewinds."""

from typing import Any

import pytest

from faktura.core import json
from faktura.operations.restore.item_store import ItemStore
from faktura.operations.restore.plan import Plan
from tests.support.builders import pims_invoice, sales_order
from tests.support.capture.requests import push
from tests.support.cases import GUIDS, Client, invoice
from tests.support.deployment import Deployment
from tests.support.jobs import INVOICES, Shop
from tests.support.operator import Operator


@pytest.fixture
def shop(faktura: Deployment) -> Shop:
    """A shop that numbers R-0001 and has invoiced one of two orders."""
    shop = Shop(faktura)
    shop.numbering()
    shop.has(sales_order(id="a"), sales_order(id="b"))
    assert numbers(shop.invoice("a")) == {"a": "R-0001"}
    return shop


def numbers(job: dict[str, Any]) -> dict[str, str]:
    """The number of each invoiced order."""
    return {one["orderId"]: one["invoiceNumber"] for one in job["orders"] if one["orderStatus"] == "SUCCESS"}


def partition_of(kind: str) -> Any:
    return lambda item: item["tenant"].endswith(f"#{kind}")


def test_an_order_that_was_invoiced_since_comes_back_invoiced(shop: Shop, operator: Operator) -> None:
    moment = operator.moment()
    assert numbers(shop.invoice("b")) == {"b": "R-0002"}
    operator.damage("jobs", partition_of("order"))

    outcome = operator.restore("jobs", moment, "--apply")

    assert (outcome.status, operator.problems("jobs")) == (0, [])
    again = shop.invoice("a", "b")
    assert [one["message"] for one in again["orders"]] == [
        f"The order already has an invoice: {number}." for number in ("R-0001", "R-0002")
    ]
    shop.has(sales_order(id="c"))
    assert numbers(shop.invoice("c")) == {"c": "R-0003"}


def test_an_order_gets_its_content_back_and_keeps_its_invoice(shop: Shop, operator: Operator) -> None:
    before = shop.get_order("a").json
    moment = operator.moment()
    shop.put_order(sales_order(id="a", status="CANCELLED"))

    operator.restore("jobs", moment, "--apply")

    assert shop.get_order("a").json == before
    assert [item["invoiceNumber"] for item in operator.items("jobs") if item["record"] == "a"] == ["R-0001"]


@pytest.mark.usefixtures("shop")
def test_lost_documents_come_back_and_leave_no_gap(operator: Operator) -> None:
    moment = operator.moment()
    operator.damage("jobs", partition_of("invoice"))
    lost = operator.problems("jobs")

    outcome = operator.restore("jobs", moment, "--apply")

    assert lost
    assert (outcome.status, operator.problems("jobs")) == (0, [])
    assert outcome.report["counts"]["invoice"] == {"returned": 1}


def test_older_documents_come_back_although_newer_ones_are_lost_for_good(shop: Shop, operator: Operator) -> None:
    shop.numbers_credit_notes()
    [invoice] = shop.issued("c")
    moment = operator.moment()
    shop.issued("b")
    assert shop.credit(invoice).status == 201
    operator.damage("jobs", lambda item: "#invoice" in item["tenant"] or "#journal" in item["tenant"])

    outcome = operator.restore("jobs", moment, "--apply")

    assert (outcome.status, outcome.report["counts"]["invoice"]) == (0, {"returned": 2})
    assert "number 3 of R-… has no document" in outcome.report["problems"]
    assert "the end of the journal jobs/acme/R-* is missing or damaged" in outcome.report["problems"]


def test_an_order_that_waits_is_found_by_the_index_of_its_old_status(shop: Shop, operator: Operator) -> None:
    waiting = {item["record"]: item.get("waiting") for item in operator.items("jobs") if partition_of("order")(item)}
    moment = operator.moment()
    shop.put_order(sales_order(id="b", status="CANCELLED"))

    operator.restore("jobs", moment, "--apply")

    assert waiting == {
        item["record"]: item.get("waiting") for item in operator.items("jobs") if partition_of("order")(item)
    }


def test_a_tenant_is_on_the_schedule_as_its_settings_say(shop: Shop, operator: Operator) -> None:
    shop.configure("invoiceSettings", {"deliveryTimeThreshold": 1})
    moment = operator.moment()
    shop.configure("invoiceSettings", None)

    operator.restore("jobs", moment, "--apply")

    assert [item["record"] for item in operator.items("jobs") if partition_of("scheduled")(item)] == [shop.tenant]


def test_later_orders_are_removed_only_if_asked_and_not_invoiced(shop: Shop, operator: Operator) -> None:
    moment = operator.moment()
    shop.has(sales_order(id="c"), sales_order(id="d"))
    shop.invoice("c")

    kept = operator.restore("jobs", moment, "--apply").report["counts"]["order"]
    removed = operator.restore("jobs", moment, "--remove-later", "--apply").report["counts"]["order"]

    assert (kept, removed) == ({"unchanged": 2, "kept": 2}, {"unchanged": 2, "kept": 1, "removed": 1})
    assert {item["record"] for item in operator.items("jobs") if partition_of("order")(item)} == {"a", "b", "c"}


@pytest.mark.parametrize("is_credited_later", [False, True])
def test_what_was_credited_cannot_be_credited_again_after_a_restore(
    shop: Shop, operator: Operator, is_credited_later: bool
) -> None:
    shop.numbers_credit_notes()
    [invoice] = shop.issued("c")
    line = shop.request("jobs.get_invoice", "GET", INVOICES + "/{invoiceId}", invoiceId=invoice).json["lines"][0]
    if is_credited_later:
        moment = operator.moment()
        assert shop.credit(invoice, {"lineId": line["lineId"], "quantity": 1}).status == 201
    else:
        assert shop.credit(invoice, {"lineId": line["lineId"], "quantity": 1}).status == 201
        moment = operator.moment()
    before = [item for item in operator.items("jobs") if partition_of("credited")(item)]
    operator.damage("jobs", partition_of("credited"))

    outcome = operator.restore("jobs", moment, "--apply")

    assert (outcome.status, outcome.report["problems"]) == (0, [])
    assert [item for item in operator.items("jobs") if partition_of("credited")(item)] == before
    assert shop.credit(invoice).status == 201
    assert shop.credit(invoice).status == 409


def test_a_credit_while_a_restore_runs_is_not_overwritten(
    shop: Shop, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.numbers_credit_notes()
    [invoice] = shop.issued("c")
    moment = operator.moment()
    shop.put_order(sales_order(id="c", status="CANCELLED"))
    write = ItemStore.write

    def write_after_a_credit(store: ItemStore, plan: Plan) -> None:
        shop.credit(invoice)
        write(store, plan)

    monkeypatch.setattr(ItemStore, "write", write_after_a_credit)
    outcomes = [operator.restore("jobs", moment, "--apply") for _ in range(2)]

    assert [one.status for one in outcomes] == [1, 0]
    assert "an item has changed since it was read" in outcomes[0].said
    assert numbers(shop.invoice("c")) == {"c": "R-0003"}


def test_the_credits_of_an_order_return_whatever_its_id_ends_with(shop: Shop, operator: Operator) -> None:
    shop.numbers_credit_notes()
    [invoice] = shop.issued("c#order")
    assert shop.credit(invoice).status == 201
    moment = operator.moment()
    operator.damage("jobs", lambda item: "#credit#" in item["tenant"])

    outcome = operator.restore("jobs", moment, "--tenant", shop.tenant, "--apply")

    assert (outcome.status, outcome.report["counts"]["creditOfOrder"]) == (0, {"returned": 1})


def test_counts_of_cases_follow_the_invoices(north: Client, operator: Operator) -> None:
    north.report(invoice(1), invoice(2))
    moment = operator.moment()
    north.report(invoice(3))
    operator.damage("cases", lambda item: item["name"].startswith("1"))
    operator.damage("cases", lambda item: item["place"].startswith("tally"), {"invoices": 40})
    operator.damage("cases", lambda item: item["place"].startswith("case"), {"invoices": 40})

    outcome = operator.restore("cases", moment, "--apply")

    assert (outcome.status, operator.problems("cases")) == (0, [])
    names, total = north.found()
    assert (sorted(names), total) == (sorted(invoice(number)["externalId"] for number in (1, 2, 3)), 3)


def test_invoices_come_back_although_later_ones_are_lost_for_good(north: Client, operator: Operator) -> None:
    north.report(invoice(1), invoice(2))
    moment = operator.moment()
    north.report(invoice(3))
    operator.damage("cases", lambda item: item["place"].startswith("provider"))

    outcome = operator.restore("cases", moment, "--apply")

    assert (outcome.status, outcome.report["counts"]["invoice"]) == (0, {"returned": 2})
    assert outcome.report["problems"] == ["provider north has numbered 3 invoices and has 2"]


def test_an_invoice_that_has_changed_its_case_is_not_copied(north: Client, operator: Operator) -> None:
    north.put_case(GUIDS[1], "two")
    north.report(invoice(1))
    moment = operator.moment()
    north.report(invoice(1, guid=GUIDS[1]))

    outcome = operator.restore("cases", moment, "--apply")

    assert outcome.report["counts"]["invoice"] == {"refused": 1}
    assert len(outcome.report["refused"]) == 1
    assert operator.problems("cases") == []


def test_a_newer_push_of_a_practice_is_never_overwritten(faktura: Deployment, operator: Operator) -> None:
    content = json.loads(json.dumps(pims_invoice(id="1")))
    stored = {"practice": "p", "invoice": "1", "pushOrder": "1", **content}
    faktura.fill("PimsTable", [stored, stored | {"invoice": "2"}])
    moment = operator.moment()
    operator.damage("pims", lambda item: item["invoice"] == "1", {"pushOrder": "2"})
    operator.damage("pims", lambda item: item["invoice"] == "2", {"invoiceNumber": "other"})

    outcome = operator.restore("pims", moment, "--apply")

    assert outcome.report["counts"] == {"invoice": {"kept": 1, "copied": 1}}
    assert {item["invoice"]: item["pushOrder"] for item in operator.items("pims")} == {"1": "2", "2": "1"}


def test_the_contacts_of_a_practice_come_back(faktura: Deployment, operator: Operator) -> None:
    push(faktura, pims_invoice())
    stored, moment = operator.items("contacts"), operator.moment()
    assert operator.damage("contacts", lambda _: True) == 2

    outcome = operator.restore("contacts", moment, "--apply")

    assert (outcome.status, outcome.report["counts"]) == (0, {"contact": {"returned": 2}})
    assert operator.items("contacts") == stored


def test_capture_brings_back_customers_and_lists_but_no_secrets(faktura: Deployment, operator: Operator) -> None:
    request = {
        **{"mga": "alpha", "record": "request#r1", "requestId": "r1", "customerId": "c", "mode": "process"},
        **{"practices": ["*"], "state": "failed", "beganAt": "2026-01-01T00:00:00+00:00", "summary": {}},
    }
    secrets = {"mga": "alpha", "record": "webhook-secrets", "secrets": [b"old"]}
    customer = {"mga": "alpha", "record": "customer#c", "email": "ana@example.com"}
    entry = {"mga": "alpha", "record": "list#failed#2026-01-01T00:00:00+00:00#r1"}
    shown = {name: request[name] for name in ("requestId", "customerId", "mode", "practices", "state", "summary")}
    faktura.fill("CaptureTable", [request, secrets, customer, entry | shown])
    moment = operator.moment()
    operator.damage("capture", lambda item: item["record"] == "webhook-secrets", {"secrets": [b"new"]})
    operator.damage("capture", lambda item: item["record"].startswith(("customer", "list", "request")))

    outcome = operator.restore("capture", moment, "--apply")

    assert (outcome.status, operator.problems("capture")) == (0, [])
    after = {item["record"]: item for item in operator.items("capture")}
    assert after.pop("webhook-secrets")["secrets"] == [b"new"]
    assert after == {item["record"]: item for item in (request, customer, entry | shown)}
