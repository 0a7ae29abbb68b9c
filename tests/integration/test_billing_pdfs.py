"""The PDFs of invoices and receipts, read back (docs/apis/billing.md)."""

import os
import subprocess
import sys
from base64 import b64decode
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from faktura.billing.__main__ import main
from tests.support.bookkeeping import Desk
from tests.support.deployment import Deployment, Reply
from tests.support.faults.injected import Fault, Faults

NAMES = ["Łódź", "Nguyễn Thị Ánh", "Müller & Søn", "محمد", "יוסף", "สมชาย", "山田太郎", "Оля", "₹ €"]
LINE = {"serviceId": 1, "name": "DACA", "description": "Prepared the documents", "quantity": 2, "rate": 19.99}


@pytest.fixture
def desk(faktura: Deployment) -> Desk:
    desk = Desk.of(faktura)
    desk.ask("create_invoice", "POST", "/api/invoices")
    return desk


def change(desk: Desk, tagged: bool = False, **fields: Any) -> None:
    reply = desk.ask("update_invoice", "PATCH", "/api/invoices/1", fields, tagged)
    assert reply.status == 200, reply.text


def pay(desk: Desk, **fields: Any) -> None:
    body = {"paymentDate": "2020-10-01T12:00:00Z", "paymentType": "credit", "paymentAmount": 100, **fields}
    reply = desk.ask("create_payment", "POST", "/api/payments", body)
    assert reply.status == 201, reply.text


def invoice(desk: Desk, tagged: bool = False) -> Reply:
    return desk.ask("download_invoice", "GET", "/api/invoices/1/pdfs", tagged=tagged)


def receipt(desk: Desk, tagged: bool = False) -> Reply:
    return desk.ask("download_receipt", "GET", "/api/payments/1/receipts", tagged=tagged)


def text(reply: Reply) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(b64decode(reply.text))).pages)


def lines(reply: Reply) -> list[str]:
    return [" ".join(line.split()) for line in text(reply).splitlines() if line.strip()]


def test_an_invoice_shows_what_is_billed_owed_and_paid(desk: Desk) -> None:
    change(
        desk,
        lineItems=[LINE, {**LINE, "name": "Advice", "description": None, "quantity": 1, "rate": 1200}],
        totalCharged=1229.98,
        clients=[45, 23],
        billTo="Ana Ortiz\n12 Main Street",
        clientNote="Thank you",
        invoiceDate="2020-10-01",
    )
    pay(desk, paymentAmount=1234.98, invoices=[{"invoiceId": 1, "amount": 1234.98}])

    printed_text = lines(invoice(desk))

    assert printed_text[0] == "main"
    for expected in [
        "Invoice #0001",
        "Ana Ortiz",
        "12 Main Street",
        "45, 23",
        "2020-10-01",
        "Completed",
        "Thank you",
    ]:
        assert expected in " ".join(printed_text)
    for row in [
        "DACA Prepared the documents 2 $19.99 $39.98",
        "Advice 1 $1,200.00 $1,200.00",
        "Subtotal $1,239.98",
        "Discount ($10.00)",
        "Total Owed $1,229.98",
        "Total Paid $1,234.98",
        "Balance ($5.00)",
        "Page 1 of 1",
    ]:
        assert row in " ".join(printed_text)


def test_a_higher_charge_is_a_surcharge_and_an_equal_one_has_no_adjustment(desk: Desk) -> None:
    change(desk, lineItems=[LINE], totalCharged=50)
    assert "Surcharge $10.02" in " ".join(lines(invoice(desk)))

    change(desk, totalCharged=39.98)
    assert not {"Surcharge", "Discount"} & set(text(invoice(desk)).split())


