"""Every member of an order that an invoice can do without may be null, empty or missing.

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
from faktura.jobs.configuration import Seller
from faktura.jobs.errors import OrderIncomplete
from faktura.jobs.invoice import Bill, Invoice
from faktura.jobs.invoice_page import drawn
from faktura.jobs.order import SalesOrder, moment
from faktura.jobs.pricing import billed
from faktura.jobs.schemas import OrderBody
from tests.support.builders import sales_order

ORDERS: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_bytes()) for path in (Path(__file__).parent / "orders").glob("*.json")
}
"""Two of Emporix's own."""

REQUIRED = re.compile(
    r"currency|billingAddress|calculatedPrice(\.finalPrice(\.(net|tax|gross)Value)?)?"
    r"|entries\[\d\]\.calculatedPrice(\.finalPrice\.(net|tax)Value)?"
)
"""What decision 0023 requires. An entry without a final price has the price before discounts."""

NOTHINGS = (..., None, "", [], {})
"""What a member that says nothing is set to; `...` takes it away."""

Path_ = tuple[str | int, ...]


def paths(node: Any, *above: str | int) -> Iterator[Path_]:
    """Every member of every object, and every element of every list."""
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, below in members:
        yield (*above, step)
        yield from paths(below, *above, step)


def spelt(path: Path_) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def put(order: dict[str, Any], path: Path_, value: object) -> None:
    """Set what is at `path`, where its place is still there."""
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
    """As a job comes to it, from what PUT stores."""
    stored = json.loads(json.dumps(OrderBody.model_construct(order).of(order.get("id") or "A")))
    return billed(SalesOrder.of(stored), Seller(), "acme")


EVERY = {name: list(paths(order)) for name, order in ORDERS.items()}


def is_required(path: Path_) -> bool:
    return REQUIRED.fullmatch(spelt(path)) is not None


@pytest.fixture(params=ORDERS)
def name(request: pytest.FixtureRequest) -> str:
    param: str = request.param
    return param


def assert_comes_to_the_same(told: Bill, whole: Bill, what: str) -> None:
    assert (told.net, told.tax, told.gross) == (whole.net, whole.tax, whole.gross), what
    for parts in ([(line.net, line.tax) for line in told.lines], [(one.base, one.tax) for one in told.vat]):
        rounding = Decimal("0.005") * (len(parts) + 1)
        net, tax = (sum(amounts, Decimal(0)) for amounts in zip(*parts, strict=True))
        assert abs(net - told.net) <= rounding, what
        assert abs(tax - told.tax) <= rounding, what


def test_what_is_optional_never_fails_an_order(name: str) -> None:
    whole = bill(ORDERS[name])
    told: dict[str, Bill] = {}

    for path, nothing in product([path for path in EVERY[name] if not is_required(path)], NOTHINGS):
        order = deepcopy(ORDERS[name])
        put(order, path, deepcopy(nothing))
        one = bill(order)
        assert_comes_to_the_same(one, whole, spelt(path))
        told[one.model_dump_json()] = one

    assert len(told) > 10
    for one in told.values():
        assert drawn(Invoice(number="1", job_id="", issued_at=moment("2026-11-25"), bill=one))


def test_what_is_required_and_missing_is_named(name: str) -> None:
    required = [path for path in EVERY[name] if is_required(path)]
    assert len(required) >= 10

    for path, nothing in product(required, NOTHINGS):
        order = deepcopy(ORDERS[name])
        put(order, path, deepcopy(nothing))
        with pytest.raises(OrderIncomplete, match=r"^The order lacks ") as refused:
            bill(order)
        named = spelt(path) if path[0] != "entries" else f"entries[{path[1]}].calculatedPrice.finalPrice"
        assert named in refused.value.message


@given(st.data())
def test_however_much_of_it_is_missing(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(ORDERS)))
    optional = [path for path in EVERY[name] if not is_required(path) and spelt(path)[-10:] != "finalPrice"]
    order = deepcopy(ORDERS[name])

    for path in data.draw(st.lists(st.sampled_from(optional), max_size=40)):
        put(order, path, deepcopy(data.draw(st.sampled_from(NOTHINGS))))

    assert_comes_to_the_same(bill(order), bill(ORDERS[name]), "")


