"""From an order to its bill (docs/apis/jobs.md)."""

from decimal import Decimal
from typing import Any

import pytest

from faktura.core import json
from faktura.einvoices.invoice import Line, VatRate
from faktura.jobs.configurations.configuration import Seller
from faktura.jobs.errors import AmountsDisagree, OrderIncomplete, OrderTooLarge
from faktura.jobs.invoices.invoice import Bill, Row
from faktura.jobs.orders.order import SalesOrder
from faktura.jobs.orders.pricing import bill_for
from tests.support.builders import sales_order

S12 = VatRate(category="S", rate=Decimal(12))


def bill(order: dict[str, Any], seller: Seller | None = None) -> Bill:
    exact = json.loads(json.dumps(json.loads(as_sent(order))))
    return bill_for(SalesOrder.of(exact), seller or Seller(name="Acme GmbH"), "acme")


def as_sent(order: dict[str, Any]) -> bytes:
    import json as standard

    return standard.dumps(order).encode()


def price(net: float, tax: float, rate: float | None = None, **more: Any) -> dict[str, Any]:
    rated = {} if rate is None else {"taxRate": rate}
    return {"netValue": net, "taxValue": tax, "grossValue": round(net + tax, 6), **rated, **more}


def priced(final: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An order without entries whose final price is `final`."""
    return sales_order(entries=[], calculatedPrice={"finalPrice": final, **more})


def without(order: dict[str, Any], path: str) -> dict[str, Any]:
    *way, last = path.split(".")
    place = order
    for name in way:
        place = place[int(name)] if name.isdecimal() else place[name]
    del place[last]
    return order


def vat_of(one: Bill) -> list[tuple[str, str, str]]:
    """Rate, base and tax of each row of the VAT summary."""
    return [(str(row.vat.rate), str(row.base), str(row.tax)) for row in one.vat]


def rows_of(one: Bill) -> list[tuple[str, str, str]]:
    """Reason, amount with its sign, and rate of each row."""
    return [(row.reason, str(row.signed), str(row.vat.rate if row.vat else "")) for row in one.rows]


def test_the_goods_are_lines_and_fee_and_shipping_are_charges() -> None:
    order = bill(sales_order())

    assert order.lines == [
        Line(
            id="1",
            name="Hohe Sicherheitsschuhe (BC10033-43)",
            item_number="8033546091234",
            quantity=Decimal(3),
            unit="C62",
            unit_price=Decimal(100),
            allowances_charges=[],
            net=Decimal("300.00"),
            vat=VatRate(category="S", rate=Decimal(19)),
        )
    ]
    assert order.rows == [
        Row(id="2", is_charge=True, amount=Decimal("33.50"), reason="Zahlungsgebühr", vat=S12),
        Row(
            id="3",
            is_charge=True,
            amount=Decimal("35.00"),
            reason="Versand",
            reason_code="FC",
            vat=S12,
        ),
    ]


def test_the_totals_are_the_final_price_and_not_the_total_price() -> None:
    sums = bill(sales_order(totalPrice=1)).totals

    assert (sums.net, sums.tax, sums.gross) == (Decimal("368.50"), Decimal("65.22"), Decimal("433.72"))
    assert (sums.rounding, sums.payable) == (Decimal("0.00"), Decimal("433.72"))


def test_the_vat_summary_adds_up_the_rows_of_each_rate() -> None:
    assert vat_of(bill(sales_order())) == [("12", "68.50", "8.22"), ("19", "300.00", "57.00")]


def test_without_a_tax_aggregate_the_summary_comes_from_the_parts() -> None:
    order = without(sales_order(), "calculatedPrice.finalPrice.taxAggregate")

    assert bill(order) == bill(sales_order())


def test_without_a_tax_aggregate_the_only_rate_of_the_order_counts() -> None:
    order = bill(priced(price(100, 19, 19), totalShipping=price(100, 19)))

    assert vat_of(order) == [("19", "100.00", "19.00")]
    assert order.discrepancy == ""


def test_what_rows_and_their_tax_miss_of_the_gross_amount_is_rounding() -> None:
    parts = [price(0.335, 0.06365, 19)] * 3
    fees = [{"price": part} for part in parts]

    order = bill(priced(price(1.005, 0.19095, taxAggregate={"lines": parts}), paymentFees=fees))

    assert vat_of(order) == [("19", "1.02", "0.19")]
    assert (order.totals.gross, order.totals.rounding, order.totals.payable) == (
        Decimal("1.21"),
        Decimal("-0.01"),
        Decimal("1.20"),
    )
    assert order.discrepancy == ""


@pytest.mark.parametrize(("currency", "gross"), [("JPY", "1100"), ("KWD", "1100.000"), ("EUR", "1100.00")])
def test_amounts_have_the_decimals_of_the_currency(currency: str, gross: str) -> None:
    order = bill(priced(price(1000, 100, 10), totalShipping=price(1000, 100, 10)) | {"currency": currency})

    assert str(order.totals.payable) == gross


def test_an_amount_of_zero_has_no_row() -> None:
    order = priced(price(100, 19, 19), totalShipping=price(0, 0, 19), paymentFees=[{"price": price(0, 0, 19)}])

    assert [row.reason for row in bill(order).rows] == ["Anpassung an die Bestellsumme, MwSt. 19 %"]


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("currency", "currency"),
        ("billingAddress", "billingAddress"),
        ("calculatedPrice", "calculatedPrice.finalPrice.netValue"),
        ("calculatedPrice.finalPrice", "calculatedPrice.finalPrice.grossValue"),
        ("calculatedPrice.finalPrice.taxValue", "calculatedPrice.finalPrice.taxValue"),
        ("entries.0.calculatedPrice", "entries[0].calculatedPrice.finalPrice"),
    ],
)
def test_a_missing_field_is_named(path: str, named: str) -> None:
    with pytest.raises(OrderIncomplete) as refused:
        bill(without(sales_order(), path))

    assert named in refused.value.message


def test_all_missing_fields_are_named_at_once() -> None:
    with pytest.raises(OrderIncomplete) as refused:
        bill(sales_order(currency=None, billingAddress={}))

    assert refused.value.message == "The order lacks currency, billingAddress."


@pytest.mark.parametrize("currency", ["", "EURO", "eur", "€"])
def test_a_currency_has_three_capital_letters(currency: str) -> None:
    with pytest.raises(OrderIncomplete, match="currency"):
        bill(sales_order(currency=currency))


@pytest.mark.parametrize("amount", ["368.50", True, None, "", [], {}, [1]])
def test_an_amount_must_be_a_number(amount: object) -> None:
    order = sales_order()
    order["calculatedPrice"]["finalPrice"]["netValue"] = amount

    with pytest.raises(OrderIncomplete, match="netValue"):
        bill(order)


def test_amounts_are_added_up_exactly() -> None:
    third = Decimal("0.33333333333333333333333333333333333333")
    parts = [{"netValue": third, "taxValue": 0, "taxRate": 0}] * 3 + [{"netValue": 10**14, "taxValue": 0, "taxRate": 0}]
    final = {"netValue": 10**14 + 1, "taxValue": 0, "grossValue": 10**14 + 1, "taxAggregate": {"lines": parts}}
    order = sales_order(entries=[], calculatedPrice={"finalPrice": final})

    assert bill_for(SalesOrder.of(order), Seller(), "acme").vat[0].base == Decimal("100000000000001.00")


@pytest.mark.parametrize("amount", [10**15, -(10**15), 10**38])
def test_an_amount_that_is_too_large_is_refused(amount: int) -> None:
    with pytest.raises(OrderIncomplete, match="must be greater than -1000000000000000"):
        bill(priced(price(amount, 0, 0)))


def test_amounts_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(AmountsDisagree, match="is not grossValue"):
        bill(priced({"netValue": 100, "taxValue": 19, "grossValue": 120}))


def test_a_vat_summary_that_contradicts_the_totals_is_refused() -> None:
    with pytest.raises(AmountsDisagree, match="taxAggregate"):
        bill(priced(price(100, 19, taxAggregate={"lines": [price(90, 17.1, 19)]})))


@pytest.mark.parametrize(
    ("country", "billing_country", "language"),
    [("DE", "GB", "de"), ("at", None, "de"), ("GB", "DE", "en"), (None, "CH", "de"), (None, None, "en")],
)
def test_the_language_is_that_of_the_orders_country(
    country: str | None, billing_country: str | None, language: str
) -> None:
    order = sales_order(countryCode=country)
    order["billingAddress"]["country"] = billing_country

    assert bill(order).language == language


def test_an_address_has_no_empty_lines() -> None:
    order = bill(sales_order(shippingAddress={"contactName": "Ana Ortiz", "zipCode": "28001", "city": "Madrid"}))

    assert order.billing == ["Templatecompany", "Strasse 1", "12221 Berlin", "DE"]
    assert order.shipping == ["Ana Ortiz", "28001 Madrid"]


def test_a_seller_without_a_name_is_printed_as_the_tenant() -> None:
    order = bill(sales_order(), Seller.model_validate({"address": "Weg 1\n\n10115 Berlin "}))

    assert (order.seller.name, order.seller_name) == ("", "acme")
    assert order.seller_lines == ["Weg 1", "10115 Berlin"]


@pytest.mark.parametrize("shape", [{"entries": "two"}, {"entries": [1]}, {"billingAddress": "Berlin"}, {"currency": 5}])
def test_an_order_with_a_required_field_of_another_type_cannot_be_read(shape: dict[str, Any]) -> None:
    with pytest.raises(OrderIncomplete, match="The order cannot be read"):
        bill(sales_order(**shape))


def test_a_bill_is_the_same_after_it_was_stored() -> None:
    order = bill(sales_order())

    assert Bill.model_validate(json.loads(json.dumps(order))) == order


def rated(rates: int) -> dict[str, Any]:
    """An order with one cent without tax at each of so many rates."""
    lines = [price(0.01, 0, rate / 100) for rate in range(rates)]
    return priced(price(rates / 100, 0, taxAggregate={"lines": lines}))


def test_an_invoice_has_at_most_a_hundred_rates() -> None:
    assert len(bill(rated(100)).vat) == 100
    with pytest.raises(OrderTooLarge, match=r"^The order has more than 100 tax rates\.$"):
        bill(rated(101))


def test_thousands_of_rates_are_refused_before_they_are_added_up() -> None:
    with pytest.raises(OrderTooLarge, match=r"^The order has more than 2000 taxAggregate\.lines\.$"):
        bill(rated(2_001))


@pytest.mark.parametrize(
    ("order", "named"),
    [
        (sales_order(entries=[{}] * 2_001), "entries"),
        (priced(price(1, 0), paymentFees=[{}] * 2_001), "paymentFees"),
    ],
)
def test_an_invoice_has_at_most_two_thousand_lines_of_one_kind(order: dict[str, Any], named: str) -> None:
    with pytest.raises(OrderTooLarge, match=f"more than 2000 {named}"):
        bill(order)


@pytest.mark.parametrize("amount", ["1e9999999", "-1e9999999"])
def test_an_amount_with_a_huge_exponent_is_named(amount: str) -> None:
    order = {**sales_order(), "calculatedPrice": {"finalPrice": {"netValue": Decimal(amount)}}}

    with pytest.raises(OrderIncomplete, match="netValue"):
        SalesOrder.of(order)
