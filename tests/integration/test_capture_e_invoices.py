"""E-invoices through `process`, `lookup` and the background: read from their data, compared with their pages."""

import json
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.support.builders import pims_invoice
from tests.support.capture.e_invoices import cii, drawn, hybrid, sample, with_files, with_free_lines, words
from tests.support.capture.requests import bind, look_up_document, process, push, put, read, start_upload, state
from tests.support.capture.reviews import review
from tests.support.deployment import Deployment, Reply
from tests.support.faults.recording import recorded
from tests.support.paper import page, photograph

pytestmark = pytest.mark.usefixtures("_textract")

LINES = ("Invoice RE-1001", "Date 2026-11-20", "Rabies vaccination 100.00", "Total 119.00 EUR")


def checks(reply: Reply, *fields: str) -> list[tuple[str, str]]:
    verified = reply.json["validationResults"]["checks"]
    return [(one["status"], one["message"]) for one in verified if one["field"] in fields]


def failed(reply: Reply) -> list[str]:
    return [one["message"] for one in reply.json["validationResults"]["checks"] if one["status"] == "failed"]


def process_without_textract(faktura: Deployment, file: bytes) -> Reply:
    with recorded() as calls:
        reply = process(faktura, file)
    assert "textract.AnalyzeExpense" not in map(str, calls)
    return reply


LAMBDA_BYTES = 6 * 1024 * 1024
"""Of a response, as JSON within JSON."""


def carried(reply: Reply) -> int:
    """The bytes of a response's body as Lambda carries it."""
    return len(json.dumps(reply.text, ensure_ascii=False).encode())


def pictured(xml: bytes) -> bytes:
    """A PDF whose page is a picture of noise, with this e-invoice in it."""
    page, file = BytesIO(), Image.effect_noise((700, 900), 60)
    file.convert("RGB").save(page, "PDF")
    return with_files(page.getvalue(), [("factur-x.xml", xml)])


def test_an_e_invoice_that_no_answer_can_carry_is_refused(faktura: Deployment) -> None:
    """Regression: it compressed well, was stored, and could be neither answered nor read nor reviewed."""
    bind(faktura)

    reply = process_without_textract(faktura, with_free_lines(cii(), 100, "\\" * 9_000))

    assert (reply.status, reply.json["error"]["code"]) == (400, "INVALID_FILE")
    assert "more lines or text than an answer can hold" in reply.text


def test_the_largest_e_invoice_can_be_reviewed_and_shown_as_far_as_answers_carry_it(faktura: Deployment) -> None:
    bind(faktura)
    captured = process_without_textract(faktura, with_free_lines(cii(), 70, "\\" * 9_000))
    request_id = captured.json["requestId"]
    lines = [{"description": "\\" * 2_000, "totalPrice": 1}] * 300

    approved = review(faktura, request_id)
    corrected = review(faktura, request_id, revision=1, corrections={"lineItems": lines})
    shown = state(faktura, request_id)

    assert (captured.status, approved.status, shown.json["review"]["revision"]) == (200, 200, 1)
    assert (corrected.status, corrected.json["error"]["code"]) == (400, "INVALID_REQUEST")
    assert 5_000_000 < carried(shown) < LAMBDA_BYTES


def test_an_xml_file_is_read_from_its_data(faktura: Deployment) -> None:
    bind(faktura)

    reply = process_without_textract(faktura, sample("xrechnung.ubl.xml"))

    assert (reply.status, reply.json["source"], reply.json["readFrom"]) == (200, "OCR", "E_INVOICE")
    data = reply.json["data"]
    assert (data["invoiceNumber"], data["invoiceDate"], data["totalAmount"]) == ("471102", "2024-11-15", 529.87)
    assert (data["currency"], data["balanceDue"]) == ("EUR", 529.87)
    assert data["practice"] == {
        "practiceId": None,
        "practiceName": "Lieferant GmbH",
        "address": {"street": "Lieferantenstraße 20", "city": "München", "zipCode": "80333"},
        "phone": "+49891234567",
    }
    assert data["lineItems"] == [
        {"description": "Trennblätter A4", "quantity": 20, "unitPrice": 9.9, "totalPrice": 198},
        {"description": "Joghurt Banane", "quantity": 50, "unitPrice": 5.5, "totalPrice": 275},
    ]
    assert reply.json["reading"]["invoiceNumber"] == {"text": "471102", "confidence": 100, "vouchedFor": True}
    assert ("skipped", "An XML file has no page on which a person could see what its data says") in checks(
        reply, "eInvoice"
    )


