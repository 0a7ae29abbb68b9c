"""Typical documents of pet owners, over HTTP on the running stack with its real OCR."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import requests
from dateutil.parser import parse

from tests.support.capture.documents import pages, png_that_claims
from tests.support.local.calls import Caller
from tests.support.local.stacks import Served
from tests.support.pdf_reading import word
from tests.support.synthetic.drawing import drawn, money
from tests.support.synthetic.invoices import SyntheticInvoice, made_up
from tests.support.synthetic.sending import Sending
from tests.support.textract import samples
from tests.support.textract.drawing import encoded

RECEIPTS = Path(__file__).parents[3] / "shared" / "data" / "ocr" / "receipts"
INVOICE = made_up(7, "en")
SENT = {
    "JPEG": Sending("JPEG"),
    "PNG": Sending("PNG", dpi=300),
    "TIFF": Sending("TIFF"),
    "PDF with text": Sending("text"),
    "PDF as image": Sending("PDF"),
    "turned by 90 degrees": Sending("JPEG", turn=90),
    "tilted by 3 degrees": Sending("JPEG", tilt=3.0),
}


@pytest.fixture(scope="module")
def alpha(running: Served) -> Caller:
    mga = Caller(running, "mga-alpha")
    assert mga.bind("reader", firstName="Ana", lastName="Ortiz", email="reader@example.com").status_code == 200
    return mga


def data(answer: requests.Response) -> dict[str, Any]:
    assert (answer.status_code, answer.json()["source"]) == (200, "OCR"), answer.text
    return dict(json.loads(answer.text, parse_float=Decimal)["data"])


def printed(invoice: SyntheticInvoice) -> tuple[Any, ...]:
    lines = [(charge.description, charge.quantity, charge.unit_price, charge.price) for charge in invoice.charges]
    return invoice.number, invoice.day.isoformat(), invoice.total, invoice.currency, invoice.practice[0], lines


def read(found: dict[str, Any]) -> tuple[Any, ...]:
    lines = [tuple(line[name] for name in _COLUMNS) for line in found["lineItems"]]
    facts = (found["invoiceNumber"], found["invoiceDate"], found["totalAmount"], found["currency"])
    return *facts, found["practice"]["practiceName"], lines


_COLUMNS = ("description", "quantity", "unitPrice", "totalPrice")


@pytest.mark.parametrize("sending", SENT.values(), ids=SENT)
def test_an_invoice_gives_the_same_data_in_every_format(alpha: Caller, sending: Sending) -> None:
    answer = alpha.processed("reader", sending.file(drawn(INVOICE)))

    assert read(data(answer)) == printed(INVOICE)


@pytest.mark.skipif(not RECEIPTS.exists(), reason="the photographed receipts are not on this machine")
@pytest.mark.parametrize("name", ["004", "118", "215"])
def test_a_photographed_receipt_is_read(alpha: Caller, name: str) -> None:
    truth = json.loads((RECEIPTS / f"{name}.json").read_text())

    answer = alpha.processed("reader", (RECEIPTS / f"{name}.jpg").read_bytes())

    assert data(answer)["totalAmount"] == Decimal(truth["total"])
    assert data(answer)["invoiceDate"] == parse(truth["date"], dayfirst=True).date().isoformat()


@pytest.mark.parametrize(
    ("sending", "page"),
    [(Sending("JPEG"), 1), (Sending("JPEG", turn=90), 1), (Sending("text"), 2), (Sending("PDF"), 2)],
    ids=["upright picture", "picture turned by 90 degrees", "page 2 of a PDF with text", "page 2 of a scan"],
)
def test_the_box_of_the_total_surrounds_the_printed_total(alpha: Caller, sending: Sending, page: int) -> None:
    invoice = made_up(15 + page, "en", lines=4)
    document = drawn(invoice, "classic", lines_a_page=4 // page)
    left, top, right, bottom = place(document, money(invoice.total, invoice), page)
    if sending.turn:
        left, top, right, bottom = 1 - bottom, left, 1 - top, right

    answer = alpha.processed("reader", sending.file(document))

    total = answer.json()["reading"]["totalAmount"]
    box = total["box"]
    assert total["page"] == page
    assert box["left"] - SLACK <= left <= right <= box["left"] + box["width"] + SLACK
    assert box["top"] - SLACK <= top <= bottom <= box["top"] + box["height"] + SLACK
    assert box["width"] * box["height"] < 6 * (right - left) * (bottom - top)


SLACK = 0.003
"""Of a page: less than a millimetre."""


def place(document: bytes, text: str, page: int) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a text that is on the page once, as fractions of the page."""
    sheet = pypdfium2.PdfDocument(document)[page - 1]
    width, height = sheet.get_size()
    sign = word(document, text, page - 1)
    return sign.left / width, 1 - sign.top / height, sign.right / width, 1 - sign.bottom / height


def test_ten_pages_of_a_pdf_are_one_invoice(alpha: Caller) -> None:
    long = made_up(11, "de", lines=40)

    answer = alpha.processed("reader", drawn(long, "classic", lines_a_page=4))

    assert read(data(answer)) == printed(long)


def test_three_frames_of_a_tiff_are_one_invoice(alpha: Caller) -> None:
    long = made_up(12, "fr", lines=9)

    answer = alpha.processed("reader", Sending("TIFF").file(drawn(long, "classic", lines_a_page=3)))

    assert read(data(answer)) == printed(long)


@pytest.mark.parametrize("hostile", [pages(21), png_that_claims(30_000, 30_000)], ids=["21 pages", "a bomb"])
def test_a_hostile_file_is_refused_and_the_next_one_read(alpha: Caller, hostile: bytes) -> None:
    refused = alpha.process("reader", hostile)
    answer = alpha.processed("reader", drawn(made_up(13)))

    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "INVALID_FILE")
    assert answer.status_code == 200


def test_a_lookup_without_result_has_no_data(alpha: Caller) -> None:
    path = "/api/v1/invoice/reader/lookup"

    answer = alpha.call("POST", path, files={"invoice": ("invoice.pdf", drawn(made_up(14)))})

    assert (answer.status_code, answer.json()["status"]) == (200, "completed")
    assert "data" not in answer.json()


@pytest.mark.parametrize("form", ["${} CR", "$({})"])
def test_a_printed_credit_keeps_its_sign(alpha: Caller, form: str) -> None:
    """Regression: each was read as +85.00, and no check failed."""
    credit, number = form.format("85.00"), f"CR-{form.encode().hex()}"
    sheet = samples.credited(credit, total=credit, number=number)

    answer = alpha.processed("reader", encoded(sheet.picture(dpi=200), "JPEG"))

    found = data(answer)
    assert (found["totalAmount"], [line["totalPrice"] for line in found["lineItems"]]) == (-85, [-85])
    checks = answer.json()["validationResults"]["checks"]
    messages = {check["message"] for check in checks if (check["field"], check["status"]) == ("totalAmount", "passed")}
    assert "The line items add up to the invoice total" in messages
    doubts = [check["message"] for check in checks if (check["field"], check["status"]) == ("totalAmount", "failed")]
    assert [doubt.partition(": ")[2] for doubt in doubts] == ["it is a credit, which a person should look at"]
