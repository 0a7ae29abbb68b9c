from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from unittest.mock import patch

import pytest

from faktura.capture.checks import invoice_checks
from faktura.capture.customers.customer import Customer
from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.invoice_data import from_pims, from_reading
from faktura.capture.matching.owner import Match
from faktura.capture.outcome import Mode, outcome
from faktura.capture.reading.reading import ReadField, Reading, ReadItem
from faktura.capture.schemas import Check, ValidationResults
from faktura.core.clock import now
from tests.support.capture.invoices import customer, invoice

ITEMS = (ReadItem("Exam", Decimal("700.00")), ReadItem("Vaccine", Decimal("25.00")))
READING = Reading(
    number="1234567",
    printed_date="09/03/2023",
    dates=(date(2023, 9, 3),),
    total=Decimal("725.00"),
    currency="USD",
    vendors=("PetWell Clinic",),
    receiver="Ana Ortiz",
    items=ITEMS,
    fields={
        "invoiceNumber": ReadField("1234567", 1, None, 97, True, "its label says so"),
        "invoiceDate": ReadField("09/03/2023", 1, None, 99, True, "its label says so"),
        "totalAmount": ReadField("725.00", 1, None, 98, True, "the line items add up to it"),
        "practiceName": ReadField("PetWell Clinic", 1, None, 98, True, "it is printed more than once"),
        "currency": ReadField("$725.00", 1, None, 98, False, "a $ alone can mean several currencies"),
    },
)
FILE = InvoiceFile(b"", "image/png", (300,))
ANA = customer(first_name="Ana", last_name="Ortiz")


def test_a_practices_invoice_that_adds_up_passes() -> None:
    assert _printed(invoice_checks.of_record(from_pims(invoice(), "c1"), "e-mail")) == [
        "invoiceNumber passed: The practice has the invoice 1234567",
        "totalAmount passed: The line items add up to the invoice total",
        "invoiceDate passed: The invoice date is not in the future",
        "customer passed: The practice's pet owner is the customer, matched by e-mail",
    ]


def test_a_total_that_differs_from_the_sum_of_the_lines_fails() -> None:
    verified = invoice_checks.of_record(from_pims(invoice(total=700), "c1"), "phone")

    assert (
        Check(
            field="totalAmount",
            status="failed",
            message="The invoice total doesn't match to the total sum of the line items",
        )
        in verified
    )


@pytest.mark.parametrize(
    ("total", "tax", "status"),
    [
        ("725.00", None, "passed"),
        ("750.00", "25.00", "passed"),
        ("725.00", "25.00", "passed"),
        ("750.00", "24.99", "failed"),
    ],
    ids=["no tax", "net lines", "gross lines", "a cent too little"],
)
def test_the_lines_add_up_to_the_total_with_or_without_the_tax(total: str, tax: str | None, status: str) -> None:
    read = Reading(number="7", total=Decimal(total), tax=Decimal(tax) if tax else None, items=ITEMS)

    assert _of("totalAmount", invoice_checks.of_reading(read, from_reading(read, "c1"), ANA))[-1].status == status


def test_the_sum_is_not_checked_without_line_items() -> None:
    read = Reading(number="7", total=Decimal(5))

    assert _of("totalAmount", invoice_checks.of_reading(read, from_reading(read, "c1"), ANA))[-1].status == "skipped"


def test_a_reading_is_compared_with_the_practices_invoice_field_by_field() -> None:
    pushed = invoice(practice={"name": "PetWellClinic Inc."})

    assert _printed(invoice_checks.of_comparison(READING, pushed, from_pims(pushed, "c1"))) == [
        "invoiceNumber passed: OCR value 1234567 and PIMS value 1234567 agree",
        "invoiceDate passed: OCR value 2023-09-03 and PIMS value 2023-09-03 agree",
        "totalAmount failed: OCR value 725.00 and PIMS value 732.39 differ",
        "practiceName passed: OCR value PetWell Clinic and PIMS value PetWellClinic Inc. agree",
        "currency passed: OCR value USD and PIMS value USD agree",
        "lineItems failed: OCR value 2 for 725.00 and PIMS value 4 for 732.39 differ",
    ]


def test_a_field_that_one_side_lacks_is_not_compared() -> None:
    pushed = invoice(practice={"name": ""})

    assert _printed(invoice_checks.of_comparison(Reading(vendors=("PetWell",)), pushed, from_pims(pushed, "c1"))) == [
        "invoiceNumber skipped: There is no OCR value to compare",
        "invoiceDate skipped: There is no OCR value to compare",
        "totalAmount skipped: There is no OCR value to compare",
        "practiceName skipped: There is no PIMS value to compare",
        "currency skipped: There is no OCR value to compare",
        "lineItems skipped: There is no OCR value to compare",
    ]


def test_a_reading_without_a_practices_invoice_is_checked_by_itself() -> None:
    assert _printed(invoice_checks.of_reading(READING, from_reading(READING, "c1"), ANA)) == [
        "invoiceNumber passed: The invoice number 1234567 was read, and the document confirms it: its label says so",
        "invoiceDate passed: The invoice date 2023-09-03 was read, and the document confirms it: its label says so",
        "totalAmount passed: The total 725.00 was read, and the document confirms it: the line items add up to it",
        "practiceName passed: The practice name PetWell Clinic was read, and the document confirms it: "
        "it is printed more than once",
        "currency failed: The currency USD was read, but it is not certain: a $ alone can mean several currencies",
        "totalAmount passed: The line items add up to the invoice total",
        "invoiceDate passed: The invoice date is not in the future",
        "customer passed: OCR value Ana Ortiz and customer value Ana Ortiz agree",
    ]


