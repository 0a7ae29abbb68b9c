"""What the benchmark of reading judges, and what it prints of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from benchmarks.invoices import receipts, report
from benchmarks.invoices.document import Document, Keys, Truth
from benchmarks.invoices.verdict import Half, Judgement, Verdict, half_of, is_same_name, judgements
from benchmarks.ocr_accuracy import _report
from faktura.capture.schemas import CapturedCustomer, InvoiceData, InvoiceResponse, Practice

TRUTH = Truth(
    number="A 1",
    date=date(2024, 3, 5),
    due_date=None,
    total=Decimal("12.00"),
    subtotal=None,
    tax=None,
    amount_due=None,
    currency=None,
    practice="Harbour Vets",
    receiver=None,
    items=(),
)


def response(currency: str | None = None, total: str = "12.0", practice: str = "HARBOUR VETS LTD") -> InvoiceResponse:
    data = InvoiceData(
        invoice_number="A1",
        invoice_date="2024-03-05",
        total_amount=Decimal(total),
        currency=currency,
        practice=Practice(practice_id=None, practice_name=practice),
        customer=CapturedCustomer(customer_id="C1"),
        line_items=[],
        payments=[],
    )
    return InvoiceResponse.completed("request", "OCR", data, [])


def verdict(name: str = "one", half: Half = "tuning", is_passed: bool = False, **fields: tuple[bool, bool]) -> Verdict:
    found = {field: Judgement("read", "true", right, vouched) for field, (right, vouched) in fields.items()}
    return Verdict(name, half, found, is_passed, True, "text", 1, 0.1, 100.0)


def test_the_first_byte_of_a_hash_says_which_half_a_file_belongs_to() -> None:
    files = [bytes([byte]) for byte in range(40)]

    assert {half_of(file) for file in files if sha256(file).digest()[0] % 2 == 0} == {"tuning"}
    assert {half_of(file) for file in files if sha256(file).digest()[0] % 2 == 1} == {"reporting"}


def test_fields_are_held_against_the_truth() -> None:
    judged = judgements(Document("one", b"", TRUTH), response(), {"totalAmount": True})

    assert {name for name, field in judged.items() if field.is_right} == set(judged)
    assert {name for name, field in judged.items() if field.is_vouched} == {"total"}


def test_a_currency_that_nobody_can_tell_is_wrong_if_one_is_read() -> None:
    judged = judgements(Document("one", b"", TRUTH), response(currency="USD"), {})

    assert [name for name, field in judged.items() if not field.is_right] == ["currency"]


@pytest.mark.parametrize(
    ("wrong", "answer"), [("total", response(total="12.01")), ("practice", response(practice="Ana Ortiz"))]
)
def test_a_value_that_differs_is_wrong(wrong: str, answer: InvoiceResponse) -> None:
    judged = judgements(Document("one", b"", TRUTH), answer, {})

    assert [name for name, field in judged.items() if not field.is_right] == [wrong]


def test_only_the_keys_of_a_receipt_are_judged() -> None:
    keys = Keys(date(2024, 3, 5), Decimal(12), "Harbour Vets")

    assert set(judgements(Document("one", b"", keys), response(), {})) == {"date", "total", "practice"}


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Café Zoë", "CAFE ZOE", True),
        ("Harbour Vets", "Harbour Vets Ltd", True),
        ("Vets", "Vets Ltd", False),
        ("Harbour", "Harbour Animal Hospital", False),
        ("Harbour Vets", "Harbour View", False),
    ],
)
def test_names_agree_if_one_begins_with_the_other(one: str, other: str, is_same: bool) -> None:
    assert is_same_name(one, other) == is_same


@pytest.mark.parametrize("written", ["05/03/2024", "5-3-24", "2024-03-05", "05 MAR 2024", "05032024", "5/3/24 10:11"])
def test_the_keys_of_receipts_have_the_day_first(written: str) -> None:
    assert receipts.day(written) == date(2024, 3, 5)


def test_no_document_of_the_reporting_half_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    verdicts = [verdict("known", "tuning", total=(False, True)), verdict("secret", "reporting", total=(False, True))]

    _report({"typed invoices": verdicts}, "tuning")
    _report({"typed invoices": verdicts}, "reporting")

    text = capsys.readouterr().out
    assert "known: total! 'read', not 'true'" in text
    assert "secret" not in text


def test_the_worst_are_those_with_wrong_fields_that_are_vouched_for(capsys: pytest.CaptureFixture[str]) -> None:
    mild = [verdict(f"mild{number}", total=(False, False), date=(False, False)) for number in range(10)]

    report.worst([*mild, verdict("bad", total=(False, True)), verdict("right", total=(True, True))])

    lines = capsys.readouterr().out.splitlines()
    assert (len(lines), lines[0].split(":")[0]) == (10, "  bad")


def test_coverage_is_of_what_is_read_and_precision_of_what_is_vouched_for(capsys: pytest.CaptureFixture[str]) -> None:
    unread = replace(verdict(), fields={"total": Judgement(None, "12.00", False, False)})

    report.table([verdict(total=(True, True)), verdict(total=(False, True)), verdict(total=(True, False)), unread], 97)

    assert (
        "total     right 2/4 50.0 % (goal 97); vouched for 2/3 66.7 % (goal 80) of those read, 50.0 % of all; "
        "of these right 1/2 50.0 % (goal 99)"
    ) in capsys.readouterr().out


def test_what_passes_is_counted_with_its_wrong_fields(capsys: pytest.CaptureFixture[str]) -> None:
    passed = [verdict(is_passed=True, total=(True, True)), verdict(is_passed=True, total=(False, True))]

    report.table([*passed, verdict(total=(True, True))], 97)

    text = capsys.readouterr().out
    assert "passed    2 of 3 documents" in text
    assert "wrong total: 1, 50.0 % (goal 0)" in text
    assert "have a sufficient resolution: 1/2 50.0 % (goal 60)" in text


def test_a_folder_without_receipts_has_no_names(tmp_path: Path) -> None:
    assert receipts.names(tmp_path / "absent") == []