def test_a_receipt_shows_who_paid_how_and_for_what(desk: Desk) -> None:
    change(desk, lineItems=[LINE], totalCharged=39.98)
    invoices = [{"invoiceId": 1, "amount": 30}]
    pay(desk, invoices=invoices, donationAmount=10, payerName="Nguyễn Thị Ánh", payerClientIds=[23])

    printed_text = " ".join(lines(receipt(desk)))

    for expected in [
        *("Receipt #0001", "Nguyễn Thị Ánh", "2020-10-01", "Credit Card"),
        *("0001 $39.98 Open $30.00", "Donation $10.00", "Other $60.00", "Total $100.00"),
    ]:
        assert expected in printed_text


@pytest.mark.parametrize("kind", ["credit", "debit", "cash", "check", "other"])
def test_a_receipt_shows_the_method(desk: Desk, kind: str) -> None:
    pay(desk, paymentType=kind)

    named = {"credit": "Credit Card", "debit": "Debit Card"}.get(kind, kind.capitalize())
    assert named in text(receipt(desk))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_is_readable_in_the_text(desk: Desk, name: str) -> None:
    change(desk, billTo=name, clientNote=f"To {name}.", lineItems=[{**LINE, "name": name, "description": name}])
    pay(desk, payerName=name)

    assert text(invoice(desk)).count(name) == 4
    assert name in text(receipt(desk))


def test_a_character_that_no_font_has_is_named_in_the_422(desk: Desk) -> None:
    change(desk, billTo="Party 🎉")
    pay(desk, payerName="🎉")

    for reply in (invoice(desk), receipt(desk)):
        assert (reply.status, reply.json) == (422, {"error": "No font has a glyph for U+1F389"})


def test_files_are_shown_or_saved_under_their_numbers(desk: Desk) -> None:
    pay(desk)

    shown = (invoice(desk), receipt(desk))
    saved = invoice(Desk(desk.faktura, desk.token, _saving(desk)))

    assert [(reply.status, reply.headers["Content-Type"]) for reply in shown] == [(200, "application/pdf")] * 2
    assert [reply.headers["Content-Disposition"] for reply in (*shown, saved)] == [
        "inline; filename=\"Invoice_0001.pdf\"; filename*=UTF-8''Invoice_0001.pdf",
        "inline; filename=\"Payment_0001.pdf\"; filename*=UTF-8''Payment_0001.pdf",
        "attachment; filename=\"Invoice_0001.pdf\"; filename*=UTF-8''Invoice_0001.pdf",
    ]


@pytest.mark.parametrize("number", ['a"b', "a;b=c", "Ł/7", "%0d%0aX-Evil: 1", "../../etc", "א"])
def test_an_invoice_number_cannot_break_the_headers(desk: Desk, number: str) -> None:
    change(desk, invoiceNumber=number)

    disposition = invoice(desk).headers["Content-Disposition"]

    assert disposition.isascii()
    assert disposition.isprintable()
    assert disposition.count('"') == 2
    assert disposition.count(";") == 2


@pytest.mark.parametrize("text", ["a\r\nX-Evil: 1", "a\x00b", "a\x1bb"])
@pytest.mark.parametrize("field", ["invoiceNumber", "billTo", "clientNote"])
def test_control_characters_are_refused_except_line_breaks_in_multi_line_texts(
    desk: Desk, field: str, text: str
) -> None:
    reply = desk.ask("update_invoice", "PATCH", "/api/invoices/1", {field: text})

    allowed = field != "invoiceNumber" and text.startswith("a\r")
    assert reply.status == (200 if allowed else 400)
    if not allowed:
        assert reply.json == {"error": [f"{field} must not contain control characters"]}


def test_a_redacted_invoice_or_payment_has_no_pdf(desk: Desk) -> None:
    pay(desk, invoices=[{"invoiceId": 1, "amount": 30}])
    change(desk, tagged=True, clientNote="secret")

    assert [(reply.status, reply.json["error"]) for reply in (invoice(desk), receipt(desk))] == [
        (403, "You do not have permission to do this")
    ] * 2
    assert [reply.status for reply in (invoice(desk, tagged=True), receipt(desk, tagged=True))] == [200, 200]


