"""What the parts of an order lack of its tax aggregate: rounding, an order discount, or an adjustment."""

from decimal import Decimal
from typing import Any

import pytest

from faktura.core import json
from faktura.jobs.configurations.configuration import Seller
from faktura.jobs.invoices.invoice import Bill
from faktura.jobs.orders.order import SalesOrder
from faktura.jobs.orders.pricing import bill_for
from tests.support.builders import sales_order

Json = dict[str, Any]


def price(net: str, rate: str) -> Json:
    amount, tax = Decimal(net), Decimal(net) * Decimal(rate) / 100
    return {"netValue": amount, "taxValue": tax, "grossValue": amount + tax, "taxRate": Decimal(rate)}


def order(at_19: str = "200", at_7: str = "100", *, country: str = "GB", **more: Any) -> Json:
    """Goods of 200 at 19 % and of 50 at 7 %, shipping of 50 at 7 %; the aggregate has other amounts."""
    lines = [price(at_19, "19"), price(at_7, "7")]
    final = {name: sum((line[name] for line in lines), Decimal(0)) for name in ("netValue", "taxValue", "grossValue")}
    goods = [{"calculatedPrice": {"finalPrice": price(*one)}} for one in (("200", "19"), ("50", "7"))]
    calculated = {"totalShipping": price("50", "7"), "finalPrice": {**final, "taxAggregate": {"lines": lines}}}
    return sales_order(
        entries=goods,
        countryCode=country,
        **{**more, "calculatedPrice": {**calculated, **more.get("calculatedPrice", {})}},
    )


def bill(order: Json) -> Bill:
    return bill_for(SalesOrder.of(json.loads(json.dumps(order))), Seller(name="Acme GmbH"), "acme")


def balancing(order: Json) -> list[tuple[str, str, str]]:
    """Reason, amount with its sign and rate of the rows after the shipping."""
    return [(row.reason, str(row.signed), str(row.vat.rate) if row.vat else "") for row in bill(order).rows[1:]]


def test_parts_that_make_the_aggregate_need_no_other_row() -> None:
    assert balancing(order()) == []
    assert bill(order()).discrepancy == ""


@pytest.mark.parametrize("difference", ["0.004", "-0.004"])
def test_a_difference_that_rounding_explains_is_none(difference: str) -> None:
    off = order(str(Decimal(200) + Decimal(difference)))

    assert balancing(off) == []
    assert bill(off).discrepancy == ""


@pytest.mark.parametrize(
    "stated",
    [
        {"discounts": [{"code": "TEN", "amount": Decimal(10)}]},
        {"discounts": [{"code": "TEN", "amount": Decimal("11.9")}]},
        {"discounts": [{"code": "X", "amount": Decimal(3)}, {"code": "TEN", "name": "TEN", "amount": Decimal(10)}]},
        {"calculatedPrice": {"discountedPrice": {"appliedDiscounts": [{"id": "TEN", "price": {"netValue": 10}}]}}},
        {"calculatedPrice": {"totalDiscount": {"appliedDiscounts": [{"name": "TEN", "price": {"netValue": 10}}]}}},
    ],
)
def test_a_stated_discount_is_an_allowance_with_its_name(stated: Json) -> None:
    discounted = order("190", **stated)

    assert balancing(discounted) == [("TEN", "-10.00", "19")]
    assert bill(discounted).rows[-1].reason_code == "95"
    assert bill(discounted).discrepancy == ""


@pytest.mark.parametrize(
    "stated",
    [
        {"discounts": [{"code": "A", "amount": Decimal(4)}, {"code": "B", "amount": Decimal(6)}]},
        {"calculatedPrice": {"totalDiscount": {"price": {"netValue": 10}}}},
        {"calculatedPrice": {"totalDiscount": {"netValue": 10}}},
    ],
)
def test_all_stated_discounts_together_are_a_discount(stated: Json) -> None:
    assert balancing(order("190", **stated))[0][1:] == ("-10.00", "19")
    assert bill(order("190", **stated)).discrepancy == ""


def test_a_stated_discount_of_another_amount_explains_nothing() -> None:
    assert bill(order("190", discounts=[{"code": "X", "amount": Decimal(7)}])).discrepancy != ""


@pytest.mark.parametrize(
    ("at_19", "at_7", "rows"),
    [
        ("180", "90", [("Discount", "-10.00", "7"), ("Discount", "-20.00", "19")]),
        ("180", "95", [("Discount", "-5.00", "7"), ("Discount", "-20.00", "19")]),
    ],
    ids=["of all parts", "of the goods"],
)
def test_the_same_share_at_each_rate_is_a_discount(at_19: str, at_7: str, rows: list[tuple[str, str, str]]) -> None:
    assert balancing(order(at_19, at_7)) == rows
    assert bill(order(at_19, at_7)).discrepancy == ""


