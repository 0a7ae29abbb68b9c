"""What a bill says of the parts of an order: goods with their discounts, fees at their own rates, and shipping."""

from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from faktura.core import json
from faktura.einvoices.invoice import Line
from faktura.einvoices.sums import rounded
from faktura.jobs.configurations.configuration import Seller
from faktura.jobs.errors import OrderTooLarge
from faktura.jobs.invoices.invoice import Bill
from faktura.jobs.orders.order import SalesOrder
from faktura.jobs.orders.pricing import bill_for
from tests.support.builders import sales_order

ORDERS = Path(__file__).parent / "orders"

Json = dict[str, Any]


def sample(name: str) -> Json:
    order: Json = json.loads((ORDERS / f"{name}.json").read_bytes())
    return order


def bill(order: Json) -> Bill:
    return bill_for(SalesOrder.of(json.loads(json.dumps(order))), Seller(name="Acme GmbH"), "acme")


def price(net: str, rate: str | None = "19", tax: str | None = None) -> Json:
    amount = Decimal(net)
    taxed = amount * Decimal(rate or 0) / 100 if tax is None else Decimal(tax)
    rated = {} if rate is None else {"taxRate": Decimal(rate)}
    return {"netValue": amount, "taxValue": taxed, "grossValue": amount + taxed, **rated}


def entry(calculated: Json, quantity: object = 1, **more: Any) -> Json:
    return {"id": "A", "orderedAmount": quantity, "calculatedPrice": calculated, **more}


def order_of(*entries: Json, aggregate: list[Json] | None = None, **more: Any) -> Json:
    """An order of these entries whose totals are those of the aggregate, else of their final prices."""
    lines = aggregate or [one["calculatedPrice"]["finalPrice"] for one in entries]
    final = {name: sum((line[name] for line in lines), Decimal(0)) for name in ("netValue", "taxValue", "grossValue")}
    final |= {"taxAggregate": {"lines": lines}}
    return sales_order(entries=list(entries), calculatedPrice={"finalPrice": final, **more})


def line_of(order: Json) -> tuple[str, list[tuple[str, str]], str]:
    """Unit price, discounts and net amount of the first line."""
    line = bill(order).lines[0]
    return str(line.unit_price), [(one.reason, str(one.signed)) for one in line.allowances_charges], str(line.net)


def rows_of(order: Json) -> list[tuple[str, str, str, str]]:
    """Line, reason, amount with its sign, and rate of each row."""
    return [
        (one.line_id, one.reason, str(one.signed), str(one.vat.rate) if one.vat else "") for one in bill(order).rows
    ]


def vat_of(order: Json) -> list[tuple[str, str, str]]:
    return [(str(one.vat.rate), str(one.base), str(one.tax)) for one in bill(order).vat]


def made_of(line: Line) -> Decimal:
    """Quantity times unit price, rounded to cents, with allowances and charges."""
    zero = Decimal(0)
    whole = (line.quantity or zero) * (line.unit_price or zero) / (line.base_quantity or Decimal(1))
    return rounded(whole, Decimal("0.01")) + sum((one.signed for one in line.allowances_charges), zero)


def test_an_order_with_fees_and_discounts_shows_each_of_them() -> None:
    order = sample("fees_discounts")

    assert [(str(line.quantity), str(line.unit_price), str(line.net)) for line in bill(order).lines] == [
        ("3", "84.034", "142.86"),
        ("1", "28.037", "25.23"),
        ("12", "3.353", "40.24"),
    ]
    assert line_of(order)[1] == [("Rabatt", "-25.21"), ("three-for-two", "-84.03")]
    assert rows_of(order) == [
        ("1", "Verpackung", "4.20", "7"),
        ("1", "Rabatt: Verpackung", "-0.50", "7"),
        ("3", "Verpackung", "2.40", "7"),
        ("", "Kartengebühr", "6.50", "19"),
        ("", "Versand", "9.90", "19"),
        ("", "Rabatt: Versand", "-0.99", "19"),
    ]
    assert vat_of(order) == [("7", "31.33", "2.19"), ("19", "198.51", "37.72")]
    assert (str(bill(order).totals.payable), bill(order).discrepancy) == ("269.75", "")