@pytest.mark.parametrize("field", ["invoiceNumber", "invoiceDate", "totalAmount", "practiceName", "currency"])
def test_a_field_that_is_not_vouched_for_fails(field: str) -> None:
    doubted = ReadField("?", 1, None, 99, False, "the page says otherwise")
    read = replace(READING, fields={**READING.fields, field: doubted})

    found = _of(field, invoice_checks.of_reading(read, from_reading(read, "c1"), ANA))[0]

    assert (found.status, found.message.partition(": ")[2]) == ("failed", "the page says otherwise")


@pytest.mark.parametrize("field", ["invoiceNumber", "invoiceDate", "totalAmount", "practiceName", "currency"])
def test_a_field_that_was_not_read_fails(field: str) -> None:
    read = Reading()

    found = _of(field, invoice_checks.of_reading(read, from_reading(read, "c1"), ANA))[0]

    assert (found.status, found.message[:3]) == ("failed", "No ")


@pytest.mark.parametrize(("is_complete", "status"), [(True, "passed"), (False, "failed")])
def test_lines_may_lead_to_the_total_by_other_printed_sums(is_complete: bool, status: str) -> None:
    read = replace(READING, total=Decimal("735.00"), are_lines_complete=is_complete)

    assert _of("totalAmount", invoice_checks.of_reading(read, from_reading(read, "c1"), ANA))[-1].status == status


def test_several_invoice_numbers_fail() -> None:
    read = Reading(number="7", other_numbers=("8", "9"))

    assert "invoiceNumber failed: The document has several invoice numbers: 7 and 8 and 9" in _printed(
        invoice_checks.of_reading(read, from_reading(read, "c1"), ANA)
    )


def test_a_date_that_the_printed_country_resolves_passes_and_names_the_country() -> None:
    read = Reading(number="7", printed_date="05/06/2023", dates=(date(2023, 5, 6),), date_order="US")

    assert "invoiceDate passed: The invoice date 05/06/2023 means 2023-05-06, by the date format of US" in _printed(
        invoice_checks.of_reading(read, from_reading(read, "c1"), ANA)
    )


@pytest.mark.parametrize(("mode", "source", "has_data"), [("process", "OCR", True), ("lookup", "PIMS", False)])
def test_a_lookup_without_result_has_checks_but_no_data(mode: Mode, source: str, has_data: bool) -> None:
    result = outcome(mode, FILE, READING, None, Customer(customer_id="c1"))

    response = result.response("r1", [])

    assert (result.source, response.data is not None, bool(result.fingerprints)) == (source, has_data, has_data)
    assert "source" in response.model_fields_set or not has_data


def test_required_fields_that_were_not_read_fail() -> None:
    read = Reading(number="7")

    assert _printed(invoice_checks.of_reading(read, from_reading(read, "c1"), customer())) == [
        "invoiceNumber failed: The invoice number 7 was read, but it is not certain: "
        "nothing else in the document confirms it",
        "invoiceDate failed: No invoice date could be read",
        "totalAmount failed: No total could be read",
        "practiceName failed: No practice name could be read",
        "currency failed: No currency could be read",
        "totalAmount skipped: The total or the line items are missing",
        "customer skipped: The name on the invoice or the customer's name is missing",
    ]


def test_an_ambiguous_date_fails_with_both_meanings() -> None:
    read = Reading(number="7", printed_date="05/06/2023", dates=(date(2023, 6, 5), date(2023, 5, 6)))

    assert (
        "invoiceDate failed: The invoice date 05/06/2023 is ambiguous: it can be 2023-06-05 or 2023-05-06"
        in _printed(invoice_checks.of_reading(read, from_reading(read, "c1"), ANA))
    )


@pytest.mark.parametrize(("hours", "status"), [(14, "passed"), (14 + 24, "failed")])
def test_a_date_is_in_the_future_only_if_it_is_everywhere_on_earth(hours: int, status: str) -> None:
    noon = now().replace(hour=12)
    data = from_pims(invoice(date=f"{noon + timedelta(hours=hours):%Y-%m-%dT%H:%M:%S}"), "c1")

    with patch.object(invoice_checks, "now", lambda: noon):
        verified = invoice_checks.of_record(data, "e-mail")

    assert [check.status for check in _of("invoiceDate", verified)] == [status]


def test_one_failed_check_fails_the_validation_and_a_skipped_one_does_not() -> None:
    passed, skipped, failed = (
        Check(field="x", status=status, message="") for status in ("passed", "skipped", "failed")
    )

    assert ValidationResults.of([passed, skipped]).passed
    assert not ValidationResults.of([passed, failed]).passed


@pytest.mark.parametrize(
    ("found", "source", "total"), [(Match(invoice(), "e-mail"), "PIMS", "732.39"), (None, "OCR", "725.00")]
)
def test_the_practices_data_is_preferred_to_the_reading(found: Match | None, source: str, total: str) -> None:
    response = outcome("process", FILE, READING, found, Customer(customer_id="c1")).response("r1", [])

    assert (response.request_id, response.status, response.source) == ("r1", "completed", source)
    assert response.data is not None
    assert response.data.total_amount == Decimal(total)


def _printed(verified: list[Check]) -> list[str]:
    return [f"{check.field} {check.status}: {check.message}" for check in verified]


def _of(field: str, verified: list[Check]) -> list[Check]:
    return [check for check in verified if check.field == field]


def test_a_mark_in_a_document_does_not_turn_the_direction_of_the_sentence_about_it() -> None:
    turned = "\N{RIGHT-TO-LEFT OVERRIDE}123\N{LEFT-TO-RIGHT ISOLATE}4"

    check = Check(field="invoiceNumber", status="failed", message=f"The invoice number {turned}\nwas read")

    assert check.message == "The invoice number 1234 was read"