def test_a_pdf_that_prints_what_its_data_says_passes(faktura: Deployment) -> None:
    bind(faktura)

    reply = process_without_textract(faktura, hybrid(cii(), *LINES))

    assert (reply.status, reply.json["readFrom"], failed(reply)) == (200, "E_INVOICE", [])
    assert reply.json["reading"]["totalAmount"] == {"page": 1, "text": "119.00", "confidence": 100, "vouchedFor": True}
    assert ("passed", "The total 119.00 of the e-invoice is printed on page 1") in checks(reply, "totalAmount")
    assert [
        message for _, message in checks(reply, "eInvoice") if "consistent, which does not prove it true" in message
    ]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            ("Invoice RE-1001", "Total 119.10"),
            "The pages print the total 119.10, and the e-invoice has the total 119.00",
        ),
        (("Invoice RE-1001", "Price 119.00", "Total 911.00"), "The pages print the total 911.00, and the e-invoice"),
        (("Invoice RE-1001", "1119.00"), "The total 119.00 of the e-invoice is not printed on its pages"),
        (("Invoice RE-10010", "Total 119.00"), "The number RE-1001 of the e-invoice is not printed on its pages"),
    ],
)
def test_a_page_that_prints_another_invoice_fails(faktura: Deployment, lines: tuple[str, ...], message: str) -> None:
    bind(faktura)

    reply = process_without_textract(faktura, hybrid(cii(), *lines))

    assert reply.json["validationResults"]["passed"] is False
    assert [one for one in failed(reply) if one.startswith(message)]
    assert reply.json["reading"]["totalAmount"]["vouchedFor"] is False


def test_sums_that_do_not_agree_fail_by_name(faktura: Deployment) -> None:
    bind(faktura)
    wrong = cii().replace(b"<r:GrandTotalAmount>119.00", b"<r:GrandTotalAmount>118.00")

    reply = process_without_textract(faktura, hybrid(wrong, "RE-1001", "118.00"))

    assert [message[:8] for message in failed(reply) if message.startswith("BR-")] == ["BR-CO-15", "BR-CO-16"]
    assert reply.json["data"]["totalAmount"] == 118


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        (cii(specification="urn:x"), "The e-invoice's specification urn:x (BT-24) is not known"),
        (cii(currency="XXY"), "The currency of the e-invoice (BT-5), XXY, is none of ISO 4217"),
        (cii(type_code="10"), "The type of the e-invoice (BT-3), 10, is that of no invoice"),
        (
            sample("zugferd_basic_wl.xml"),
            "The e-invoice says that it follows Factur-X BASIC WL (BT-24), which is no full invoice",
        ),
        (cii(type_code="381"), "The total 119.00 was read, but it is not certain: it is that of a credit note"),
    ],
)
def test_what_an_e_invoice_is_not_is_said(faktura: Deployment, xml: bytes, message: str) -> None:
    bind(faktura)

    assert [one for one in failed(process_without_textract(faktura, xml)) if one.startswith(message)]


def test_the_practices_own_data_is_better_than_the_e_invoices(faktura: Deployment) -> None:
    bind(faktura)
    push(faktura, pims_invoice(invoiceNumber="RE-1001", total=119, date="2026-11-20T10:00:00"))

    reply = process_without_textract(faktura, cii())

    assert (reply.json["source"], reply.json["readFrom"]) == ("PIMS", "E_INVOICE")
    assert reply.json["data"]["invoiceId"] == "57b367cd"
    assert ("passed", "E-invoice value RE-1001 and PIMS value RE-1001 agree") in checks(reply, "invoiceNumber")
    assert ("passed", "E-invoice value 119.00 and PIMS value 119 agree") in checks(reply, "totalAmount")


def test_a_lookup_that_finds_nothing_says_how_the_document_was_read(faktura: Deployment) -> None:
    bind(faktura)

    reply = look_up_document(faktura, cii())

    assert (reply.status, reply.json["readFrom"]) == (200, "E_INVOICE")
    assert not {"data", "source", "reading"} & set(reply.json)