def test_an_order_of_nothing_but_what_is_required_is_billed() -> None:
    amounts = {"netValue": Decimal("100"), "taxValue": Decimal("19"), "grossValue": Decimal("119")}
    order = {
        "currency": "EUR",
        "billingAddress": {"city": "Berlin"},
        "calculatedPrice": {"finalPrice": amounts},
        "entries": [{"calculatedPrice": {"finalPrice": amounts}}],
    }

    told = bill(order)

    assert [(one.rate, one.base, one.tax) for one in told.vat] == [(None, Decimal("100.00"), Decimal("19.00"))]
    assert told.gross == Decimal("119.00")


@pytest.mark.parametrize(
    ("product", "said"),
    [
        ({"localizedName": {"de": None, "en": "Shoes"}}, "Shoes"),
        ({"localizedName": {"de": " ", "en": "Shoes"}}, "Shoes"),
        ({"localizedName": {"de": {}, "en": "Shoes"}}, "Shoes"),
        ({"localizedName": {"pl": "Buty", "en": "Shoes"}}, "Shoes"),
        ({"localizedName": {"pl": "Buty", "en": None}}, "Buty"),
        ({"localizedName": {"de": None, "en": None}, "name": "Schuhe"}, "Schuhe"),
        ({"localizedName": {}, "name": {"de": "Schuhe", "en": None}}, "Schuhe"),
        ({"localizedName": "Schuhe"}, "Schuhe"),
        ({"localizedName": None, "name": None}, ""),
        ({"localizedName": ["Schuhe"], "name": 501}, "501"),
    ],
)
def test_a_text_is_in_german_or_else_english_or_else_any(product: dict[str, Any], said: str) -> None:
    order = sales_order()
    order["entries"][0]["product"] = product

    assert bill(order).lines[0].description == said


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
def test_what_is_optional_and_of_another_shape_is_not_there(member: str, value: object) -> None:
    whole = bill(sales_order())

    assert_comes_to_the_same(bill(sales_order(**{member: value})), whole, member)


def test_an_address_with_numbers_for_texts_is_read() -> None:
    order = sales_order()
    order["billingAddress"] |= {"zipCode": 12221, "streetNumber": 7, "companyName": None, "country": " DE "}

    assert bill(order).billing == ["Templatecompany", "Strasse 7", "12221 Berlin", "DE"]


def test_the_fee_of_an_order_without_a_list_of_fees_is_what_the_entries_do_not_have_in_their_prices() -> None:
    order = ORDERS["fees_discounts"] | {
        "calculatedPrice": {**ORDERS["fees_discounts"]["calculatedPrice"], "paymentFees": None}
    }

    assert [(line.kind, line.net, line.tax) for line in bill(order).lines[3:]] == [
        ("fee", Decimal("6.50"), Decimal("1.24")),
        ("shipping", Decimal("8.91"), Decimal("1.69")),
    ]


def test_a_line_of_the_tax_aggregate_without_its_rate_is_not_taxed_at_nothing() -> None:
    """Before, the summary said `0 %` beside a tax of 4.02."""
    order = deepcopy(ORDERS["EON2076"])
    order["calculatedPrice"]["finalPrice"]["taxAggregate"]["lines"][0]["taxRate"] = None

    assert bill(order).vat == bill(ORDERS["EON2076"]).vat


def test_numbers_may_have_more_decimals_than_anybody_counts() -> None:
    """Before, 39 digits were "at most 38 significant digits"."""
    order = sales_order()
    ninth = Decimal("0." + "1" * 55)
    order["entries"][0] |= {"unitPrice": 100 + ninth, "calculatedUnitPrice": None}
    for price in (order["calculatedPrice"]["finalPrice"], order["entries"][0]["calculatedPrice"]["finalPrice"]):
        price["netValue"] = Decimal(str(price["netValue"])) + Decimal("0." + "0" * 50 + "1")

    told = bill(order)

    assert told.gross == bill(sales_order()).gross
    assert told.lines[0].unit_price == Decimal("100.111111111111111111")
