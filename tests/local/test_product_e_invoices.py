"""E-invoices on the running stack: an order becomes one, capture reads it back, a credit note cancels it."""

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
import requests
from pypdf import PdfReader, PdfWriter

from tests.support.builders import sales_order
from tests.support.jobs import SCOPES
from tests.support.local.calls import Caller, registered
from tests.support.local.shops import Shop
from tests.support.local.stacks import Served

SELLER = {
    "name": "Acme GmbH",
    "street": "Hafenstr. 3",
    "zipCode": "20457",
    "city": "Hamburg",
    "country": "DE",
    "vatId": "DE123456789",
    "contact": {"name": "Buchhaltung", "phone": "+49 40 123456", "email": "rechnung@acme.example"},
    "iban": "DE02120300000000202051",
    "paymentTerms": {"days": 14},
    "electronicAddress": {"scheme": "9930", "id": "DE123456789"},
}
BUYER = {"buyerReference": "04011000-12345-03", "electronicAddress": {"scheme": "0204", "id": "04011000-12345-03"}}
FORMS = ("factur-x", "cii", "ubl", "xrechnung-cii", "xrechnung-ubl", "peppol-bis")


@pytest.fixture(scope="module")
def shop(running: Served) -> Shop:
    found = Shop(running, "shop-acme")
    found.configure("invoiceNumbering", preText="E/", numberOfDigits=4)  # a slash: the number is in no path as it is
    found.configure("creditNoteNumbering", preText="G/", numberOfDigits=4)
    found.configure("sellerAddress", **SELLER)
    return found


@pytest.fixture(scope="module")
def mga(running: Served) -> Caller:
    found = Caller(running, "mga-alpha")
    assert found.bind("E1", firstName="Ana", lastName="Ortiz", email="ana@example.com").status_code == 200
    return found


def invoiced(shop: Shop, order_id: str, **changes: Any) -> dict[str, Any]:
    """The outcome of an order that a job has invoiced."""
    order = sales_order(order_id, **changes)
    order["mixins"]["eInvoice"] = BUYER
    order["billingAddress"] |= {"companyName": "", "contactName": "Ana Ortiz"}
    shop.put(order)
    [outcome] = shop.done(shop.start(order_id))
    assert outcome["orderStatus"] == "SUCCESS", outcome
    return outcome


def embedded(pdf: bytes) -> bytes:
    """The e-invoice in a PDF."""
    [xml] = PdfReader(BytesIO(pdf)).attachments["factur-x.xml"]
    return xml


def tampered(pdf: bytes, number: bytes, instead: bytes) -> bytes:
    """The PDF with other data behind the same page."""
    writer = PdfWriter()
    writer.append(BytesIO(pdf))
    writer.add_attachment("factur-x.xml", embedded(pdf).replace(number, instead))
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def test_an_order_becomes_a_factur_x_that_capture_reads_exactly(shop: Shop, mga: Caller) -> None:
    outcome = invoiced(shop, "EI-1")
    pdf = requests.get(outcome["downloadLink"], timeout=30).content

    answer = mga.processed("E1", pdf, "invoice.pdf").json()

    assert (answer["status"], answer["readFrom"], answer["source"]) == ("completed", "E_INVOICE", "OCR")
    data = answer["data"]
    assert data["invoiceNumber"] == outcome["invoiceNumber"]
    assert data["invoiceDate"] == datetime.now(UTC).date().isoformat()
    assert (data["totalAmount"], data["currency"]) == (433.72, "EUR")
    assert data["practice"]["practiceName"] == "Acme GmbH"
    [goods] = [line for line in data["lineItems"] if line["totalPrice"] == 300]
    assert (goods["quantity"], goods["unitPrice"]) == (3, 100)
    failed = [check for check in answer["validationResults"]["checks"] if check["status"] == "failed"]
    assert failed == []