def test_an_order_discount_that_is_spread_over_the_parts_is_not_taken_off_again() -> None:
    order = sample("EON1200")

    assert [str(line.net) for line in bill(order).lines] == ["282.86", "8.23", "90.56"]
    assert vat_of(order) == [("7", "144.61", "10.12"), ("19", "291.67", "55.42")]
    assert [row for row in rows_of(order) if row[2].startswith("-")] == [
        ("1", "Rabatt: Apple Picking Fee", "-0.42", "7"),
        ("3", "Rabatt: Apple Picking Fee", "-0.42", "7"),
        ("", "Rabatt: Versand", "-1.19", "19"),
    ]
    assert (str(bill(order).totals.rounding), str(bill(order).totals.payable)) == ("0.01", "501.83")


@pytest.mark.parametrize("name", ["EON2076", "EON1200", "fees_discounts"])
def test_a_line_is_quantity_times_unit_price_less_its_discounts(name: str) -> None:
    for line in bill(sample(name)).lines:
        assert made_of(line) == line.net


def test_without_payment_fees_the_fees_of_entries_are_charged_once() -> None:
    order = sample("fees_discounts")
    del order["calculatedPrice"]["paymentFees"]

    assert next(row for row in rows_of(order) if not row[0]) == ("", "Gebühr", "6.50", "19")
    assert bill(order).vat == bill(sample("fees_discounts")).vat


def test_fees_that_only_the_total_of_an_entry_names_are_one_row() -> None:
    order = sample("fees_discounts")
    for one in order["entries"]:
        one["calculatedPrice"].pop("fees", None)

    assert rows_of(order)[:3] == [
        ("1", "Gebühr", "4.20", "7"),
        ("1", "Rabatt: Gebühr", "-0.50", "7"),
        ("3", "Gebühr", "2.40", "7"),
    ]
    assert bill(order).vat == bill(sample("fees_discounts")).vat


def test_a_total_of_fees_that_is_more_than_the_fees_has_one_more() -> None:
    fees = {"fees": [{"name": "Packing", "price": price("1", "7")}], "totalFee": price("3", "7")}
    goods = {"price": price("10"), "finalPrice": price("13", None, "2.11"), **fees}

    order = order_of(entry(goods), aggregate=[price("10"), price("3", "7")])

    assert rows_of(order) == [("1", "Packing", "1.00", "7"), ("1", "Gebühr", "2.00", "7")]
    assert bill(order).discrepancy == ""


def test_a_discount_that_is_not_named_is_shown_beside_those_that_are() -> None:
    discounted = price("7") | {"appliedDiscounts": [{"name": {"de": "Treue", "en": "Loyalty"}, "price": price("2")}]}

    order = order_of(entry({"price": price("10"), "discountedPrice": discounted, "finalPrice": price("7")}))

    assert line_of(order) == ("10", [("Treue", "-2.00"), ("Rabatt", "-1.00")], "7.00")


def test_a_final_price_below_the_price_is_a_discount() -> None:
    assert line_of(order_of(entry({"price": price("10"), "finalPrice": price("9")}))) == (
        "10",
        [("Rabatt", "-1.00")],
        "9.00",
    )


def test_discounts_that_say_more_than_the_prices_are_one_discount() -> None:
    discounted = price("7") | {"appliedDiscounts": [{"id": "a", "price": price("2")}, {"id": "b", "price": price("2")}]}

    order = order_of(entry({"price": price("10"), "discountedPrice": discounted, "finalPrice": price("7")}))

    assert line_of(order)[1] == [("Rabatt", "-3.00")]


def test_the_cent_that_rounding_leaves_is_in_the_discounts() -> None:
    discounts = [{"id": one, "price": price("0.334")} for one in "abc"]
    discounted = price("9.003") | {"appliedDiscounts": discounts}

    order = order_of(entry({"price": price("10.005"), "discountedPrice": discounted, "finalPrice": price("9.003")}))

    assert line_of(order) == ("10.01", [("a", "-0.34"), ("b", "-0.34"), ("c", "-0.33")], "9.00")


def test_a_final_price_above_the_price_is_a_surcharge() -> None:
    assert line_of(order_of(entry({"price": price("10"), "finalPrice": price("11")})))[1] == [("Zuschlag", "1.00")]


def test_an_uplift_that_is_in_no_total_is_ignored() -> None:
    goods = {"price": price("10"), "upliftValue": price("3"), "finalPrice": price("10")}

    assert line_of(order_of(entry(goods))) == ("10", [], "10.00")


