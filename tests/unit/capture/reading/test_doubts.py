"""Pages that say two things, or of which a part may be missing: nothing that may be wrong is vouched for."""

from decimal import Decimal
from typing import Any

import pytest

from faktura.capture.reading.expense import reading
from tests.support.capture.invoices import field, response
from tests.support.capture.pages import answer

HEAD = (
    "Oak Vets Ltd",
    "14 High Street",
    "London SW1A 1AA",
    "Tel 020 7946 0000",
    "",
    "Bill to: Ana Ortiz",
    "9 Mill Lane",
    "",
)
NUMBER, DATE = "Invoice no: 12345", "Invoice date: 12 March 2024"
SUMS = ("Exam   100.00", "Drug   20.00", "Total   £120.00")


def vouched(analyzed: dict[str, Any], name: str) -> bool:
    found = reading(analyzed).fields.get(name)
    return bool(found and found.is_vouched)


@pytest.mark.parametrize("name", ["invoiceNumber", "invoiceDate", "totalAmount", "currency", "practiceName"])
def test_a_plain_invoice_is_vouched_for(name: str) -> None:
    assert vouched(answer(*HEAD, NUMBER, DATE, *SUMS), name)


@pytest.mark.parametrize(
    "more",
    [
        ("From your March visits   50.00", "Total to pay   170.00"),
        ("Vorherige Rechnung   50.00", "Total to pay   170.00"),
        ("Less insurance   20.00", "Amount payable   100.00"),
        ("Voucher   -20.00", "Total   100.00"),
        ("Total   99.00",),
    ],
)
def test_a_second_total_that_unknown_words_lead_to_is_a_contradiction(more: tuple[str, ...]) -> None:
    read = reading(answer(*HEAD, NUMBER, DATE, *SUMS, *more))

    assert (read.total, read.fields["totalAmount"].is_vouched) == (Decimal("120.00"), False)


@pytest.mark.parametrize("cut", ["1\u00b4234.50", "1`234.50", "1, 234.50", "l234.50", "S234.50"])
def test_an_amount_whose_first_figures_may_be_missing_is_not_read(cut: str) -> None:
    assert reading(answer(*HEAD, NUMBER, DATE, f"Total   {cut}", f"Cash   {cut}")).total is None


def test_a_space_parts_thousands() -> None:
    shown = answer(*HEAD, NUMBER, DATE, "Surgery   1 000.00", "Drug   234.50", "Total   1 234.50")

    assert reading(shown).total == Decimal("1234.50")


@pytest.mark.parametrize("date", ["1 2.03.2024", "|2/03/2024", "3 1 March 2024", "12 March 14:30", "12/03/20 24"])
def test_a_date_of_which_a_part_may_be_missing_is_not_vouched_for(date: str) -> None:
    assert not vouched(answer(*HEAD, NUMBER, f"Invoice date: {date}", *SUMS), "invoiceDate")


def test_a_date_of_something_is_no_label_of_the_invoices_date() -> None:
    shown = answer(*HEAD, NUMBER, "Date neutered: 1 March 2019", "12 March 2024", *SUMS)

    assert not vouched(shown, "invoiceDate")


@pytest.mark.parametrize(
    "line",
    [
        "Invoice no: 2024 WVC 17",
        "Invoice no: 2024|17",
        "Invoice no: INV-2024-",
        "Invoice no: 12,345",
        "Invoice no: 44 & 45",
        "Invoice no: 1 of 2",
        "Related invoice no: 99",
        "Lab slip no: 998",
        "Gift voucher no: 998",
    ],
)
def test_half_a_number_or_that_of_another_thing_is_not_vouched_for(line: str) -> None:
    assert not vouched(answer(*HEAD, line, DATE, *SUMS), "invoiceNumber")


def test_a_list_of_invoices_has_no_number_that_is_vouched_for() -> None:
    table = ("Invoice     Date          Amount", "101         02/01/2024    50.00", "102         09/02/2024    70.00")

    assert not vouched(answer(*HEAD, *table, "Total   £120.00"), "invoiceNumber")


def test_a_currency_in_a_remark_against_the_country_is_not_vouched_for() -> None:
    shown = answer(
        *HEAD, NUMBER, DATE, "Exam   100.00", "Drug   20.00", "Total   120.00", "Clients overseas may pay in USD"
    )

    assert not vouched(shown, "currency")


def test_letters_that_are_hard_to_read_are_not_vouched_for() -> None:
    fields = [field("TOTAL", "120.00", 5), field("AMOUNT_PAID", "120.00", 5)]

    assert not vouched(response(*fields), "totalAmount")


@pytest.mark.parametrize("text", ["12.03.2024 120.00", "2 items 120.00"])
def test_an_amount_is_found_among_other_figures_of_a_field(text: str) -> None:
    assert reading(response(field("TOTAL", text))).total == Decimal("120.00")


ODD: list[Any] = [None, "text", float("nan"), float("-inf"), -1, 2.5, "1", 10**11, [], {}]


@pytest.mark.parametrize("odd", ODD, ids=repr)
@pytest.mark.parametrize("part", ["Confidence", "PageNumber", "Text", "Left", "X", "Page"])
def test_an_odd_part_of_an_answer_ends_in_no_error(part: str, odd: Any) -> None:
    seen = answer(*HEAD, NUMBER, DATE, *SUMS, fields=(field("TOTAL", "£120.00"),))
    [document] = seen["ExpenseDocuments"]
    _replace(document, part, odd)

    assert reading(seen).number in ("12345", None)


def _replace(node: Any, part: str, odd: Any) -> None:
    """Put the odd value in every place of this name."""
    if isinstance(node, dict):
        for name in node:
            if name == part and not isinstance(node[name], dict):
                node[name] = odd
            else:
                _replace(node[name], part, odd)
    elif isinstance(node, list):
        for one in node:
            _replace(one, part, odd)
