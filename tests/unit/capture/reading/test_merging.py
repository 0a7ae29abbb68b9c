"""Reading an invoice of several pages."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faktura.capture.reading.expense import reading
from faktura.capture.reading.reading import Reading
from tests.support.capture.invoices import field, response

AMOUNTS = st.integers(1, 10**6).map(lambda cents: Decimal(cents).scaleb(-2))


def test_three_pages_make_one_invoice() -> None:
    first = response(
        field("INVOICE_RECEIPT_ID", "77", 97),
        field("INVOICE_RECEIPT_DATE", "05/06/2023"),
        field("VENDOR_NAME", "PetWell Clinic"),
        field("VENDOR_ADDRESS", "Hauptstr. 1\nDeutschland"),
        lines=[_line("Exam", "100,00"), _line("Übertrag", "100,00")],
    )
    second = response(
        field("VENDOR_NAME", "Page 2"),
        lines=[_line("Übertrag", "100,00"), _line("Vaccine", "20,50"), _line("Zwischensumme", "120,50")],
    )
    third = response(
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
    assert read.fields["totalAmount"].confidence == 96


def test_on_a_single_page_the_field_with_the_highest_confidence_counts() -> None:
    page = response(field("TOTAL", "5.00", 40), field("TOTAL", "7.00", 90), lines=[_line("Carried forward", "7.00")])

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
    ids=["the last", "not one of low confidence", "the last if all have low confidence", "the only one"],
)
def test_the_total_is_that_of_the_last_page(pages: list[Any], total: str) -> None:
    responses = [response(field("TOTAL", *page)) if page else response() for page in pages]

    assert reading(*responses).total == Decimal(total)


def test_a_total_that_matches_only_the_lines_of_its_own_page_is_not_preferred() -> None:
    first = response(field("TOTAL", "65.00", 99), lines=[_line("Exam", "40.00"), _line("Vaccine", "25.00")])
    last = response(field("TOTAL", "410.00", 54))

    assert reading(first, response(), last).total == Decimal("410.00")


def test_a_total_that_matches_the_lines_of_all_pages_is_preferred() -> None:
    first = response(field("TOTAL", "130.00"), field("TAX", "10.00"), lines=[_line("Exam", "100.00")])
    second = response(field("TOTAL", "20.00"), lines=[_line("Vaccine", "20.00")])

    assert reading(first, second).total == Decimal("130.00")


@given(st.lists(st.lists(AMOUNTS, min_size=1, max_size=4), min_size=2, max_size=6))
def test_sums_carried_from_page_to_page_are_no_line_items(pages: list[list[Decimal]]) -> None:
    responses, carried = [], Decimal(0)
    for number, charges in enumerate(pages):
        lines = [_line("Brought forward", str(carried))] if number else []
        lines += [_line("Charge", str(charge)) for charge in charges]
        carried += sum(charges)
        is_last = number == len(pages) - 1
        lines += [] if is_last else [_line("Carried forward", str(carried))]
        responses.append(response(field("TOTAL", str(carried), 95), lines=lines))

    read = reading(*responses)

    assert [item.total for item in read.items] == [charge for charges in pages for charge in charges]
    assert read.total == carried


@pytest.mark.parametrize(
    "text", ["Total care package", "Report of the laboratory", "Übertragungsprüfung", "Page turner", "Summer special"]
)
def test_a_line_item_that_only_resembles_a_carried_sum_is_kept(text: str) -> None:
    read = reading(response(lines=[_line(text, "5.00")]), response(lines=[_line(text, "6.00")]))

    assert len(read.items) == 2


def test_another_number_on_a_later_page_is_reported() -> None:
    pages = [
        response(field("INVOICE_RECEIPT_ID", text, sure)) for text, sure in (("77", 95), ("No. 77", 95), ("78", 95))
    ]

    assert reading(*pages).other_numbers == ("78",)
    assert reading(pages[0], response(field("INVOICE_RECEIPT_ID", "78", 60))).other_numbers == ()


def test_pages_without_an_invoice_give_an_empty_reading() -> None:
    assert reading(response(), {}) == Reading()


def _line(text: str, price: str) -> dict[str, str]:
    return {"ITEM": text, "PRICE": price}


def _page(*printed: str) -> dict[str, Any]:
    """An invoice's page on which these lines are printed."""
    page = response(field("INVOICE_RECEIPT_ID", "77"), field("TOTAL", "20.00"), lines=[_line("Exam", "20.00")])
    [document] = page["ExpenseDocuments"]
    blocks = [{"BlockType": "LINE", "Text": text} for text in printed]
    return {**page, "ExpenseDocuments": [{**document, "Blocks": blocks}]}


def test_a_page_scanned_twice_counts_once() -> None:
    """Regression: an invoice scanned with its copy had each of its lines twice, and failed the check of its sum."""
    page = _page("Invoice 77", "Exam 20.00")

    assert reading(page, page) == reading(page)


@pytest.mark.parametrize("pages", [(["Page 1 of 2"], ["Page 2 of 2"]), ([], [])])
def test_pages_that_only_read_the_same_all_count(pages: tuple[list[str], list[str]]) -> None:
    assert [line.total for line in reading(*(_page(*printed) for printed in pages)).items] == [Decimal("20.00")] * 2
