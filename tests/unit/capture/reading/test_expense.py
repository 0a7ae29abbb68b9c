from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from faktura.capture.reading.expense import reading
from faktura.capture.reading.reading import Reading, ReadItem
from faktura.capture.schemas import Address
from faktura.core import json
from tests.support.capture.invoices import field, response

GENUINE = Path(__file__).parents[5] / "shared" / "data" / "ocr" / "textract"
"""Amazon's own responses, if they are available."""

OF_VENDOR: dict[str, Any] = {"GroupProperties": [{"Id": "1", "Types": ["VENDOR"]}]}


def test_an_invoice_is_read_with_all_its_fields() -> None:
    analyzed = response(
        field("INVOICE_RECEIPT_ID", "No. 1234567", 97.6),
        field("INVOICE_RECEIPT_DATE", "09/03/2023"),
        field("DUE_DATE", "10/03/2023"),
        field("SUBTOTAL", "$700.00"),
        field("TAX", "$32.39"),
        field("TOTAL", "$732.39", Currency={"Code": "USD"}),
        field("AMOUNT_DUE", "$100.00"),
        field("VENDOR_NAME", "PetWell\nClinic"),
        field("VENDOR_ADDRESS", "14944 Pines Blvd\nMiami, FL 33027"),
        field("STREET", "14944 Pines Blvd", **OF_VENDOR),
        field("CITY", "Miami,", **OF_VENDOR),
        field("VENDOR_PHONE", "305 555 0100"),
        field("RECEIVER_NAME", "Ana Ortiz"),
        lines=[{"ITEM": "Exam", "QUANTITY": "2", "UNIT_PRICE": "$350.00", "PRICE": "$700.00"}],
    )

    read = reading(analyzed)

    assert {name: field.confidence for name, field in read.fields.items()} == {
        "invoiceNumber": 97, "invoiceDate": 99, "dueDate": 99, "totalAmount": 99, "practiceName": 99, "currency": 99
    }  # fmt: skip
    assert replace(read, fields={}) == Reading(
        are_lines_complete=True,
        number="1234567",
        printed_date="09/03/2023",
        dates=(date(2023, 9, 3),),
        date_order="US",
        due_date=date(2023, 10, 3),
        total=Decimal("732.39"),
        subtotal=Decimal("700.00"),
        tax=Decimal("32.39"),
        amount_due=Decimal("100.00"),
        currency="USD",
        vendors=("PetWell Clinic",),
        vendor_address=Address(street="14944 Pines Blvd", city="Miami"),
        vendor_phone="305 555 0100",
        receiver="Ana Ortiz",
        items=(ReadItem("Exam", Decimal("700.00"), Decimal(2), Decimal("350.00")),),
    )


@pytest.mark.parametrize(
    "analyzed",
    [
        {},
        {"ExpenseDocuments": []},
        {"ExpenseDocuments": [{"ExpenseIndex": 1}]},
        {"ExpenseDocuments": [{"SummaryFields": [{"Type": {"Text": "TOTAL"}}], "LineItemGroups": [{"LineItems": []}]}]},
        response(field("TOTAL", "  "), field("INVOICE_RECEIPT_DATE", "30 days")),
    ],
)
def test_a_response_without_an_invoice_gives_an_empty_reading(analyzed: dict[str, Any]) -> None:
    read = reading(analyzed)

    assert read == Reading()
    assert read.is_unreadable


def test_of_repeated_fields_the_readable_one_with_the_highest_confidence_counts() -> None:
    analyzed = response(field("TOTAL", "see below", 99), field("TOTAL", "5.00", 40), field("TOTAL", "7.00", 90))

    assert reading(analyzed).total == Decimal("7.00")


def test_fields_of_all_documents_and_pages_make_one_invoice() -> None:
    first, second = response(field("INVOICE_RECEIPT_ID", "77")), response(field("TOTAL", "5.00", PageNumber=2))
    analyzed = {"ExpenseDocuments": first["ExpenseDocuments"] + second["ExpenseDocuments"]}

    read = reading(analyzed)

    assert (read.number, read.total) == ("77", Decimal("5.00"))


@pytest.mark.parametrize(
    ("total", "tax"),
    [("113.00", "13.00"), ("105.00", "5.00")],
    ids=["two taxes that add up", "one tax printed with another number"],
)
def test_taxes_are_added_if_subtotal_and_total_confirm_it(total: str, tax: str) -> None:
    analyzed = response(field("SUBTOTAL", "100.00"), field("TAX", "5.00"), field("TAX", "8.00"), field("TOTAL", total))

    assert reading(analyzed).tax == Decimal(tax)


@pytest.mark.parametrize(
    ("fields", "currency"),
    [
        ([field("TOTAL", "\u20ac 5.00")], "EUR"),
        ([field("TOTAL", "$5.00")], "USD"),
        ([field("TOTAL", "$5.00"), field("VENDOR_ADDRESS", "1 Main St\nCanada")], "CAD"),
        ([field("TOTAL", "5.00"), field("VENDOR_ADDRESS", "Hauptstr. 1\nDeutschland")], "EUR"),
        ([field("TOTAL", "5.00")], None),
    ],
)
def test_the_currency_is_the_printed_one_or_that_of_the_printed_country(
    fields: list[dict[str, Any]], currency: str | None
) -> None:
    assert reading(response(*fields)).currency == currency


def test_the_price_of_a_line_without_one_is_computed_from_its_quantity() -> None:
    analyzed = response(lines=[{"ITEM": "Vaccine", "QUANTITY": "3", "UNIT_PRICE": "12.50"}, {"ITEM": "Dear customer"}])

    assert reading(analyzed).items == (ReadItem("Vaccine", Decimal("37.50"), Decimal(3), Decimal("12.50")),)


@pytest.mark.skipif(not GENUINE.exists(), reason="Amazon's responses are not part of the repository")
@pytest.mark.parametrize(
    ("name", "number", "dates", "total", "lines"),
    [
        ("default_invoice_1", "123PQR456", (date(2021, 1, 1),), "6231.09", "6169.40"),
        ("multipage", "00000135", (date(2020, 3, 12),), "5715.00", "5715.00"),
        ("receipt", "21772", (date(2019, 7, 12), date(2019, 12, 7)), "1810.46", "1699.96"),
    ],
)
def test_amazons_own_responses_are_read_as_printed(name: str, number: str, dates: Any, total: str, lines: str) -> None:
    analyzed = json.loads((GENUINE / f"{name}.response.json").read_bytes())

    read = reading(analyzed)

    assert (read.number, read.dates, read.total) == (number, dates, Decimal(total))
    assert sum(item.total for item in read.items) == Decimal(lines)


@pytest.mark.skipif(not GENUINE.exists(), reason="Amazon's responses are not part of the repository")
def test_a_torn_receipt_has_its_lines_and_no_total() -> None:
    """It shows no total. One price is smudged: Amazon reads "/6.50" there, of which 6.50 is read."""
    read = reading(json.loads((GENUINE / "receipt_no_summary.response.json").read_bytes()))

    assert read.total is None
    assert read.is_unreadable
    assert [str(item.total) for item in read.items[:3]] == ["659.00", "127.50", "46.00"]
    assert (len(read.items), Decimal("6.50") in [item.total for item in read.items]) == (29, True)
