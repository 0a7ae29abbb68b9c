"""Every optional field of an order may be null, empty or missing.

Before, a null in any of them (`localizedName: {"de": null}`) made the order a FAILURE "cannot be read".
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faktura.core import json
from faktura.jobs.configurations.configuration import Seller
from faktura.jobs.errors import OrderIncomplete
from faktura.jobs.invoices.invoice import Bill, Invoice
from faktura.jobs.invoices.invoice_page import draw
from faktura.jobs.orders.order import SalesOrder, moment
from faktura.jobs.orders.pricing import bill_for
from faktura.jobs.schemas.requests import SalesOrderBody
from tests.support.builders import sales_order

ORDERS: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_bytes()) for path in (Path(__file__).parent / "orders").glob("*.json")
}
"""Orders of Emporix."""

REQUIRED = re.compile(
    r"currency|billingAddress|calculatedPrice(\.finalPrice(\.(net|tax|gross)Value)?)?"
    r"|entries\[\d\]\.calculatedPrice(\.finalPrice\.(net|tax)Value)?"
)
"""The required fields (docs/apis/jobs.md). An entry without a final price has the price before discounts."""

EMPTY_VALUES = (..., None, "", [], {})
"""The values that count as missing; `...` removes the field."""

Path_ = tuple[str | int, ...]


def paths(node: Any, *above: str | int) -> Iterator[Path_]:
    """The path of every field of every object, and of every element of every list."""
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, below in members:
        yield (*above, step)
        yield from paths(below, *above, step)


def written(path: Path_) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def put(order: dict[str, Any], path: Path_, value: object) -> None:
    """Set the value at `path`, if its parent still exists."""
    place: Any = order
    for step in path[:-1]:
        if step not in place and not isinstance(step, int):
            return
        place = place[step]
        if not isinstance(place, list | dict) or not place:
            return
    if value is not ...:
        place[path[-1]] = value
    elif isinstance(place, dict):
        place.pop(path[-1], None)  # the elements of a list are nulls rather than missing


def bill(order: dict[str, Any]) -> Bill:
    """The bill that a job makes of the stored order."""
    stored = json.loads(json.dumps(SalesOrderBody.model_construct(order).stored_as(order.get("id") or "A")))
    return bill_for(SalesOrder.of(stored), Seller(), "acme")


EVERY = {name: list(paths(order)) for name, order in ORDERS.items()}


def is_required(path: Path_) -> bool:
    return REQUIRED.fullmatch(written(path)) is not None


@pytest.fixture(params=ORDERS)
def name(request: pytest.FixtureRequest) -> str:
    param: str = request.param
    return param


def assert_same_totals(found: Bill, whole: Bill, path: str) -> None:
    """The payable amount is the same, and the rows and the VAT summary add up to the totals."""
    sums, zero = found.totals, Decimal(0)
    assert sums.payable == whole.totals.payable, path
    assert (sums.net or zero) + (sums.tax or zero) == sums.gross == (sums.payable or zero) - (sums.rounding or zero), (
        path
    )
    rows = [*(line.net or zero for line in found.lines), *(row.signed for row in found.rows)]
    rounding = Decimal("0.005") * (len(rows) + len(found.vat) + 1)
    assert abs(sums.rounding or zero) <= rounding, path
    assert abs(sum(rows, zero) - (sums.net or zero)) <= rounding, path
    assert abs(sum((one.base or zero for one in found.vat), zero) - (sums.net or zero)) <= rounding, path
    assert abs(sum((one.tax or zero for one in found.vat), zero) - (sums.tax or zero)) <= rounding, path


def test_an_optional_field_never_fails_an_order(name: str) -> None:
    whole = bill(ORDERS[name])
    bills: dict[str, Bill] = {}

    for path, empty in product([path for path in EVERY[name] if not is_required(path)], EMPTY_VALUES):
        order = deepcopy(ORDERS[name])
        put(order, path, deepcopy(empty))
        one = bill(order)
        assert_same_totals(one, whole, written(path))
        bills[one.model_dump_json()] = one

    assert len(bills) > 10
    for one in bills.values():
        assert draw(Invoice(number="1", job_id="", issued_at=moment("2026-11-25"), bill=one))


def test_a_missing_required_field_is_named(name: str) -> None:
    required = [path for path in EVERY[name] if is_required(path)]
    assert len(required) >= 10

    for path, empty in product(required, EMPTY_VALUES):
        order = deepcopy(ORDERS[name])
        put(order, path, deepcopy(empty))
        with pytest.raises(OrderIncomplete, match=r"^The order lacks ") as refused:
            bill(order)
        named = written(path) if path[0] != "entries" else f"entries[{path[1]}].calculatedPrice.finalPrice"
        assert named in refused.value.message


@given(st.data())
def test_any_number_of_optional_fields_may_be_missing(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(ORDERS)))
    optional = [path for path in EVERY[name] if not is_required(path) and written(path)[-10:] != "finalPrice"]
    order = deepcopy(ORDERS[name])

    for path in data.draw(st.lists(st.sampled_from(optional), max_size=40)):
        put(order, path, deepcopy(data.draw(st.sampled_from(EMPTY_VALUES))))

    assert_same_totals(bill(order), bill(ORDERS[name]), "")


def test_an_order_with_only_the_required_fields_has_a_bill() -> None:
    amounts = {"netValue": Decimal("100"), "taxValue": Decimal("19"), "grossValue": Decimal("119")}
    order = {
        "currency": "EUR",
        "billingAddress": {"city": "Berlin"},
        "calculatedPrice": {"finalPrice": amounts},
        "entries": [{"calculatedPrice": {"finalPrice": amounts}}],
    }

    found = bill(order)

    assert [(one.vat.rate, one.base, one.tax) for one in found.vat] == [(None, Decimal("100.00"), Decimal("19.00"))]
    assert found.totals.payable == Decimal("119.00")
    assert found.discrepancy == "The order does not say the tax rate of entry 1."


@pytest.mark.parametrize(
    ("product", "printed"),
    [
        ({"localizedName": {"de": None, "en": "Shoes"}}, "Shoes"),
        ({"localizedName": {"de": " ", "en": "Shoes"}}, "Shoes"),
        ({"localizedName": {"de": {}, "en": "Shoes"}}, "Shoes"),
        ({"localizedName": {"pl": "Buty", "en": "Shoes"}}, "Shoes"),
        ({"localizedName": {"pl": "Buty", "en": None}}, "Buty"),
        ({"localizedName": {"de": None, "en": None}, "name": "Schuhe"}, "Schuhe"),
        ({"localizedName": {}, "name": {"de": "Schuhe", "en": None}}, "Schuhe"),
        ({"localizedName": "Schuhe"}, "Schuhe"),
        ({"localizedName": None, "name": None}, "BC10033-43"),
        ({"localizedName": ["Schuhe"], "name": 501}, "501"),
    ],
)
def test_a_text_is_in_german_else_in_english_else_in_any_language(product: dict[str, Any], printed: str) -> None:
    order = sales_order()
    order["entries"][0]["product"] = product

    assert bill(order).lines[0].name == printed


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("countryCode", 49),
        ("created", {"$date": 1}),
        ("created", 1738244734406),
        ("created", "30.01.2025"),
        ("mixins", []),
        ("mixins", {"deliveryTime": {"deliveryDate": 7}, "generalAttributes": "none"}),
        ("deliveryWindow", "friday"),
        ("shippingAddress", "Berlin"),
        ("shippingAddress", {"zipCode": {"code": 1}, "city": None}),
    ],
)
def test_an_optional_field_of_another_type_counts_as_missing(member: str, value: object) -> None:
    whole = bill(sales_order())

    assert_same_totals(bill(sales_order(**{member: value})), whole, member)


def test_an_address_may_have_numbers_instead_of_texts() -> None:
    order = sales_order()
    order["billingAddress"] |= {"zipCode": 12221, "streetNumber": 7, "companyName": None, "country": " DE "}

    assert bill(order).billing == ["Templatecompany", "Strasse 7", "12221 Berlin", "DE"]


def test_without_a_list_of_fees_the_fee_is_the_total_without_the_fees_of_the_entries() -> None:
    order = ORDERS["fees_discounts"] | {
        "calculatedPrice": {**ORDERS["fees_discounts"]["calculatedPrice"], "paymentFees": None}
    }

    rows = [row for row in bill(order).rows if not row.line_id]

    assert [(row.reason, row.signed) for row in rows] == [
        ("Gebühr", Decimal("6.50")),
        ("Versand", Decimal("9.90")),
        ("Rabatt: Versand", Decimal("-0.99")),
    ]
    assert bill(order).discrepancy == ""


def test_a_line_of_the_tax_aggregate_without_a_rate_is_not_taxed_at_zero() -> None:
    """Regression: the summary had `0 %` beside a tax of 4.02."""
    order = deepcopy(ORDERS["EON2076"])
    order["calculatedPrice"]["finalPrice"]["taxAggregate"]["lines"][0]["taxRate"] = None

    assert bill(order).vat == bill(ORDERS["EON2076"]).vat


def test_amounts_may_have_any_number_of_decimals() -> None:
    """Regression: 39 digits were refused."""
    order = sales_order()
    ninth = Decimal("0." + "1" * 55)
    order["entries"][0] |= {"unitPrice": 100 + ninth, "calculatedUnitPrice": None}
    for price in (order["calculatedPrice"]["finalPrice"], order["entries"][0]["calculatedPrice"]["finalPrice"]):
        price["netValue"] = Decimal(str(price["netValue"])) + Decimal("0." + "0" * 50 + "1")

    found = bill(order)

    assert found.totals.payable == bill(sales_order()).totals.payable
    assert found.lines[0].unit_price == Decimal(100)