def test_a_copy_whose_data_say_another_total_than_its_page_fails(shop: Shop, mga: Caller) -> None:
    pdf = requests.get(invoiced(shop, "EI-2")["downloadLink"], timeout=30).content

    answer = mga.processed("E1", tampered(pdf, b"433.72", b"933.72"), "invoice.pdf").json()

    failed = [check for check in answer["validationResults"]["checks"] if check["status"] == "failed"]
    assert answer["validationResults"]["passed"] is False
    assert any(check["field"] == "totalAmount" for check in failed)


def test_every_form_of_an_invoice_is_there_to_fetch(shop: Shop) -> None:
    path = f"/invoice/acme/invoices/{invoiced(shop, 'EI-3')['invoiceId']}"
    assert re.fullmatch(r"[A-Za-z0-9_-]+", path.rpartition("/")[2])

    answers = {form: shop.call("GET", f"{path}/e-invoice?format={form}") for form in FORMS}

    assert {form: answer.status_code for form, answer in answers.items()} == dict.fromkeys(FORMS, 200)
    assert answers["factur-x"].headers["Content-Type"] == "application/pdf"
    assert b"CrossIndustryInvoice" in answers["xrechnung-cii"].content
    assert b"urn:fdc:peppol.eu:2017:poacc:billing:3.0" in answers["peppol-bis"].content
    again = shop.call("GET", f"{path}/e-invoice?format=factur-x")
    assert again.content == answers["factur-x"].content


def test_an_xml_file_is_read_from_its_data(shop: Shop, mga: Caller) -> None:
    path = f"/invoice/acme/invoices/{invoiced(shop, 'EI-4')['invoiceId']}"
    xml = shop.call("GET", f"{path}/e-invoice?format=xrechnung-ubl").content

    answer = mga.processed("E1", xml, "invoice.xml").json()

    assert (answer["readFrom"], answer["data"]["totalAmount"]) == ("E_INVOICE", 433.72)


def test_a_credit_note_cancels_the_invoice_and_the_order_is_invoiced_again(shop: Shop) -> None:
    first = invoiced(shop, "EI-5")
    path = f"/invoice/acme/invoices/{first['invoiceId']}"

    credited = shop.call("POST", f"{path}/credit-note", json={})
    twice = shop.call("POST", f"{path}/credit-note", json={})
    [again] = shop.done(shop.start("EI-5"))
    [third] = shop.done(shop.start("EI-5"))

    assert (credited.status_code, twice.status_code) == (201, 409)
    credit_note = credited.json()
    assert (credit_note["kind"], credit_note["payable"]) == ("CREDIT_NOTE", 433.72)
    xml = embedded(requests.get(credit_note["downloadLink"], timeout=30).content)
    assert b">381<" in xml
    assert first["invoiceNumber"].encode() in xml
    assert again["orderStatus"] == "SUCCESS"
    assert again["invoiceNumber"] != first["invoiceNumber"]
    assert (third["orderStatus"], again["invoiceNumber"] in third["message"]) == ("FAILURE", True)
    listed = shop.call("GET", "/invoice/acme/invoices?orderId=EI-5").json()
    assert sorted(one["kind"] for one in listed) == ["CREDIT_NOTE", "INVOICE", "INVOICE"]


def test_what_an_e_invoice_lacks_is_named_and_the_invoice_is_a_plain_pdf(running: Served) -> None:
    client = registered(running, "shop-plain", SCOPES, tenant="plain")
    shop = Shop(running, client.client_id)
    shop.configure("invoiceNumbering", preText="P-", numberOfDigits=4)
    shop.put(sales_order("EI-6"))

    [outcome] = shop.done(shop.start("EI-6"))
    refused = shop.call("GET", f"/invoice/plain/invoices/{outcome['invoiceId']}/e-invoice?format=factur-x")

    assert "BT-31" in outcome["message"]
    assert (refused.status_code, "BT-31" in refused.text) == (409, True)
    assert PdfReader(BytesIO(requests.get(outcome["downloadLink"], timeout=30).content)).attachments == {}