def test_the_same_invoice_in_another_file_is_a_duplicate(faktura: Deployment) -> None:
    bind(faktura)
    process(faktura, cii())

    reply = process(faktura, hybrid(cii(), *LINES))

    assert [status for status, _ in checks(reply, "duplicate")] == ["failed"]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"<order/>", "UNSUPPORTED_FORMAT"),
        (cii().replace(b"?>", b"?><!DOCTYPE x [<!ENTITY a 'b'>]>", 1), "INVALID_FILE"),
        (cii()[:-20], "INVALID_FILE"),
        (drawn(words("Invoice")), "FILE_TOO_SMALL"),
    ],
)
def test_a_file_that_is_no_good_e_invoice_is_refused(faktura: Deployment, file: bytes, code: str) -> None:
    bind(faktura)

    reply = process(faktura, file)

    assert (reply.status, reply.json["error"]["code"]) == (400, code)


def test_an_e_invoice_without_number_and_total_cannot_be_read(faktura: Deployment) -> None:
    bind(faktura)
    empty = cii().replace(b">RE-1001<", b"><").replace(b">119.00<", b"><")

    reply = process(faktura, empty)

    assert (reply.status, reply.json["error"]["code"]) == (500, "OCR_FAILED")


@pytest.mark.parametrize("content_type", ["application/xml", "text/xml"])
def test_a_form_for_xml_takes_the_smallest_file(faktura: Deployment, content_type: str) -> None:
    bind(faktura)

    reply = start_upload(faktura, {"contentType": content_type, "mode": "process"})

    assert (reply.status, reply.json["fields"]["Content-Type"]) == (201, content_type)


def test_pages_without_text_are_compared_by_ocr(faktura: Deployment) -> None:
    bind(faktura)

    with recorded() as calls:
        reply = process(faktura, pictured(cii()))

    assert "textract.AnalyzeExpense" in map(str, calls)
    assert (reply.status, reply.json["readFrom"], reply.json["data"]["totalAmount"]) == (200, "E_INVOICE", 119)
    assert "could not be compared: its pages show nothing that can be read" in " ".join(failed(reply))
    assert all(field["vouchedFor"] is False for field in _fields(reply))


def test_a_picture_of_the_same_invoice_is_read_by_ocr_and_agrees(faktura: Deployment) -> None:
    bind(faktura)
    xml = cii(number="1234567", net="732.39", rate="0", currency="USD", day="20230903")

    reply = process(faktura, with_files(photograph(pims_invoice(), "PDF"), [("factur-x.xml", xml)]))

    assert (reply.json["readFrom"], reply.json["data"]["invoiceNumber"]) == ("E_INVOICE", "1234567")
    assert ("passed", "The total 732.39 of the e-invoice is printed on page 1") in checks(reply, "totalAmount")
    assert failed(reply) == []


def test_an_e_invoice_is_read_in_the_background(faktura: Deployment) -> None:
    bind(faktura)
    upload = start_upload(faktura, {"contentType": "text/xml", "mode": "process"}).json
    put(faktura, upload["fields"]["key"], cii())
    read(faktura)

    reply = state(faktura, upload["requestId"])

    assert (reply.json["status"], reply.json["source"], reply.json["readFrom"]) == ("completed", "OCR", "E_INVOICE")
    assert reply.json["data"]["totalAmount"] == 119


def test_a_scan_is_read_by_ocr(faktura: Deployment) -> None:
    bind(faktura)

    assert process(faktura, page(pims_invoice())).json["readFrom"] == "OCR"


def test_a_broken_e_invoice_beside_a_good_page_is_read_by_ocr_with_a_check(faktura: Deployment) -> None:
    bind(faktura)

    reply = process(faktura, with_files(page(pims_invoice()), [("factur-x.xml", cii()[:-40])]))

    assert (reply.json["readFrom"], reply.json["data"]["invoiceNumber"]) == ("OCR", "1234567")
    assert "The attached e-invoice factur-x.xml cannot be read, because it is not well-formed XML" in failed(reply)


def _fields(reply: Reply) -> list[dict[str, Any]]:
    return [field for name, field in reply.json["reading"].items() if name != "lineItems"]
