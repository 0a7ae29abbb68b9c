from collections.abc import Callable

import pytest

from local.textract.reading import read
from tests.unit.textract import samples
from tests.unit.textract.answers import confidence_of, items_of, summary_of
from tests.unit.textract.drawing import Drawing

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


def test_sums_that_add_up_are_sure() -> None:
    answer = read("AnalyzeExpense", samples.facture().pdf())

    assert confidence_of(answer, "TOTAL") == 99.0


def test_the_currency_is_the_amounts_own_or_the_pages() -> None:
    answer = read("AnalyzeExpense", samples.clinic_invoice().pdf())

    fields = {one["Type"]["Text"]: one for one in answer["ExpenseDocuments"][0]["SummaryFields"]}
    assert {kind: fields[kind]["Currency"]["Code"] for kind in ("TOTAL", "TAX")} == {"TOTAL": "USD", "TAX": "USD"}


def test_no_amount_is_taken_for_the_total_because_it_is_the_largest() -> None:
    sheet = Drawing().put(
        20, 20, "Meadow Grooming Parlour", "5 High Street, Truro TR1 2AB", "Price list from May onwards"
    )
    sheet.row(60, {20: "Small dog, wash and cut", -150: "38.00"}).row(
        66, {20: "Large dog, wash and cut", -150: "64.00"}
    )

    answer = read("AnalyzeExpense", sheet.pdf())

    assert "TOTAL" not in summary_of(answer)


def test_rival_totals_leave_the_total_in_doubt() -> None:
    sheet = Drawing().put(20, 20, "Meadow Grooming Parlour", "5 High Street, Truro TR1 2AB", "Invoice No: 4471")
    sheet.row(60, {20: "Total", -150: "38.00"}).row(66, {20: "Total", -150: "64.00"}).row(
        72, {20: "Total", -150: "12.50"}
    )

    answer = read("AnalyzeExpense", sheet.pdf())

    assert confidence_of(answer, "TOTAL") < 60


def test_every_line_and_word_stands_in_the_blocks() -> None:
    answer = read("AnalyzeExpense", samples.receipt().pdf())

    blocks = answer["ExpenseDocuments"][0]["Blocks"]
    lines = [block["Text"] for block in blocks if block["BlockType"] == "LINE"]
    children = {one for block in blocks for relation in block.get("Relationships", []) for one in relation["Ids"]}
    assert lines[:3] == ["PAWS & CLAWS STORE", "7 Mill Road, Leeds", "LS1 4DY"]
    assert children == {block["Id"] for block in blocks if block["BlockType"] != "PAGE"}
