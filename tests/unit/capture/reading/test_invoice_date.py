"""Which date is the invoice's, and whether the document vouches for it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faktura.capture.reading.expense import reading
from faktura.capture.reading.reading import ReadField
from tests.support.capture.invoices import field, response
from tests.support.capture.pages import answer


def judged(*pages: Mapping[str, Any]) -> tuple[tuple[date, ...], ReadField]:
    """The days of the invoice, and what is said of them."""
    read = reading(*pages)
    return read.dates, read.fields["invoiceDate"]


def typed(kind: str, text: str, label: str = "", sure: float = 99) -> dict[str, Any]:
    """A date that Textract has typed."""
    return field(kind, text, sure, **({"LabelDetection": {"Text": label}} if label else {}))


DAY = date(2021, 5, 14)
VOUCHED = {
    "its label": (answer("Invoice date 14/05/2021", "Paid 20/05/2021"), "its label says so"),
    "a plain label beside dates without one": (answer("Date: 14/05/2021", "Item of 01/02/2020"), "its label says so"),
    "no other date": (answer("Café Altstadt", "14.05.2021"), "the document prints no other date that can be it"),
    "no other day": (answer("14/05/2021", "2021-05-14 10:22"), "the document prints no other date that can be it"),
    "a due date after it": (answer("14/05/2021", "Due 31/05/2021"), "the document prints no other date that can be it"),
    "a typed date with a label": (response(typed("INVOICE_RECEIPT_DATE", "14/05/2021", "Date")), "its label says so"),
    "the only typed date": (
        response(typed("INVOICE_RECEIPT_DATE", "14 May 2021")),
        "the document prints no other date that can be it",
    ),
    "the time of the purchase": (
        answer("14/05/202110:22", "Member since 01/01/2015"),
        "the document prints no other date that can be it",
    ),
}


@pytest.mark.parametrize(("page", "reason"), VOUCHED.values(), ids=VOUCHED)
def test_a_date_is_vouched_for(page: Mapping[str, Any], reason: str) -> None:
    days, found = judged(page)

    assert days == (DAY,)
    assert (found.is_vouched, found.reason) == (True, reason)


DOUBTED = {
    "another date with the same label": answer("Invoice date 14/05/2021", "Invoice date 15/05/2021"),
    "another on another line without labels": answer("14/05/2021", "15/05/2021"),
    "a delivery beside it without a label": answer("14/05/2021", "Delivery 12/05/2021"),
    "a due date before it": answer("Invoice date 14/05/2021", "Due date 30/04/2021"),
    "another typed date": answer("Date 14/05/2021", fields=(typed("INVOICE_RECEIPT_DATE", "15/05/2021"),)),
    "two typed dates": response(
        typed("INVOICE_RECEIPT_DATE", "14/05/2021", "Date"), typed("INVOICE_RECEIPT_DATE", "15/05/2021", "Date")
    ),
    "a label of another kind": response(typed("INVOICE_RECEIPT_DATE", "14/05/2021", "Delivery date")),
    "letters that are hard to read": response(typed("INVOICE_RECEIPT_DATE", "14/05/2021", "Invoice date", 40)),
}


@pytest.mark.parametrize("page", DOUBTED.values(), ids=DOUBTED)
def test_a_contradicted_date_is_read_and_not_vouched_for(page: Mapping[str, Any]) -> None:
    days, found = judged(page)

    assert days == (DAY,)
    assert (found.is_vouched, bool(found.reason)) == (False, True)


def test_another_page_contradicts_too() -> None:
    days, found = judged(answer("Invoice date 14/05/2021"), answer("Invoice date 15/05/2021"))

    assert days == (DAY,)
    assert (found.page, found.is_vouched) == (1, False)


def test_the_label_on_a_later_page_counts_before_a_date_without_one() -> None:
    days, found = judged(answer("01/02/2020"), answer("Invoice date 14/05/2021"))

    assert (days, found.page, found.is_vouched) == ((DAY,), 2, True)


def test_a_date_that_can_be_read_two_ways_is_not_vouched_for() -> None:
    days, found = judged(answer("Invoice date 05/06/2021"))

    assert days == (date(2021, 6, 5), date(2021, 5, 6))
    assert not found.is_vouched


@pytest.mark.parametrize("above", [0, 1, 20])
def test_its_place_on_the_page_changes_nothing(above: int) -> None:
    _, found = judged(answer(*["Item"] * above, "14/05/2021 10:22", *["Item"] * (20 - above)))

    assert (found.is_vouched, found.confidence) == (True, 99)


def test_a_typed_date_whose_line_names_another_kind_is_not_the_invoices() -> None:
    page = answer("Delivery date 12/05/2021", "Date 14/05/2021", fields=(typed("INVOICE_RECEIPT_DATE", "12/05/2021"),))

    assert judged(page)[0] == (DAY,)


def test_a_french_label_reads_day_first_in_the_united_states() -> None:
    page = response(
        typed("INVOICE_RECEIPT_DATE", "05/06/2021", "Date de facturation"),
        typed("DUE_DATE", "07/08/2021", "Échéance"),
        field("VENDOR_ADDRESS", "12 Main St\nFremont CA 94538"),
    )

    read = reading(page)

    assert (read.dates, read.due_date, read.date_order) == ((date(2021, 6, 5),), date(2021, 8, 7), None)


def test_a_due_date_is_judged_too() -> None:
    alone = reading(answer("Invoice date 14/05/2021", "Due date 31/05/2021"))
    rivals = reading(answer("Invoice date 14/05/2021", "Due date 31/05/2021", "Due date 30/06/2021"))
    early = reading(answer("Invoice date 14/05/2021", "Due date 13/05/2021"))
    late = reading(answer("Invoice date 14/05/2021", "Rabies   due 14/05/2022"))

    assert alone.due_date == rivals.due_date == date(2021, 5, 31)
    assert [read.fields["dueDate"].is_vouched for read in (alone, rivals, early, late)] == [True, False, False, False]


def test_terms_of_payment_are_no_due_date() -> None:
    assert reading(answer("Invoice date 14/05/2021", "Due in 30 days")).due_date is None


LABELS = st.sampled_from(["Invoice date", "Date", "Rechnungsdatum", "Date de la facture", ""])
DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))


@given(st.lists(st.tuples(DAYS, LABELS), min_size=2, max_size=5), LABELS, st.booleans())
def test_no_dates_that_contradict_each_other_are_vouched_for(
    others: list[tuple[date, str]], label: str, has_lines: bool
) -> None:
    """All have labels that are as good, or are typed as the invoice's date."""
    days = {day for day, _ in others}
    lines = [f"{label} {day.isoformat()}" for day in days]
    fields = [typed("INVOICE_RECEIPT_DATE", day.isoformat(), named) for day, named in others]
    page = answer(*lines) if has_lines else response(*fields)

    _, found = judged(page)

    assert found.is_vouched == (len(days) == 1)


@given(DAYS, st.integers(1, 400), LABELS)
def test_no_date_after_its_due_date_is_vouched_for(day: date, before: int, label: str) -> None:
    due = day - timedelta(days=before)
    page = response(
        typed("INVOICE_RECEIPT_DATE", day.isoformat(), label), typed("DUE_DATE", due.isoformat(), "Due date")
    )

    _, found = judged(page)

    assert not found.is_vouched
