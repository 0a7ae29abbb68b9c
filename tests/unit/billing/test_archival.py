"""The PDFs of invoices and receipts are PDF/A-2b, by veraPDF."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from faktura.billing.invoice import AllocatedPayment, Invoice, InvoiceHeader
from faktura.billing.member import Author
from faktura.billing.payment import Allocation, Donation, Payment
from faktura.billing.printing.organisation import Organisation, PageSize
from faktura.billing.printing.pdf import METHODS, invoice_pdf, receipt_pdf
from faktura.billing.schemas.responses import InvoiceLine
from tests.support.einvoices.verapdf import findings

AUTHOR = Author(user_id=1, first_name="Ana", last_name="Ortiz", full_name="Ana Ortiz", timestamp="2020-10-01T12:00:00Z")
NAMES = ["Łódź", "Nguyễn Thị Ánh", "محمد علاء", "יוסף", "สมชาย น้ำ", "山田太郎", "김철수", "किरण → ✓", "ₘ ₹ €"]


def invoice(lines: int, **fields: Any) -> Invoice:
    """An invoice with names in many scripts, of so many lines."""
    items = [
        InvoiceLine(
            service_id=number + 1,
            name=NAMES[number % len(NAMES)],
            description=f"{' '.join(NAMES)}\n" * (number % 4),
            quantity=number,
            rate=Decimal("19.99"),
        )
        for number in range(lines)
    ]
    paid = AllocatedPayment(payment_id=1, payment_amount=Decimal(5), amount=Decimal(5))
    given = {"bill_to": "\n".join(NAMES), "client_note": "\n\n".join(NAMES * 9), "payments": [paid], **fields}
    own = {"id": 1, "created_by": AUTHOR, "last_updated_by": AUTHOR, "line_items": items, "clients": [1, 2]}
    return Invoice(invoice_number="0001", invoice_date="2020-10-01", total_charged=Decimal("99.90"), **own, **given)


def payment(**fields: Any) -> Payment:
    """A payment for invoice 1, with a donation."""
    given = {
        "payment_date": "2020-10-01",
        "payment_type": "cash",
        "payer_name": " ".join(NAMES),
        "donation": Donation(id=2, amount=Decimal(1)),
    }
    shared = {"id": 1, "created_by": AUTHOR, "last_updated_by": AUTHOR}
    allocations = [Allocation(invoice_id=1, amount=Decimal(5))]
    return Payment(payment_amount=Decimal(9), allocations=allocations, **shared, **{**given, **fields})


def organisation(page: PageSize = "A4", **fields: Any) -> Organisation:
    return Organisation(**{"name": NAMES[0], "lines": NAMES, "page": page, **fields})


def logo(mode: str, form: str) -> bytes:
    file = BytesIO()
    Image.new(mode, (900, 300)).save(file, form)
    return file.getvalue()


@pytest.mark.parametrize("page", ["A4", "Letter"])
@pytest.mark.parametrize("lines", [0, 1, 200])
def test_an_invoice_of_any_length_is_archivable(page: PageSize, lines: int) -> None:
    assert findings(invoice_pdf(invoice(lines), organisation(page)), "2b") == []


@pytest.mark.parametrize("fields", [{"bill_to": None, "client_note": "", "payments": []}, {"bill_to": "—" * 5000}])
def test_an_invoice_with_little_or_much_text_is_archivable(fields: dict[str, Any]) -> None:
    assert findings(invoice_pdf(invoice(3, **fields), organisation()), "2b") == []


@pytest.mark.parametrize(("mode", "form"), [("RGBA", "PNG"), ("P", "PNG"), ("L", "PNG"), ("CMYK", "JPEG")])
def test_documents_with_a_logo_are_archivable(mode: str, form: str) -> None:
    with_logo = organisation(logo=logo(mode, form))

    assert findings(invoice_pdf(invoice(3), with_logo), "2b") == []
    assert findings(receipt_pdf(payment(), {}, with_logo), "2b") == []


@pytest.mark.parametrize("page", ["A4", "Letter"])
@pytest.mark.parametrize("method", METHODS)
def test_a_receipt_is_archivable(page: PageSize, method: str) -> None:
    paid: dict[int, InvoiceHeader] = {1: invoice(3)}

    assert findings(receipt_pdf(payment(payment_type=method), paid, organisation(page)), "2b") == []


def test_a_receipt_for_nothing_is_archivable() -> None:
    bare = payment(payer_name=None, donation=None, payment_date="2020-10-01T12:00:00Z")

    assert findings(receipt_pdf(bare, {}, Organisation(name="main")), "2b") == []
