"""The e-invoices of orders keep the official rules, and their pages print the same figures (docs/decisions, 48)."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.einvoices.of_orders import faults_of
from tests.support.orders import random_order

SAMPLES = Path(__file__).parent / "orders"

ORDERS = 100

DATA = {
    "buyerReference": "04011000-12345-03",
    "buyerVatId": "DE136695976",
    "electronicAddress": {"scheme": "9930", "id": "DE136695976"},
}


def sample(name: str) -> dict[str, Any]:
    """A recorded order, with what a buyer adds for an e-invoice."""
    order: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    order.setdefault("mixins", {})["eInvoice"] = DATA
    return order


@pytest.mark.parametrize("name", ["EON2076", "EON1200", "fees_discounts"])
def test_a_recorded_order_becomes_a_valid_e_invoice_in_every_form(name: str) -> None:
    assert faults_of(sample(name)) == []


@pytest.mark.parametrize("seed", range(ORDERS))
def test_a_generated_order_becomes_a_valid_e_invoice_in_every_form(seed: int) -> None:
    assert faults_of(random_order(seed)) == []


def test_a_figure_that_the_page_does_not_show_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.support.einvoices.of_orders.text_of", lambda _: "another page")

    assert any(fault.startswith("not printed") for fault in faults_of(sample("EON2076")))
