"""Bills of random orders add up, whatever the order has (tests/support/orders.py)."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from faktura.core import json
from faktura.einvoices.sums import rounded
from faktura.jobs.configurations.configuration import Seller, parsed
from faktura.jobs.invoices.invoice import Bill, Invoice
from faktura.jobs.invoices.invoice_page import draw
from faktura.jobs.orders.order import SalesOrder
from faktura.jobs.orders.pricing import bill_for
from tests.support.jobs import text_of
from tests.support.orders import SELLER, random_order

CENT, ZERO = Decimal("0.01"), Decimal(0)


def bill_of(order: dict[str, Any]) -> Bill:
    seller: Seller = parsed("sellerAddress", SELLER)
    return bill_for(SalesOrder.of(json.loads(json.dumps(order))), seller, "acme")


@pytest.fixture(params=range(60))
def seed(request: pytest.FixtureRequest) -> int:
    drawn: int = request.param
    return drawn


def test_every_valid_order_is_reconciled(seed: int) -> None:
    assert bill_of(random_order(seed)).discrepancy == ""


def test_the_payable_amount_is_the_orders_gross_amount(seed: int) -> None:
    order = random_order(seed)

    gross = rounded(order["calculatedPrice"]["finalPrice"]["grossValue"], CENT)
    assert bill_of(order).totals.payable == gross


def test_quantity_times_unit_price_less_allowances_is_the_net_amount_of_a_line(seed: int) -> None:
    for line in bill_of(random_order(seed)).lines:
        whole = (line.quantity or ZERO) * (line.unit_price or ZERO) / (line.base_quantity or Decimal(1))
        changes = sum((one.signed for one in line.allowances_charges), ZERO)
        assert rounded(whole, CENT) + changes == line.net
        assert all(one.amount > 0 for one in line.allowances_charges)


def test_the_rows_of_each_rate_are_the_orders_tax_aggregate_within_rounding(seed: int) -> None:
    order = random_order(seed)
    found = bill_of(order)

    bases = {one.vat.rate: one.base or ZERO for one in found.vat}
    rounding = CENT / 2 * (len(found.lines) + len(found.rows) + 1)
    for line in order["calculatedPrice"]["finalPrice"].get("taxAggregate", {}).get("lines", []):
        assert abs(bases[line["taxRate"]] - line["netValue"]) <= rounding


def test_the_rounding_amount_is_what_rounding_explains(seed: int) -> None:
    found = bill_of(random_order(seed))

    figures = len(found.lines) + len(found.rows) + len(found.vat) + 1
    assert abs(found.totals.rounding or ZERO) <= CENT / 2 * figures


def test_every_figure_of_the_bill_is_printed() -> None:
    for seed in range(25):
        found = bill_of({**random_order(seed), "countryCode": "GB"})
        invoice = Invoice(number="R-1", issued_at=datetime(2026, 11, 29, tzinfo=UTC), bill=found)
        printed = set(text_of(draw(invoice)).replace(",", "").split())

        assert figures_of(found) - printed == set(), seed


def figures_of(bill: Bill) -> set[str]:
    """Every amount, unit price and quantity as it is printed, without separators of thousands."""
    totals = [bill.totals.net, bill.totals.tax, bill.totals.gross, bill.totals.payable]
    rows = [row.signed for row in bill.rows] + [one.signed for line in bill.lines for one in line.allowances_charges]
    nets = [line.net for line in bill.lines]
    bases = [amount for one in bill.vat for amount in (one.base, one.tax)]
    amounts = [*totals, *rows, *nets, *bases, *([bill.totals.rounding] if bill.totals.rounding else [])]
    optional = [bill.totals.charges, -(bill.totals.allowances or ZERO)]
    prices = [line.unit_price or ZERO for line in bill.lines]
    quantities = [line.quantity or ZERO for line in bill.lines]
    return {
        *(f"{amount or ZERO:.2f}" for amount in [*amounts, *(one for one in optional if one)]),
        *(f"{one:.2f}" if one == rounded(one, CENT) else f"{one.normalize():f}" for one in prices),
        *(f"{one.normalize():f}" for one in quantities),
    }