def test_a_discount_is_in_the_language_of_the_order() -> None:
    assert balancing(order("180", "90", country="DE"))[0][0] == "Rabatt"


def test_what_is_no_discount_is_one_adjustment_for_each_rate() -> None:
    off = order("195", "101")

    assert balancing(off) == [
        ("Adjustment to the order's total, VAT 7 %", "1.00", "7"),
        ("Adjustment to the order's total, VAT 19 %", "-5.00", "19"),
    ]


def test_a_discrepancy_names_the_rate_and_the_difference() -> None:
    assert bill(order("195")).discrepancy == (
        "The order's parts at 19 % add up to 200.00, but its tax aggregate has 195.00: a difference of 5.00."
    )


def test_a_rate_without_parts_is_a_discrepancy() -> None:
    off = order()
    off["calculatedPrice"]["finalPrice"]["taxAggregate"]["lines"][1]["taxRate"] = 5

    assert bill(off).discrepancy.startswith("The order's parts at 5 % add up to 0.00, but its tax aggregate has 100.00")


def test_many_rates_that_differ_are_counted() -> None:
    lines = [price("1", str(rate)) for rate in range(1, 7)]
    final = {name: sum((line[name] for line in lines), Decimal(0)) for name in ("netValue", "taxValue", "grossValue")}

    off = sales_order(entries=[], calculatedPrice={"finalPrice": {**final, "taxAggregate": {"lines": lines}}})

    assert bill(off).discrepancy.endswith("a difference of 1.00. 3 more rates differ.")


def test_with_a_discrepancy_the_vat_summary_is_the_orders() -> None:
    found = bill(order("195", "101"))

    assert [(str(one.vat.rate), str(one.base), str(one.tax)) for one in found.vat] == [
        ("7", "101.00", "7.07"),
        ("19", "195.00", "37.05"),
    ]
    assert (str(found.totals.net), str(found.totals.tax), str(found.totals.payable)) == ("296.00", "44.12", "340.12")


def test_every_adjustment_has_a_rate() -> None:
    assert all(row.vat and row.vat.rate is not None for row in bill(order("150", "120")).rows)


def test_a_tax_that_is_not_that_of_its_rate_is_a_discrepancy() -> None:
    off = order()
    final = off["calculatedPrice"]["finalPrice"]
    final["taxAggregate"]["lines"][0]["taxValue"] -= 1
    final["taxValue"] -= 1
    final["grossValue"] -= 1

    assert bill(off).discrepancy == (
        "The order's tax at 19 % is 37.00, but 19 % of 200.00 is 38.00: a difference of 1.00."
    )


@pytest.mark.parametrize("rate", ["-1", "101"])
def test_a_rate_that_no_tax_has_is_a_discrepancy(rate: str) -> None:
    lines = [price("1", rate)]
    final = {**lines[0], "taxAggregate": {"lines": lines}}

    off = sales_order(entries=[], calculatedPrice={"totalShipping": lines[0], "finalPrice": final})

    assert bill(off).discrepancy == f"The order has a tax rate of {rate} %."


def test_without_an_aggregate_a_rest_is_spread_by_share() -> None:
    discounted = order("180", "90")
    del discounted["calculatedPrice"]["finalPrice"]["taxAggregate"]

    assert balancing(discounted) == [("Discount", "-10.00", "7"), ("Discount", "-20.00", "19")]
    assert bill(discounted).discrepancy == ""


def test_without_an_aggregate_a_rest_may_be_a_share_of_the_goods() -> None:
    discounted = order("180", "95")
    del discounted["calculatedPrice"]["finalPrice"]["taxAggregate"]

    assert balancing(discounted) == [("Discount", "-5.00", "7"), ("Discount", "-20.00", "19")]


def test_without_an_aggregate_a_rest_above_the_parts_is_a_discrepancy() -> None:
    off = order("220", "110")
    del off["calculatedPrice"]["finalPrice"]["taxAggregate"]

    assert "a difference of 10.00" in bill(off).discrepancy


def test_an_order_that_is_far_from_its_parts_still_adds_up() -> None:
    found = bill(order("1000", "3"))

    rows = sum((line.net or Decimal(0) for line in found.lines), Decimal(0))
    assert rows + sum((row.signed for row in found.rows), Decimal(0)) == found.totals.net
