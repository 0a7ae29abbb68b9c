"""The PDF of an invoice, read back."""

from datetime import UTC, datetime
from typing import Any

import pytest

from faktura.core import json
from faktura.jobs.configurations.configuration import Seller
from faktura.jobs.invoices.invoice import Invoice
from faktura.jobs.invoices.invoice_page import draw
from faktura.jobs.orders.order import SalesOrder
from faktura.jobs.orders.pricing import bill_for
from tests.support.builders import sales_order
from tests.support.jobs import text_of

SELLER = Seller(name="Acme GmbH", address=("Weg 1", "10115 Berlin"), vat_id="DE123456789")


def invoice(**changes: Any) -> Invoice:
    order = SalesOrder.of(json.loads(json.dumps(sales_order(**changes))))
    issued_at = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    return Invoice(number="ORD-001001-EU", job_id="j", issued_at=issued_at, bill=bill_for(order, SELLER, "acme"))


def lines_of(one: Invoice) -> list[str]:
    return [" ".join(line.split()) for line in text_of(draw(one)).splitlines()]


def test_a_german_invoice_shows_the_whole_order() -> None:
    shown = lines_of(invoice())

    assert {"Acme GmbH Weg 1", "10115 Berlin", "USt-IdNr. DE123456789"} <= set(shown)
    assert {"Rechnung ORD-001001-EU", "Rechnungsadresse", "Templatecompany", "Strasse 1", "12221 Berlin"} <= set(shown)
    assert {"Rechnungsdatum: 21.11.2026", "Bestelldatum: 30.01.2025", "Lieferdatum: 07.02.2025"} <= set(shown)
    assert "Bestellung: EON2076" in shown
    assert any(line.endswith("100,00 19 % 300,00 57,00") for line in shown)
    assert {"Zahlungsgebühr 12 % 33,50 4,02", "Versand 12 % 35,00 4,20"} <= set(shown)
    assert {"12 % 68,50 8,22", "19 % 300,00 57,00"} <= set(shown)
    assert {"Summe netto 368,50 EUR", "Summe MwSt. 65,22 EUR", "Gesamtbetrag 433,72 EUR"} <= set(shown)


def test_an_english_invoice_is_in_english() -> None:
    shown = lines_of(invoice(countryCode="GB", deliveryWindow={}))

    assert {"Invoice ORD-001001-EU", "Billing address", "Invoice date: Nov 21, 2026", "Order: EON2076"} <= set(shown)
    assert {"Payment fee 12 % 33.50 4.02", "Shipping 12 % 35.00 4.20", "Total 433.72 EUR"} <= set(shown)


def test_the_delivery_address_is_next_to_the_billing_address() -> None:
    shown = lines_of(invoice(shippingAddress={"contactName": "Ana Ortiz", "city": "Madrid", "country": "ES"}))

    assert {"Lieferadresse", "Ana Ortiz", "Madrid", "ES"} <= set(shown)


@pytest.mark.parametrize(("country", "text"), [("DE", "1.234.567,50 EUR"), ("US", "1,234,567.50 EUR")])
def test_numbers_have_the_format_of_the_language(country: str, text: str) -> None:
    final = {"netValue": 1234567.5, "taxValue": 0, "grossValue": 1234567.5, "taxRate": 0}
    order = invoice(countryCode=country, entries=[], calculatedPrice={"finalPrice": final})

    assert any(line.endswith(text) for line in lines_of(order))


def test_a_unit_price_keeps_its_decimals() -> None:
    order = sales_order()
    order["entries"][0] |= {"orderedAmount": 24_000, "calculatedUnitPrice": {"netValue": 0.0125}}

    assert any(line.startswith("0,0125 19 % 300,00") for line in lines_of(invoice(entries=order["entries"])))


def test_a_long_order_has_several_pages() -> None:
    order = invoice(entries=sales_order()["entries"] * 120)

    assert "Seite 4 von" in " ".join(lines_of(order))


def test_the_same_invoice_gives_the_same_bytes() -> None:
    assert draw(invoice()) == draw(invoice())
