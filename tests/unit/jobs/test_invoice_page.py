"""The PDF of an invoice, read back."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from faktura.core import json
from faktura.einvoices.invoice import InvoiceReference
from faktura.jobs.configurations.configuration import Seller, parsed
from faktura.jobs.invoices.invoice import Invoice
from faktura.jobs.invoices.invoice_page import draw
from faktura.jobs.orders.order import SalesOrder
from faktura.jobs.orders.pricing import bill_for
from tests.support.builders import sales_order
from tests.support.jobs import text_of
from tests.support.orders import SELLER as SELLER_ADDRESS

ORDERS = Path(__file__).parent / "orders"
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


def sample(name: str, **changes: Any) -> Invoice:
    """The invoice of a sample order."""
    order = SalesOrder.of({**json.loads((ORDERS / f"{name}.json").read_bytes()), **changes})
    seller: Seller = parsed("sellerAddress", SELLER_ADDRESS)
    issued_at = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    return Invoice(number="R-1", issued_at=issued_at, bill=bill_for(order, seller, "acme"))


def test_discounts_and_fees_are_below_their_line() -> None:
    shown = lines_of(sample("fees_discounts"))

    first = shown.index("3 LAMP-OAK Desk lamp, oak (lamp-oak) 84,034 19 % 252,10 47,90")
    assert shown[first + 1 : first + 7] == [
        "Rabatt 19 % -25,21 -4,79",
        "three-for-two 19 % -84,03 -15,97",
        "Netto nach Rabatten: 142,86",
        "Verpackung 7 % 4,20 0,29",
        "Rabatt: Verpackung 7 % -0,50 -0,04",
        "1 BOOK-ATLAS Atlas (book-atlas) 28,037 7 % 28,04 1,96",
    ]
    assert {"Kartengebühr 19 % 6,50 1,24", "Versand 19 % 9,90 1,88", "Rabatt: Versand 19 % -0,99 -0,19"} <= set(shown)
    assert {"7 % 31,33 2,19", "19 % 198,51 37,72", "Gesamtbetrag 269,75 EUR"} <= set(shown)


def test_the_totals_tell_lines_charges_discounts_and_rounding() -> None:
    shown = lines_of(sample("EON1200"))

    first = shown.index("Summe der Positionen 381,65 EUR")
    assert shown[first + 1 : first + 8] == [
        "Gebühren und Versand 56,66 EUR",
        "Rabatte -2,03 EUR",
        "Summe netto 436,28 EUR",
        "Summe MwSt. 65,54 EUR",
        "Gesamtbetrag 501,82 EUR",
        "Rundung 0,01 EUR",
        "Zu zahlen 501,83 EUR",
    ]


def test_the_seller_shows_its_numbers_and_how_to_pay() -> None:
    shown = lines_of(sample("EON1200"))

    assert {"Muster & Söhne GmbH Hafenstraße 1", "20457 Hamburg", "DE", "USt-IdNr. DE123456789"} <= set(shown)
    assert {"Steuernummer 22/333/44444", "Erika Muster", "+49 40 1234567", "rechnung@muster.example"} <= set(shown)
    assert {"Zahlung", "Zahlbar bis 05.12.2026", "Payable without deduction"} <= set(shown)
    assert "IBAN DE89 3704 0044 0532 0130 00 · BIC COBADEFFXXX" in shown


def test_the_buyer_finds_its_own_references() -> None:
    data = {"buyerReference": "04011000-12345-03", "buyerVatId": "atu 12345678", "purchaseOrder": "PO-77"}

    shown = lines_of(sample("EON1200", mixins={"eInvoice": data}))

    assert "Ihre USt-IdNr.: ATU12345678" in shown
    assert "Ihre Bestellnummer: PO-77" in shown
    assert "Ihre Referenz: 04011000-12345-03" in " ".join(shown)


def test_a_reason_for_no_tax_is_printed() -> None:
    order = sales_order(countryCode="GB", entries=[])
    price = {"netValue": 10, "taxValue": 0, "grossValue": 10, "taxRate": 0}
    address = {"companyName": "Kunde AG", "city": "Bern", "country": "CH"}

    order |= {"billingAddress": address, "shippingAddress": address}
    order |= {"calculatedPrice": {"totalShipping": price, "finalPrice": price}}

    shown = lines_of(sample("EON1200", **order))

    assert {"VAT note", "0 %: Export outside the EU", "0 % 10.00 0.00"} <= set(shown)


def test_a_credit_note_names_the_invoice_that_it_corrects() -> None:
    credited = InvoiceReference(number="R-1", issued=date(2026, 11, 21))
    note = sample("EON1200").model_copy(
        update={"number": "G-1", "kind": "CREDIT_NOTE", "credited": credited, "note": "Ware beschädigt"}
    )

    shown = lines_of(note)

    assert {"Rechnungskorrektur G-1", "Grund", "Ware beschädigt", "Gutgeschrieben 501,83 EUR"} <= set(shown)
    assert "Zu Rechnung: R-1 vom 21.11.2026" in " ".join(shown)
    assert not {"Zahlung", "Payable without deduction"} & set(shown)  # it demands no payment


def test_a_unit_price_for_many_pieces_says_for_how_many() -> None:
    order = sales_order()
    order["entries"][0] |= {"orderedAmount": 700_000_000}

    assert "300,00 je 700.000.000" in " ".join(lines_of(invoice(entries=order["entries"])))


def test_a_factur_x_carries_its_xml() -> None:
    xml = b"<?xml version='1.0' encoding='UTF-8'?><x/>"

    pdf = PdfReader(BytesIO(draw(sample("EON1200"), xml)))

    assert pdf.attachments["factur-x.xml"] == [xml]
