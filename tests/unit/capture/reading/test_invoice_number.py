"""Which number is the invoice's, and whether the document vouches for it."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faktura.capture.reading.expense import reading
from faktura.capture.reading.reading import ReadField
from tests.support.capture.invoices import field, response
from tests.support.capture.pages import answer


def judged(*pages: Mapping[str, Any]) -> tuple[str | None, ReadField]:
    """The number of the invoice, and what is said of it."""
    read = reading(*pages)
    return read.number, read.fields["invoiceNumber"]


def typed(text: str, label: str = "", sure: float = 99) -> dict[str, Any]:
    """A number that Textract has typed as the invoice's."""
    return field("INVOICE_RECEIPT_ID", text, sure, **({"LabelDetection": {"Text": label}} if label else {}))


VOUCHED = {
    "its label": answer("Invoice No. A-4711"),
    "its label beside weaker ones": answer("Invoice No. A-4711", "Receipt No. 12", "Ref 99"),
    "its title": answer("Invoice A-4711", "Customer no 55"),
    "a receipt's label": answer("Receipt No. A-4711"),
    "its label, twice": answer("Invoice No. A-4711", "Invoice number A-4711"),
    "the only number": answer("No. A-4711"),
    "a typed number with a label": response(typed("A-4711", "Invoice #")),
    "a typed number that a line labels": answer("Invoice No. A-4711", fields=(typed("A-4711"),)),
    "the end of its label in the typed text": response(typed("No. A-4711", "Invoice")),
}


@pytest.mark.parametrize("page", VOUCHED.values(), ids=VOUCHED)
def test_a_number_is_vouched_for(page: Mapping[str, Any]) -> None:
    number, found = judged(page)

    assert number == "A-4711"
    assert found.is_vouched


DOUBTED = {
    "another number with the same label": answer("Invoice No. A-4711", "Invoice No. A-4712"),
    "another with a label as good": answer("Receipt No. A-4711", "Bill No. A-4712"),
    "another number beside a weak label": answer("No. A-4711", "Ref A-4712"),
    "another typed number": answer("Invoice No. A-4711", fields=(typed("A-4712"),)),
    "two typed numbers": response(typed("A-4711", "Invoice #"), typed("A-4712", "Invoice #")),
    "no label": response(typed("A-4711")),
    "a label of another kind": response(typed("A-4711", "Customer no")),
    "the number of the order": response(typed("A-4711", "Receipt No"), field("PO_NUMBER", "A-4711")),
    "letters that are hard to read": response(typed("A-4711", "Invoice #", 40)),
}


@pytest.mark.parametrize("page", DOUBTED.values(), ids=DOUBTED)
def test_a_contradicted_number_is_read_and_not_vouched_for(page: Mapping[str, Any]) -> None:
    number, found = judged(page)

    assert number == "A-4711"
    assert (found.is_vouched, bool(found.reason)) == (False, True)


def test_another_page_contradicts_too() -> None:
    number, found = judged(answer("Invoice No. A-4711"), answer("Invoice No. A-4712"))

    assert number == "A-4711"
    assert (found.page, found.is_vouched) == (1, False)


def test_the_clearest_label_counts_wherever_it_is() -> None:
    assert judged(answer("Ref 99", "Trans 1234", "Invoice No. A-4711"))[0] == "A-4711"


LABELS = st.sampled_from(["Invoice No.", "Facture n°", "Rechnungs-Nr.", "Receipt No.", "Bill #", "Ref", ""])
NUMBERS = st.integers(1000, 99_999).map(lambda number: f"A-{number}")


@given(st.lists(st.tuples(NUMBERS, LABELS), min_size=2, max_size=5), LABELS, st.booleans())
def test_no_numbers_that_contradict_each_other_are_vouched_for(
    others: list[tuple[str, str]], label: str, has_lines: bool
) -> None:
    numbers = {number for number, _ in others}
    fields = [typed(number, named) for number, named in others]
    page = answer(*(f"{label} {number}" for number in numbers)) if has_lines else response(*fields)

    found = reading(page).fields.get("invoiceNumber")

    assert len(numbers) == 1 or not (found and found.is_vouched)
