"""Pages that were once misread, through the running stack: the values that a careful person reads from them."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.local.calls import Caller
from tests.support.local.capture import enlarged
from tests.support.local.stacks import Served

PAGES = Path(__file__).parents[1] / "support" / "capture" / "misread"

EXPECTED: dict[str, dict[str, Any]] = {
    "01_rounding_without_leading_zero": {"totalAmount": 14.40},
    "02_rounded_balance_due": {"totalAmount": 16.30},
    "03_net_total_then_due_payable": {"totalAmount": 571.04},
    "04_total_gst_incl_is_no_tax": {"totalAmount": 12.00},
    "05_total_line_unreadable_tax_table_below": {"totalAmount": 153.35},
    "06_totals_in_a_strip": {"totalAmount": 162.00, "dueDate": "2015-09-28"},
    "07_vendeur_column_is_a_person": {"practiceName": "Cabinet des Chênes"},
    "08_dotted_french_date_us_address": {"invoiceDate": "2021-05-03", "dueDate": "2021-06-02"},
    "09_wrapped_heading_over_two_dates": {"invoiceDate": "2015-12-13", "dueDate": "2016-03-12"},
    "10_date_glued_to_time": {"invoiceDate": "2018-05-09"},
    "11_instalments_and_split_word": {"totalAmount": 1021.91, "balanceDue": 521.91},
    "12_customer_read_as_practice": {"practiceName": "Clinique du Moulin"},
}


@pytest.fixture(scope="module")
def reader(running: Served) -> Caller:
    mga = Caller(running, "mga-alpha")
    assert mga.bind("misread", firstName="Sophie", lastName="Bernard", email="sophie@example.com").status_code == 200
    return mga


@pytest.mark.parametrize("name", EXPECTED)
def test_a_page_that_was_misread_is_read_right(reader: Caller, name: str) -> None:
    document = enlarged((PAGES / f"{name}.pdf").read_bytes(), 60_000)

    answer = reader.processed("misread", document)

    assert answer.status_code == 200, answer.text
    data = answer.json()["data"]
    read = {**data, "practiceName": data.get("practice", {}).get("practiceName")}
    assert {field: read.get(field) for field in EXPECTED[name]} == EXPECTED[name]
    if name.startswith("12"):
        [customer] = [check for check in answer.json()["validationResults"]["checks"] if check["field"] == "customer"]
        assert customer["status"] == "passed"


def test_every_page_is_expected() -> None:
    assert {page.stem for page in PAGES.glob("*.pdf")} == set(EXPECTED)
