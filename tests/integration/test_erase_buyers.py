"""Erasing a buyer of a shop: orders at once, invoices, credit notes and PDFs when the law allows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import time_machine

from faktura.audit.chain import verify
from faktura.audit.journal_file import pages_of
from faktura.core.aws import client
from faktura.operations.erasure.job_store import JobStore
from tests.support.builders import sales_order
from tests.support.deployment import Deployment, forget
from tests.support.exports import ask, made
from tests.support.faults.crashes import crash_points
from tests.support.imports import into_shop, order_rows, written
from tests.support.jobs import SELLER, Shop
from tests.support.operations import erase, places_of, things
from tests.support.operator import operating

BUYER, EMAIL = "Canary Zeisig GmbH", "canary@example.com"
LATER = "2036-01-01T08:00:00Z"


def bought(order_id: str, email: str = EMAIL, **changes: Any) -> dict[str, Any]:
    """An order of the buyer."""
    address = {**sales_order()["billingAddress"], "companyName": BUYER, "contactName": "Canary Zeisig"}
    customer = {"id": f"id of {email}", "email": email, "name": "Canary Zeisig"}
    return sales_order(order_id, billingAddress=address, shippingAddress=address, customer=customer, **changes)


def shop_with(faktura: Deployment, *orders: dict[str, Any]) -> Shop:
    shop = Shop(faktura)
    shop.numbering()
    shop.numbers_credit_notes()
    assert shop.configure("sellerAddress", SELLER).status == 200
    shop.has(*orders)
    return shop


def audited(shop: Shop, name: str) -> str:
    path = "/invoice/{tenant}/numbering/audit"
    reply = shop.request("jobs.audit_numbering", "GET", path, query={"range": name, "disclose": "true"})
    assert reply.status == 200, reply.text
    return reply.text


def test_an_order_without_an_invoice_goes_and_one_with_an_invoice_keeps_what_names_nobody(faktura: Deployment) -> None:
    shop = shop_with(faktura, bought("open"), bought("billed"), bought("theirs", "other@example.com"))
    shop.invoice("billed")

    report = erase("tenant:acme", f"email:{EMAIL.upper()}")

    assert things(report["erased"]) == [("order", "billed"), ("order", "open")]
    assert report["kept"] == [
        {"what": "invoice", "id": "R-0001", "why": "the law asks to keep it", "until": "2034-12-31"}
    ]
    assert report["customer"] == "email"
    assert EMAIL not in str(report)
    assert shop.get_order("open").status == 404
    assert shop.get_order("billed").json == {
        "id": "billed",
        "created": "2025-01-30T13:45:34.406Z",
        "currency": "EUR",
        "status": "CREATED",
    }
    assert shop.get_order("theirs").status == 200
    assert places_of(faktura, EMAIL) == []


def test_no_digest_of_an_imported_order_is_left_and_the_same_file_brings_nothing_back(
    faktura: Deployment, tmp_path: Path
) -> None:
    shop = shop_with(faktura)
    path = written(tmp_path / "orders.csv", list(order_rows(1)))
    assert into_shop(faktura, path).status == 0
    shop.invoice("ORDER-0")
    [digest] = [item["imported"] for item in faktura.items("JobTable") if "imported" in item]

    erase("tenant:acme", "order:ORDER-0")

    assert places_of(faktura, digest) == []
    assert into_shop(faktura, path).out == "orders: 0 new, 1 unchanged."
    assert "billingAddress" not in shop.get_order("ORDER-0").json


def test_after_that_invoices_credit_notes_and_pdfs_name_nobody_and_still_add_up(faktura: Deployment) -> None:
    shop = shop_with(faktura, bought("billed"))
    [billed] = shop.invoice("billed")["orders"]
    part = [{"lineId": "1", "quantity": 1}]
    credit = shop.credit(billed["invoiceId"], body={"reason": "Canary reason", "lines": part})
    assert credit.status == 201, credit.text
    before = verify(list(pages_of(audited(shop, "jobs/acme/R-*"))))
    sums = shop.invoices().json

    erase("tenant:acme", "order:billed")
    with time_machine.travel(LATER, tick=True):
        report = erase("tenant:acme", "--registered")[0]

    assert {("invoice", "R-0001"), ("credit note", "C-0001"), ("PDF", "R-0001"), ("PDF", "C-0001")} < set(
        things(report["erased"])
    )
    assert places_of(faktura, "Canary") == []
    after = verify(list(pages_of(audited(shop, "jobs/acme/R-*"))))
    assert (before.withheld, after.withheld, after.issued) == (0, 1, before.issued)
    assert amounts(shop.invoices().json) == amounts(sums)


def test_what_the_law_asks_to_keep_is_erased_later_although_all_of_the_shop_was_lost_and_restored(
    faktura: Deployment,
) -> None:
    shop = shop_with(faktura, bought("billed"))
    shop.invoice("billed")
    erase("tenant:acme", "order:billed")
    with operating(faktura) as operator:
        moment = operator.moment()
        operator.damage("jobs", lambda item: item["tenant"].startswith("acme#"))
        assert operator.restore("jobs", moment, "--apply").status == 0

    with time_machine.travel(LATER, tick=True):
        erase("tenant:acme", "--registered")

    assert places_of(faktura, "Canary") == []


def test_an_order_that_was_erased_and_lost_comes_back_without_its_buyer_and_leads_to_its_invoice(
    faktura: Deployment,
) -> None:
    shop = shop_with(faktura, bought("billed"), bought("waiting"))
    shop.invoice("billed")
    with operating(faktura) as operator:
        moment = operator.moment()
        erase("tenant:acme", f"email:{EMAIL}")
        erased = shop.get_order("billed").json
        operator.damage("jobs", lambda item: item["tenant"] == "acme#order")
        outcome = operator.restore("jobs", moment, "--apply")

    assert (outcome.status, outcome.report["counts"]["order"]) == (0, {"returned": 1})
    assert shop.get_order("billed").json == erased
    assert shop.get_order("waiting").status == 404
    assert shop.invoice("billed")["orders"][0]["message"] == "The order already has an invoice: R-0001."
    with time_machine.travel(LATER, tick=True):
        erase("tenant:acme", "--registered")
    assert places_of(faktura, "Canary") == []


def amounts(invoices: Any) -> Any:
    """The numbers, days and amounts of a list."""
    return [{name: value for name, value in one.items() if name != "buyerName"} for one in invoices]


def test_a_locked_pdf_is_kept_until_its_lock_ends(faktura: Deployment, monkeypatch: Any) -> None:
    shop = shop_with(faktura, bought("billed"))
    shop.invoice("billed")
    lock = datetime(2037, 6, 30, tzinfo=UTC)
    monkeypatch.setattr(JobStore, "_locked_until", lambda *_: lock)

    with time_machine.travel(LATER, tick=True):
        report = erase("tenant:acme", "order:billed")

    assert report["kept"] == [
        {"what": "PDF", "id": "R-0001", "why": "its PDF is locked against deletion", "until": "2037-06-30"}
    ]
    assert places_of(faktura, "Canary") == ["s3/invoices/acme/R-0001.pdf"]


def test_an_export_that_shows_the_buyer_is_deleted_and_another_one_stays(faktura: Deployment) -> None:
    shop = shop_with(faktura, bought("billed"))
    shop.invoice("billed")
    shown = made(shop).json["exportId"]
    earlier = made(shop, period={"dateFrom": "2020-01-01", "dateTo": "2020-12-31"}).json["exportId"]

    report = erase("tenant:acme", "order:billed")

    assert ("export", shown) in things(report["erased"])
    assert [item["exportId"] for item in faktura.items("ExportTable")] == [earlier]
    assert [key for key in places_of(faktura, BUYER) if "exports" in key] == []


def test_an_export_that_is_being_made_is_reported(faktura: Deployment) -> None:
    shop = shop_with(faktura, bought("billed"))
    shop.invoice("billed")
    asked = ask(shop).json["exportId"]

    report = erase("tenant:acme", "order:billed")

    assert ("export", asked) in things(report["kept"])


def test_another_shop_is_untouched(faktura: Deployment) -> None:
    shop_with(faktura, bought("open"))
    other = Shop(faktura, "other")
    other.has(bought("open"))

    erase("tenant:acme", f"email:{EMAIL}")

    assert other.get_order("open").status == 200


def test_an_erasure_that_breaks_off_anywhere_goes_on_when_it_is_repeated(faktura: Deployment) -> None:
    shop = shop_with(faktura, bought("open"), bought("billed"))
    shop.invoice("billed")
    before, pdf = faktura.kept(), pdf_of(faktura)

    @contextmanager
    def world() -> Iterator[None]:
        faktura.restore(before)
        place = {"Bucket": faktura.stack.physical["JobBucket"], "Key": "invoices/acme/R-0001.pdf"}
        for one in client("s3").list_object_versions(Bucket=place["Bucket"]).get("Versions", []):
            client("s3").delete_object(**place, VersionId=one["VersionId"])
        client("s3").put_object(**place, Body=pdf)
        forget(clients=False)
        yield

    def run() -> None:
        for order in ("open", "billed"):
            erase("tenant:acme", f"order:{order}")

    points = 0
    with time_machine.travel(LATER, tick=False):
        for point in crash_points(world, run):
            run()
            points += 1
            assert places_of(faktura, "Canary") == [], point
            assert {item["record"] for item in faktura.items("JobTable") if item["tenant"] == "acme#erasure"} == {
                "open",
                "billed",
            }, point
    assert points >= 8


def pdf_of(faktura: Deployment) -> bytes:
    found = client("s3").get_object(Bucket=faktura.stack.physical["JobBucket"], Key="invoices/acme/R-0001.pdf")
    return bytes(found["Body"].read())
