"""Imports of orders: files that are refused whole, files that are stored once, and orders that a job invoices."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.architecture.template import ROOT
from tests.support.deployment import Deployment
from tests.support.faults.calls import between
from tests.support.faults.recording import recorded
from tests.support.imports import Run, into_shop, order_rows, written
from tests.support.jobs import Shop

NOTHING = "orders: nothing was written. Problems: {}."
[FIRST, SECOND] = order_rows(1)
"""The two rows of one order."""


@pytest.fixture
def shop(faktura: Deployment) -> Shop:
    return Shop(faktura)


@pytest.fixture
def bring(shop: Shop, tmp_path: Path) -> Callable[..., Run]:
    """Import rows into the shop."""

    def bring(*rows: Any, words: tuple[str, ...] = ()) -> Run:
        return into_shop(shop.faktura, written(tmp_path / "rows.csv", rows, ";", "utf-8-sig"), *words)

    return bring


def stored(shop: Shop) -> list[dict[str, Any]]:
    return sorted(shop.faktura.items("JobTable"), key=lambda item: str(item["record"]))


def test_imported_orders_are_orders_that_the_next_job_invoices(bring: Callable[..., Run], shop: Shop) -> None:
    shop.numbering()

    run = bring(*order_rows(3))

    assert run.out == "orders: 3 created, 0 unchanged."
    order = shop.get_order("ORDER-0").json
    assert order["billingAddress"]["zipCode"] == "01067"
    assert [entry["product"]["sku"] for entry in order["entries"]] == ["000000", "000000"]
    assert [one["orderStatus"] for one in shop.invoice("ORDER-0", "ORDER-2")["orders"]] == ["SUCCESS", "SUCCESS"]
    assert {one["orderId"]: one["payable"] for one in shop.invoices().json} == {"ORDER-0": 333, "ORDER-2": 333}


def test_the_sample_is_selected_by_an_automatic_job(shop: Shop) -> None:
    shop.numbering()
    shop.configure("invoiceSettings", {"threshold": 1})

    into_shop(shop.faktura, ROOT / "docs" / "samples" / "orders.csv")

    orders = shop.invoice()["orders"]
    assert [(one["orderId"], one["orderStatus"]) for one in orders] == [("SHOP-1", "SUCCESS"), ("SHOP-2", "SUCCESS")]
    assert {one["orderId"]: one["payable"] for one in shop.invoices().json} == {"SHOP-1": 411.7, "SHOP-2": 119}


def test_a_second_run_writes_nothing(bring: Callable[..., Run], shop: Shop) -> None:
    first, before = bring(*order_rows(250)), stored(shop)

    with recorded() as calls:
        second = bring(*order_rows(250))

    assert (first.out, second.out) == ("orders: 250 created, 0 unchanged.", "orders: 0 new, 250 unchanged.")
    assert {call.operation for call in calls} == {"BatchGetItem"}
    assert stored(shop) == before


def test_an_order_that_a_put_has_changed_since_stays(bring: Callable[..., Run], shop: Shop) -> None:
    bring(FIRST, SECOND)
    changed = {**shop.get_order("ORDER-0").json, "status": "SHIPPED"}
    shop.put_order(changed)

    run = bring(FIRST, SECOND)

    assert run.out == "orders: 0 new, 1 unchanged."
    assert shop.get_order("ORDER-0").json == changed


def test_an_order_that_was_put_with_the_same_content_is_unchanged(bring: Callable[..., Run], shop: Shop) -> None:
    bring(FIRST, SECOND)
    order = shop.get_order("ORDER-0").json
    shop.faktura.empty()
    shop.put_order(order)

    run = bring(FIRST, SECOND)

    assert run.out == "orders: 0 new, 1 unchanged."


def test_an_id_with_other_content_keeps_the_whole_file_out(bring: Callable[..., Run], shop: Shop) -> None:
    shop.has("ORDER-0")
    before = stored(shop)

    run = bring({**FIRST, "id": "NEW"}, {**SECOND, "id": "NEW"}, FIRST, SECOND)

    assert run.problems == [
        "row 4, column id: is the id of an order that is stored with other content",
        NOTHING.format(1),
    ]
    assert (run.status, stored(shop)) == (1, before)


def test_an_order_that_is_put_during_the_import_is_reported_and_the_others_are_stored(
    bring: Callable[..., Run], shop: Shop
) -> None:
    reads_before_the_first_write = 2

    with between("BatchGetItem", lambda: shop.has("ORDER-0"), reads_before_the_first_write):
        run = bring({**FIRST, "id": "NEW"}, {**SECOND, "id": "NEW"}, FIRST, SECOND)

    assert run.problems == [
        "row 4, column id: is the id of an order that is stored with other content",
        "orders: 1 created, 0 unchanged. Problems: 1. Correct them and run the command again: it goes on.",
    ]
    assert shop.get_order("NEW").status == 200
    assert shop.get_order("ORDER-0").json["billingAddress"]["companyName"] == "Templatecompany"


def test_a_dry_run_checks_and_writes_nothing(bring: Callable[..., Run], shop: Shop) -> None:
    run = bring(FIRST, SECOND, words=("--dry-run",))

    assert (run.status, run.out) == (0, "orders: 1 new, 0 unchanged. Nothing was written.")
    assert stored(shop) == []


NET, TAX = "entries.calculatedPrice.finalPrice.netValue", "entries.calculatedPrice.finalPrice.taxValue"
PROBLEMS: dict[str, tuple[dict[str, Any], str]] = {
    "no id": ({"id": ""}, ", column id: must have 1 to 128 printable characters"),
    "a long id": ({"id": "x" * 129}, ", column id: must have 1 to 128 printable characters"),
    "no currency": ({"currency": ""}, ": The order lacks currency."),
    "a currency in words": ({"currency": "Euro"}, ": The order lacks currency."),
    "no address": (
        {"billingAddress.companyName": "", "billingAddress.zipCode": "", "billingAddress.country": ""},
        ": The order lacks billingAddress.",
    ),
    "no price": ({NET: "", TAX: ""}, ": The order lacks entries[0].calculatedPrice.finalPrice."),
    "a decimal comma": ({NET: "100,00"}, f", column {NET}: must be a number such as 1234.50"),
    "a contradiction": ({"calculatedPrice.finalPrice.grossValue": 400}, ": "),
    "no font": ({"billingAddress.companyName": "\U0001f9fe GmbH"}, ": "),
    "too many digits": ({"entries.orderedAmount": "1" * 62}, ": must not have a number with more than 61 digits"),
}


@pytest.mark.parametrize("problem", PROBLEMS)
def test_an_order_that_no_job_could_invoice_keeps_its_whole_file_out(
    bring: Callable[..., Run], shop: Shop, problem: str
) -> None:
    change, message = PROBLEMS[problem]

    run = bring({**FIRST, "id": "GOOD"}, {**SECOND, "id": "GOOD"}, {**FIRST, **change})

    assert run.problems[0].startswith(f"row 4{message}"), run.problems
    assert run.problems[1:] == [NOTHING.format(1)]
    assert (run.status, stored(shop)) == (1, [])


def test_the_message_is_the_one_that_a_job_gives(bring: Callable[..., Run], shop: Shop) -> None:
    shop.numbering()
    bring(FIRST, SECOND)
    order = shop.get_order("ORDER-0").json
    order["calculatedPrice"]["finalPrice"]["grossValue"] = 400
    shop.put_order({**order, "id": "BAD"})

    [outcome] = shop.invoice("BAD")["orders"]
    run = bring({**FIRST, "id": "BAD-2", "calculatedPrice.finalPrice.grossValue": 400}, {**SECOND, "id": "BAD-2"})

    assert run.problems[0].startswith("row 3, column calculatedPrice.finalPrice.grossValue: must be empty or as in")
    [first, second] = [{**row, "id": "BAD-2", "calculatedPrice.finalPrice.grossValue": 400} for row in (FIRST, SECOND)]
    assert bring(first, second).problems[0] == f"row 2: {outcome['message']}"


def test_a_tenant_that_cannot_be_is_refused(shop: Shop, tmp_path: Path) -> None:
    run = into_shop(shop.faktura, written(tmp_path / "rows.csv", [FIRST, SECOND]), tenant="Acme")

    assert run.problems == ["--tenant: must match ^[a-z][a-z0-9]+$ and have 3 to 16 characters"]
    assert (run.status, stored(shop)) == (1, [])


def test_a_file_that_is_not_there_is_named(shop: Shop, tmp_path: Path) -> None:
    run = into_shop(shop.faktura, tmp_path / "none.csv")

    assert (run.status, "none.csv" in run.problems[0]) == (1, True)