def test_an_absent_invoice_or_payment_has_no_pdf(desk: Desk) -> None:
    pay(desk)
    desk.ask("delete_payment", "DELETE", "/api/payments/1")
    other = Desk.of(desk.faktura, "second")

    assert receipt(desk).json == {"error": "No such payment with id 1"}
    assert invoice(other).json == {"error": "No such invoice with id 1"}
    assert (receipt(desk).status, invoice(other).status) == (404, 404)


def test_an_office_presents_itself_on_pages_of_its_size(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGB", (60, 30), "navy").save(logo)
    words = ["main", "--name", "Kancelář Nováková", "--line", "Dlouhá 7", "--page", "A4", "--logo", str(logo)]

    with desk.faktura.environment("billing.download_invoice"):
        assert main(words) == 0
    reader = PdfReader(BytesIO(b64decode(invoice(desk).text)))

    assert capsys.readouterr().out == "main presents itself as Kancelář Nováková\n"
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    assert "Kancelář Nováková" in reader.pages[0].extract_text()
    assert len(reader.pages[0].images) == 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--name", "Party 🎉"], "No font has a glyph for U+1F389"),
        (["--name", "Any", "--logo", "no/such/file.png"], "No such file"),
        (["--name", "Any", "--logo", __file__], "logo"),
    ],
)
def test_an_organisation_that_cannot_be_printed_is_refused(
    desk: Desk, capsys: pytest.CaptureFixture[str], words: list[str], reason: str
) -> None:
    with desk.faktura.environment("billing.download_invoice"):
        assert main(["main", *words]) == 1

    assert reason in capsys.readouterr().err
    assert "main" in text(invoice(desk))


def test_the_same_invoice_gives_the_same_bytes_in_any_process(desk: Desk) -> None:
    change(desk, billTo=" ".join(NAMES), lineItems=[LINE], totalCharged=39.98)
    item = desk.ask("get_invoice", "GET", "/api/invoices/1").text
    afresh = (
        "import sys, json; from hashlib import sha256; from faktura.billing.invoice import Invoice;"
        "from faktura.billing.printing.pdf import invoice_pdf;"
        "from faktura.billing.printing.organisation import Organisation;"
        "from faktura.core import json; printed_text = json.loads(sys.stdin.buffer.read());"
        "print(sha256(invoice_pdf(Invoice.model_validate(printed_text), Organisation(name='main'))).hexdigest())"
    )

    digests = {sha256(b64decode(invoice(desk).text)).hexdigest() for _ in range(2)}
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", afresh]
        printed = subprocess.run(command, input=item.encode(), env=environment, capture_output=True, check=True)  # noqa: S603  # our own
        digests.add(printed.stdout.decode().strip())

    assert len(digests) == 1


def test_an_invoice_with_500_lines_is_complete(desk: Desk) -> None:
    many = [{**LINE, "name": f"Service {number}"} for number in range(500)]
    change(desk, lineItems=many, totalCharged=1)

    printed_text = text(invoice(desk))

    assert [number for number in range(500) if f"Service {number}" not in printed_text] == []


def test_a_pdf_that_is_too_large_is_422(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faktura.billing.printing.pdf.MAX_PDF_BYTES", 1_000)

    reply = invoice(desk)

    assert (reply.status, reply.json) == (
        422,
        {"error": "The PDF is larger than 1,000 bytes"},
    )


@pytest.mark.parametrize("function", ["download_invoice", "download_receipt"])
def test_a_database_that_does_not_respond_is_503(desk: Desk, function: str) -> None:
    pay(desk)
    ask = {"download_invoice": invoice, "download_receipt": receipt}[function]

    with Faults(seed=1, rate=1.0, kinds=(Fault.NO_CONNECTION,), on=frozenset({"dynamodb"})):
        reply = ask(desk)

    assert (reply.status, reply.json) == (503, {"error": "The service is temporarily unavailable."})


def _saving(desk: Desk) -> Any:
    """A call with `download=true`."""
    return lambda function, event: desk.call(
        function, {**event, "multiValueQueryStringParameters": {"download": ["true"]}}
    )
