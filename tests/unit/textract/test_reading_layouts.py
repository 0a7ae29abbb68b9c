from collections.abc import Callable
from decimal import Decimal

import pytest

from faktura.capture.reading.expense import reading
from local.textract.reader_process import read
from tests.support.synthetic.credits import CREDITS
from tests.support.textract import samples
from tests.support.textract.answers import confidence_of, items_of, summary_of
from tests.support.textract.drawing import Drawing

LAYOUTS = [
    (samples.clinic_invoice, samples.CLINIC_SUMMARY, samples.CLINIC_ITEMS),
    (samples.rechnung, samples.RECHNUNG_SUMMARY, samples.RECHNUNG_ITEMS),
    (samples.facture, samples.FACTURE_SUMMARY, samples.FACTURE_ITEMS),
    (samples.letter, samples.LETTER_SUMMARY, samples.LETTER_ITEMS),
    (samples.till_slip, samples.TILL_SUMMARY, samples.TILL_ITEMS),
    (samples.receipt, samples.RECEIPT_SUMMARY, samples.RECEIPT_ITEMS),
]
Sample = tuple[Callable[[], Drawing], dict[str, str], list[dict[str, str]]]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout[0].__name__)
def test_an_invoice_is_read_from_its_text_layer(layout: Sample) -> None:
    draw, summary, items = layout

    answer = read("AnalyzeExpense", draw().pdf())

    assert (summary_of(answer), items_of(answer)) == (summary, items)


@pytest.mark.parametrize("colour", [(255, 255, 255), (250, 250, 250)])
def test_words_that_nobody_sees_are_not_read(colour: tuple[int, int, int]) -> None:
    sheet = samples.facture()
    sheet.hidden(20, 280, "Total 99999.99", colour)

    answer = read("AnalyzeExpense", sheet.pdf())

    assert "99999.99" not in str(answer)
    assert summary_of(answer)["TOTAL"] == samples.FACTURE_SUMMARY["TOTAL"]


def test_a_field_has_the_confidence_of_its_letters() -> None:
    answer = read("AnalyzeExpense", samples.facture().pdf())

    assert confidence_of(answer, "TOTAL") == pytest.approx(99.9)


def test_every_labelled_sum_is_a_field() -> None:
    sheet = Drawing().put(
        20, 20, "Meadow Grooming Parlour", "5 High Street, Truro TR1 2AB", "Price list from May onwards"
    )
    sheet.row(60, {20: "Total", -150: "38.00"}).row(66, {20: "Total", -150: "64.00"})

    answer = read("AnalyzeExpense", sheet.pdf())

    fields = answer["ExpenseDocuments"][0]["SummaryFields"]
    assert [one["ValueDetection"]["Text"] for one in fields if one["Type"]["Text"] == "TOTAL"] == ["38.00", "64.00"]


def test_the_currency_is_the_amounts_own_or_the_pages() -> None:
    answer = read("AnalyzeExpense", samples.rechnung().pdf())

    fields = {one["Type"]["Text"]: one for one in answer["ExpenseDocuments"][0]["SummaryFields"]}
    assert {kind: fields[kind]["Currency"]["Code"] for kind in ("TOTAL", "TAX")} == {"TOTAL": "EUR", "TAX": "EUR"}


def test_the_largest_amount_is_not_the_total_just_for_its_size() -> None:
    sheet = Drawing().put(
        20, 20, "Meadow Grooming Parlour", "5 High Street, Truro TR1 2AB", "Price list from May onwards"
    )
    sheet.row(60, {20: "Small dog, wash and cut", -150: "38.00"}).row(
        66, {20: "Large dog, wash and cut", -150: "64.00"}
    )

    answer = read("AnalyzeExpense", sheet.pdf())

    assert "TOTAL" not in summary_of(answer)