@pytest.mark.parametrize(
    ("quantity", "whole", "given", "shown"),
    [
        (3, "252.102", "84.034", ("3", "84.034", "None")),
        (3, "10", "3.33", ("3", "3.333", "None")),
        (3, "10", None, ("3", "3.333", "None")),
        (3, "10", "3.3333333333333333", ("3", "3.333333", "None")),
        (Decimal("2.25"), "295.045", "131.131", ("2.25", "131.133", "None")),
        (5_000_000, "10", None, ("5000000", "0.000002", "None")),
        (7_000_000, "10", None, ("7000000", "10.00", "7000000")),
        (None, "10", None, ("1", "10", "None")),
        (0, "10", "10", ("1", "10", "None")),
        (0, "0", "10", ("0", "10", "None")),
        (2, "-10", "-5", ("-2", "5", "None")),
        (-2, "10", None, ("2", "5", "None")),
    ],
)
def test_a_unit_price_makes_the_amount_of_its_line(
    quantity: object, whole: str, given: str | None, shown: tuple[str, str, str]
) -> None:
    unit = {} if given is None else {"calculatedUnitPrice": price(given)}

    line = bill(order_of(entry({"price": price(whole), "finalPrice": price(whole)}, quantity, **unit))).lines[0]

    assert (str(line.quantity), str(line.unit_price), str(line.base_quantity)) == shown
    assert made_of(line) == line.net


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, "C62"),
        ({"measurementUnit": {"unitCode": "kg", "quantity": 1}}, "KGM"),
        ({"unit": "Stück"}, "H87"),
        ({"product": {"id": "A", "unit": "l"}}, "LTR"),
        ({"product": {"id": "A", "measurementUnit": {"unit": "m"}}}, "MTR"),
        ({"measurementUnit": 7, "unit": "Fuder"}, ""),
    ],
)
def test_the_unit_of_a_quantity_is_a_code(said: Json, code: str) -> None:
    order = order_of(entry({"price": price("10"), "finalPrice": price("10")}, 2, **said))

    assert bill(order).lines[0].unit == code


def test_a_rate_that_is_not_stated_follows_from_net_and_tax() -> None:
    goods = {"finalPrice": price("10", None, "0.7")}
    aggregate = [price("10", "7"), price("20")]

    order = order_of(entry(goods), aggregate=aggregate, totalShipping=price("20", None, "3.8"))

    assert str(bill(order).lines[0].vat.rate) == "7"
    assert rows_of(order) == [("", "Versand", "20.00", "19")]


def test_a_rate_that_no_tax_tells_is_that_of_what_the_aggregate_has_more() -> None:
    order = order_of(
        entry({"finalPrice": price("10", "7")}),
        aggregate=[price("10", "7"), price("20")],
        totalShipping={"netValue": Decimal(20)},
    )

    assert rows_of(order) == [("", "Versand", "20.00", "19")]


def test_an_unknown_rate_is_not_guessed() -> None:
    order = order_of(
        entry({"finalPrice": price("10", None, "1.3")}), aggregate=[price("5", "7"), price("5", tax="0.95")]
    )

    assert bill(order).discrepancy == "The order does not say the tax rate of entry 1."
    assert vat_of(order) == [("7", "5.00", "0.35"), ("19", "5.00", "0.95")]


def test_a_fee_below_zero_is_an_allowance() -> None:
    rebate = {"name": "Cash", "price": price("-2")}

    order = order_of(entry({"finalPrice": price("10")}), aggregate=[price("8")], paymentFees=[rebate])

    assert rows_of(order) == [("", "Cash", "-2.00", "19")]
    assert bill(order).rows[0].is_charge is False


def test_a_discount_has_a_code_and_so_has_the_freight() -> None:
    rows = {row.reason: row.reason_code for row in bill(sample("fees_discounts")).rows}

    assert rows == {
        "Verpackung": "",
        "Rabatt: Verpackung": "95",
        "Kartengebühr": "",
        "Versand": "FC",
        "Rabatt: Versand": "95",
    }


@pytest.mark.parametrize(
    ("calculated", "message"),
    [
        ({"fees": [{}] * 2_001}, "more than 2000 fees of entries"),
        ({"discountedPrice": {"appliedDiscounts": [{}] * 4_001}}, "more than 4000 discounts"),
    ],
)
def test_an_invoice_has_a_limited_number_of_fees_and_discounts(calculated: Json, message: str) -> None:
    with pytest.raises(OrderTooLarge, match=message):
        bill(order_of(entry({"finalPrice": price("10"), **calculated})))


def test_amounts_without_a_net_value_are_gross_less_tax() -> None:
    order = deepcopy(
        order_of(entry({"price": {"grossValue": Decimal("11.9"), "taxRate": 19}, "finalPrice": price("9")}))
    )

    assert line_of(order) == ("10", [("Rabatt", "-1.00")], "9.00")
