"""The official judges find no fault in the e-invoices of orders, and what they show is what the page shows."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from faktura.core import json
from faktura.einvoices.form import FORMS, Form, written
from faktura.jobs.configurations.configuration import Seller, parsed
from faktura.jobs.invoices.e_invoice import e_invoice_of, obstacles
from faktura.jobs.invoices.invoice import Invoice
from faktura.jobs.orders.order import SalesOrder
from faktura.jobs.orders.pricing import bill_for
from tests.support.einvoices.judges import Finding, faults
from tests.support.orders import SELLER, random_order

SAMPLES = sorted((Path(__file__).parent / "orders").glob("*.json"))
SEEDS = 100

BUYER_DATA = {
    "buyerReference": "04011000-12345-03",
    "purchaseOrder": "PO-1",
    "electronicAddress": {"scheme": "0204", "id": "04011000-12345-03"},
}


def invoice_of(order: dict[str, Any]) -> Invoice:
    seller: Seller = parsed("sellerAddress", SELLER)
    bill = bill_for(SalesOrder.of(json.loads(json.dumps(order))), seller, "acme")
    return Invoice(number=f"R-{bill.order_id}", issued_at=datetime(2026, 11, 29, tzinfo=UTC), bill=bill)


def judged(invoice: Invoice, form: Form) -> list[Finding]:
    assert obstacles(invoice, form) == []
    return faults(written(e_invoice_of(invoice), form), form)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_an_order_of_emporix_becomes_a_valid_e_invoice(sample: Path, form: Form) -> None:
    order = {**json.loads(sample.read_bytes()), "mixins": {"eInvoice": BUYER_DATA}}

    assert judged(invoice_of(order), form) == []


@pytest.mark.parametrize("form", ["factur-x", "xrechnung-cii", "xrechnung-ubl"])
def test_random_orders_become_valid_e_invoices(form: Form) -> None:
    found = {seed: judged(invoice_of(random_order(seed)), form) for seed in range(SEEDS)}

    assert {seed: faults for seed, faults in found.items() if faults} == {}


def test_random_orders_are_of_every_kind() -> None:
    bills = [invoice_of(random_order(seed)).bill for seed in range(SEEDS)]

    assert {one.vat.category for bill in bills for one in bill.vat} >= {"S", "Z", "K", "AE", "G"}
    assert {len(bill.vat) for bill in bills} >= {1, 2, 3}
    assert max(len(bill.lines) for bill in bills) >= 50
    assert any(line.allowances_charges for bill in bills for line in bill.lines)
    assert any(row.line_id for bill in bills for row in bill.rows)
    assert any(bill.totals.rounding for bill in bills)


def test_a_discrepancy_is_what_stands_against_an_e_invoice() -> None:
    order = json.loads((Path(__file__).parent / "orders" / "fees_discounts.json").read_bytes())
    final = order["calculatedPrice"]["finalPrice"]
    for price in (final, final["taxAggregate"]["lines"][1]):
        price["netValue"] -= 5
        price["taxValue"] -= Decimal("0.95")
        price["grossValue"] -= Decimal("5.95")

    assert obstacles(invoice_of(order), "factur-x") == [
        "The order's parts at 19 % add up to 198.50, but its tax aggregate has 193.50: a difference of 5.00."
    ]