def test_the_blocks_have_every_line_and_word() -> None:
    answer = read("AnalyzeExpense", samples.receipt().pdf())

    blocks = answer["ExpenseDocuments"][0]["Blocks"]
    lines = [block["Text"] for block in blocks if block["BlockType"] == "LINE"]
    children = {one for block in blocks for relation in block.get("Relationships", []) for one in relation["Ids"]}
    assert lines[:3] == ["PAWS & CLAWS STORE", "7 Mill Road, Leeds", "LS1 4DY"]
    assert children == {block["Id"] for block in blocks if block["BlockType"] != "PAGE"}


PRINTED_CREDITS = [form for form in CREDITS if form.isascii()]
"""The signs that the drawing's font has."""


@pytest.mark.parametrize("form", PRINTED_CREDITS)
def test_a_credit_among_the_charges_keeps_its_sign(form: str) -> None:
    """Regression: `85.00 CR` and `$(85.00)` were charges of 85.00."""
    sheet = samples.credited(form.format("85.00"), ("Emergency exam", "100.00"), total="15.00")

    read_back = reading(read("AnalyzeExpense", sheet.pdf()))

    assert [line.total for line in read_back.items] == [Decimal("100.00"), Decimal("-85.00")]
    assert [line.unit_price for line in read_back.items] == [Decimal("100.00"), Decimal("-85.00")]
    assert read_back.total == Decimal("15.00")


@pytest.mark.parametrize("form", PRINTED_CREDITS)
def test_a_credit_note_has_a_negative_total_that_is_not_vouched_for(form: str) -> None:
    credit = form.format("85.00")

    read_back = reading(read("AnalyzeExpense", samples.credited(credit, total=credit).pdf()))

    assert [line.total for line in read_back.items] == [Decimal("-85.00")]
    assert (read_back.total, read_back.subtotal) == (Decimal("-85.00"), Decimal("-85.00"))
    assert not read_back.fields["totalAmount"].is_vouched


@pytest.mark.parametrize("coupon", ["- 4.00", "-4.00", "4.00-", "4.00 CR", "(4.00)"])
def test_a_receipts_coupon_is_subtracted(coupon: str) -> None:
    sheet = Drawing().put(20, 20, "Corner Pet Shop", "5 High Street", "Receipt No: 4471")
    sheet.row(60, {20: "Dog food", -150: "10.00"}).row(66, {20: "Coupon", -150: coupon}).row(
        74, {20: "Total", -150: "6.00"}
    )

    read_back = reading(read("AnalyzeExpense", sheet.pdf()))

    assert [line.total for line in read_back.items] == [Decimal("10.00"), Decimal("-4.00")]
    assert read_back.total == Decimal("6.00")


def test_an_invoice_paid_twice_has_its_total_and_a_balance_in_the_owners_favour() -> None:
    sheet = samples.credited("(5.00)", ("Emergency exam", "105.00"), total="100.00")
    sheet.row(130, {120: "Paid by CR CARD", -190: "185.00"}).row(137, {120: "Balance:", -190: "$85.00 CR"})

    read_back = reading(read("AnalyzeExpense", sheet.pdf()))

    assert (read_back.total, read_back.amount_due) == (Decimal("100.00"), Decimal("-85.00"))


@pytest.mark.parametrize("number", ["FT-CR", "INV-KLM", "RE_A-B"])
def test_a_number_without_a_digit_is_read_after_a_clear_label(number: str) -> None:
    """Regression: an `Invoice Number: FT-CR` was not read."""
    answer = read("AnalyzeExpense", samples.credited("85.00", total="85.00", number=number).pdf())

    assert reading(answer).number == (number if number != "RE_A-B" else None)


@pytest.mark.parametrize("word", ["PENDING", "N/A", "see below", "TBD"])
def test_a_word_after_a_numbers_label_is_not_a_number(word: str) -> None:
    answer = read("AnalyzeExpense", samples.credited("85.00", total="85.00", number=word).pdf())

    assert reading(answer).number is None
