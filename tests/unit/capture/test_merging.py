"""Pages of one invoice, read one by one."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faktura.capture.reading.expense import reading
from faktura.capture.reading.reading import Reading
from tests.support.capture.papers import answer, field

AMOUNTS = st.integers(1, 10**6).map(lambda cents: Decimal(cents).scaleb(-2))


def test_three_pages_make_one_invoice() -> None:
    first = answer(
        field("INVOICE_RECEIPT_ID", "77", 97),
        field("INVOICE_RECEIPT_DATE", "05/06/2023"),
        field("VENDOR_NAME", "PetWell Clinic"),
        field("VENDOR_ADDRESS", "Hauptstr. 1\nDeutschland"),
        lines=[_line("Exam", "100,00"), _line("Übertrag", "100,00")],
    )
    second = answer(
        field("VENDOR_NAME", "Page 2"),
        lines=[_line("Übertrag", "100,00"), _line("Vaccine", "20,50"), _line("Zwischensumme", "120,50")],
    )
    third = answer(
        field("TOTAL", "130,50", 96),
        field("TAX", "10,00"),
        field("SUBTOTAL", "120,50"),
        field("DUE_DATE", "01.07.2023"),
    )

    read = reading(first, second, third)

    assert (read.number, read.dates, read.date_order) == ("77", (date(2023, 6, 5),), "DE")
    assert read.vendors[0] == "PetWell Clinic"
    assert (read.total, read.subtotal, read.tax) == (Decimal("130.50"), Decimal("120.50"), Decimal("10.00"))
    assert (read.currency, read.due_date) == ("EUR", date(2023, 7, 1))
    assert [(item.description, item.total) for item in read.items] == [
        ("Exam", Decimal("100.00")),
        ("Vaccine", Decimal("20.50")),
    ]
    assert read.confidence["totalAmount"] == 96


def test_a_page_alone_reads_as_it_did() -> None:
    page = answer(field("TOTAL", "5.00", 40), field("TOTAL", "7.00", 90), lines=[_line("Carried forward", "7.00")])

    read = reading(page)

    assert (read.total, len(read.items)) == (Decimal("7.00"), 1)


@pytest.mark.parametrize(
    ("pages", "total"),
    [
        ([("100.00", 99), ("150.00", 84)], "150.00"),
        ([("100.00", 99), ("150.00", 40)], "100.00"),
        ([("100.00", 30), ("150.00", 40)], "150.00"),
        ([("100.00", 99), None], "100.00"),
    ],
    ids=["the last", "but no doubtful one", "of doubtful ones the last", "of pages that have one"],
)
def test_the_total_is_the_last_pages(pages: list[Any], total: str) -> None:
    answers = [answer(field("TOTAL", *page)) if page else answer() for page in pages]

    assert reading(*answers).total == Decimal(total)


def test_a_total_that_only_the_lines_of_its_own_page_come_to_proves_nothing() -> None:
    first = answer(field("TOTAL", "65.00", 99), lines=[_line("Exam", "40.00"), _line("Vaccine", "25.00")])
    last = answer(field("TOTAL", "410.00", 54))

    assert reading(first, answer(), last).total == Decimal("410.00")


def test_a_total_that_all_lines_come_to_comes_before_the_last_pages_own() -> None:
    first = answer(field("TOTAL", "130.00"), field("TAX", "10.00"), lines=[_line("Exam", "100.00")])
    second = answer(field("TOTAL", "20.00"), lines=[_line("Vaccine", "20.00")])

    assert reading(first, second).total == Decimal("130.00")


@given(st.lists(st.lists(AMOUNTS, min_size=1, max_size=4), min_size=2, max_size=6))
def test_what_is_carried_from_page_to_page_is_charged_once(pages: list[list[Decimal]]) -> None:
    answers, carried = [], Decimal(0)
    for number, charges in enumerate(pages):
        lines = [_line("Brought forward", str(carried))] if number else []
        lines += [_line("Charge", str(charge)) for charge in charges]
        carried += sum(charges)
        is_last = number == len(pages) - 1
        lines += [] if is_last else [_line("Carried forward", str(carried))]
        answers.append(answer(field("TOTAL", str(carried), 95), lines=lines))

    read = reading(*answers)

    assert [item.total for item in read.items] == [charge for charges in pages for charge in charges]
    assert read.total == carried


@pytest.mark.parametrize(
    "text", ["Total care package", "Report of the laboratory", "Übertragungsprüfung", "Page turner", "Summer special"]
)
def test_a_charge_whose_name_sounds_alike_is_a_charge(text: str) -> None:
    read = reading(answer(lines=[_line(text, "5.00")]), answer(lines=[_line(text, "6.00")]))

    assert len(read.items) == 2


def test_another_number_on_a_later_page_is_noticed() -> None:
    pages = [answer(field("INVOICE_RECEIPT_ID", text, sure)) for text, sure in (("77", 95), ("No. 77", 95), ("78", 95))]

    assert reading(*pages).other_numbers == ("78",)
    assert reading(pages[0], answer(field("INVOICE_RECEIPT_ID", "78", 60))).other_numbers == ()


def test_pages_without_an_invoice_read_as_nothing() -> None:
    assert reading(answer(), {}) == Reading()


def _line(text: str, price: str) -> dict[str, str]:
    return {"ITEM": text, "PRICE": price}


def _sheet(*printed: str) -> dict[str, Any]:
    """An invoice's page on which these lines are printed."""
    page = answer(field("INVOICE_RECEIPT_ID", "77"), field("TOTAL", "20.00"), lines=[_line("Exam", "20.00")])
    [document] = page["ExpenseDocuments"]
    blocks = [{"BlockType": "LINE", "Text": text} for text in printed]
    return {**page, "ExpenseDocuments": [{**document, "Blocks": blocks}]}


def test_a_sheet_scanned_twice_doubles_nothing() -> None:
    """Before, an invoice scanned with its copy had each of its lines twice, and failed the check of its sum."""
    sheet = _sheet("Invoice 77", "Exam 20.00")

    assert reading(sheet, sheet) == reading(sheet)


@pytest.mark.parametrize("pages", [(["Page 1 of 2"], ["Page 2 of 2"]), ([], [])])
def test_pages_that_are_read_alike_are_all_counted(pages: tuple[list[str], list[str]]) -> None:
    assert [line.total for line in reading(*(_sheet(*printed) for printed in pages)).items] == [Decimal("20.00")] * 2
