"""Whether a second number on the pages belongs to another invoice."""

from collections.abc import Mapping
from typing import Any

import pytest

from faktura.capture.reading.expense import reading
from tests.support.capture.invoices import field, response


def numbered(text: str, sure: float = 95, label: str = "", total: str = "", **others: str) -> Mapping[str, Any]:
    """A page with a number and its label, a total if given, and other fields by their type."""
    named = {"LabelDetection": {"Text": label}} if label else {}
    totals = [field("TOTAL", total)] if total else []
    return response(
        field("INVOICE_RECEIPT_ID", text, sure, **named), *totals, *(field(*other) for other in others.items())
    )


FIRST = numbered("INV-1", label="Invoice No.", total="$100.00")

ANOTHER = {
    "its label names an invoice": numbered("INV-2", 75, "Invoice Number:"),
    "it has the same beginning": numbered("INV-12", label="Invoice No."),
    "its label is German": numbered("RE-2", 75, "Rechnungs-Nr."),
    "its label is French": numbered("F-2", 75, "Facture n°"),
    "its page has a total of its own": numbered("9001", 75, "No.", total="$55.00"),
    "its label and its total": numbered("INV-2", 75, "Invoice No.", total="$55.00"),
    "an invoice with the same total": numbered("INV-2", 75, "Invoice No.", total="$100.00"),
    "high confidence and no other evidence": numbered("9001", 95),
    "an order number beside it": numbered("INV-2", 92, "Invoice No.", total="$55.00", PO_NUMBER="4500123"),
}


@pytest.mark.parametrize("page", ANOTHER.values(), ids=ANOTHER)
def test_the_number_of_another_invoice_is_reported(page: Mapping[str, Any]) -> None:
    [number] = [one["ValueDetection"]["Text"] for one in page["ExpenseDocuments"][0]["SummaryFields"][:1]]

    assert reading(FIRST, page).other_numbers == (number,)


NO_OTHER = {
    "repeated": numbered("INV-1", label="Invoice No."),
    "repeated with its label": numbered("No. INV-1"),
    "repeated with its page": numbered("INV-1 page 2 of 2", label="Invoice No."),
    "repeated, misread": numbered("1NV-I", label="Invoice No."),
    "repeated without its letters": numbered("1", label="Invoice No."),
    "repeated in another case": numbered("inv 1", label="Invoice No."),
    "repeated beside another": response(
        field("INVOICE_RECEIPT_ID", "4711", 99), field("INVOICE_RECEIPT_ID", "INV-1", 60)
    ),
    "repeated in another field": numbered("4711", 99, OTHER="Page 2 of invoice INV-1"),
    "a reference": numbered("4711", 99, "Your ref."),
    "a case": numbered("4711", 99, "Claim no", total="$20.00"),
    "an order in German": numbered("4711", 99, "Auftrags-Nr."),
    "a customer that is known as one": numbered("4711", 99, CUSTOMER_NUMBER="4711"),
    "the receipt of the payment": numbered("4711", 99, "Receipt #", total="$100.00"),
    "low confidence": numbered("4711", 69, "Invoice No."),
    "without evidence": numbered("4711", 85, "No."),
    "no number": response(field("TOTAL", "$55.00")),
}


@pytest.mark.parametrize("page", NO_OTHER.values(), ids=NO_OTHER)
def test_a_number_that_belongs_to_no_other_invoice_is_not_reported(page: Mapping[str, Any]) -> None:
    assert reading(FIRST, page).other_numbers == ()


def test_an_order_number_of_the_first_page_is_not_reported_on_the_second() -> None:
    first = numbered("INV-1", label="Invoice No.", PO_NUMBER="4500123")

    assert reading(first, numbered("4500123", 99)).other_numbers == ()


def test_two_invoices_on_one_page_are_reported() -> None:
    """Textract gives each its own document. Before, both were taken as one because they are on the same page."""
    [first], [second] = (page["ExpenseDocuments"] for page in (FIRST, ANOTHER["its label and its total"]))

    both = {"ExpenseDocuments": [first, {**second, "ExpenseIndex": 2}]}

    assert reading(both).other_numbers == ("INV-2",)


def test_each_other_number_is_reported_once() -> None:
    second, third = numbered("INV-2", label="Invoice"), numbered("INV-3", label="Invoice")

    assert reading(FIRST, second, FIRST, second, third).other_numbers == ("INV-2", "INV-3")


def test_a_file_without_any_number_has_no_other_numbers() -> None:
    assert reading(response(field("TOTAL", "$1.00")), response(field("TOTAL", "$2.00"))).other_numbers == ()
