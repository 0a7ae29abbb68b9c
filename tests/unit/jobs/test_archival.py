"""The PDFs of invoices and credit notes are PDF/A-2b, and as Factur-X PDF/A-3b, by veraPDF."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from faktura.core import json
from faktura.einvoices.form import written
from faktura.einvoices.invoice import InvoiceReference
from faktura.jobs.configurations.configuration import Seller
from faktura.jobs.invoices.invoice import Invoice
from faktura.jobs.invoices.invoice_page import draw
from faktura.jobs.orders.order import SalesOrder
from faktura.jobs.orders.pricing import bill_for
from tests.support.builders import sales_order
from tests.support.einvoices.invoices import random_invoice
from tests.support.einvoices.verapdf import findings

ORDERS = sorted(Path(__file__).with_name("orders").glob("*.json"))
NAMES = ["Łódź", "Nguyễn Thị Ánh", "محمد علاء", "יוסף", "สมชาย น้ำ", "山田太郎", "김철수", "किरण → ✓", "ₘ ₹ €"]
SELLER = Seller(name=" ".join(NAMES), address=tuple(NAMES), vat_id="DE123456789", iban="DE02120300000000202051")


FINAL = {"netValue": 100, "taxValue": 19, "grossValue": 119, "taxRate": 19}


def invoice(order: dict[str, Any], seller: Seller = SELLER, **fields: Any) -> Invoice:
    bill = bill_for(SalesOrder.of(json.loads(json.dumps(order))), seller, "acme")
    issued_at = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    return Invoice(**{"number": "R-1 / Łódź", "job_id": "j", "issued_at": issued_at, "bill": bill, **fields})


def faults(one: Invoice, seed: int = 1) -> list[str]:
    """What veraPDF finds in the plain PDF, and in the Factur-X with the XML of an invoice at random."""
    xml = written(random_invoice(seed), "factur-x")
    return [*findings(draw(one), "2b"), *findings(draw(one, xml), "3b")]


def entry(number: int) -> dict[str, Any]:
    """An entry of the ordinary order with another name."""
    [one] = sales_order()["entries"]
    return {**one, "id": str(number), "product": {"id": "1", "name": f"{NAMES[number % len(NAMES)]} {number} " * 3}}


@pytest.mark.parametrize("order", ORDERS, ids=lambda path: path.stem)
def test_the_invoice_for_an_order_of_a_shop_is_archivable(order: Path) -> None:
    assert faults(invoice(json.loads(order.read_bytes()))) == []


@pytest.mark.parametrize("country", ["DE", "GB", "US"])
def test_an_invoice_in_each_language_is_archivable(country: str) -> None:
    assert faults(invoice(sales_order(countryCode=country))) == []


@pytest.mark.parametrize("entries", [0, 1, 300])
def test_an_invoice_of_any_length_and_script_is_archivable(entries: int) -> None:
    order = sales_order(entries=[entry(number) for number in range(entries)], calculatedPrice={"finalPrice": FINAL})

    assert faults(invoice(order, seller=Seller()), entries) == []


def test_a_credit_note_is_archivable() -> None:
    credited = InvoiceReference(number="R-0", issued=datetime(2026, 11, 1, tzinfo=UTC).date())

    assert faults(invoice(sales_order(), kind="CREDIT_NOTE", credited=credited)) == []


@pytest.mark.parametrize("seed", range(10))
def test_an_invoice_with_any_xml_is_archivable(seed: int) -> None:
    assert faults(invoice(sales_order()), seed) == []
