"""Answers of AnalyzeExpense with fields dropped, repeated and contradicted: the right invoice, or a failed check."""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from faktura.capture.checks import invoice_checks
from faktura.capture.customers.customer import CustomerDetails
from faktura.capture.invoice_data import from_reading
from faktura.capture.reading.expense import reading
from local.textract.reader_process import read
from tests.support.textract import samples

GENUINE = Path(__file__).parents[5] / "shared" / "data" / "ocr" / "textract"
"""Amazon's own answers, if they are beside the project."""
RIGHT = ("number", "dates", "total", "currency", "vendors")
JUDGED = {"invoiceNumber", "invoiceDate", "totalAmount", "currency", "practiceName"}


def genuine() -> Iterator[Any]:
    for path in sorted(GENUINE.glob("*.response.json")):
        answer = json.loads(path.read_text("utf-8"))
        yield pytest.param(answer, id=path.stem)
        bare = copy.deepcopy(answer)
        for document in bare["ExpenseDocuments"]:
            document.pop("Blocks", None)
        yield pytest.param(bare, id=f"{path.stem}, without lines")


def drawn() -> Iterator[Any]:
    for sample in (samples.clinic_invoice, samples.rechnung, samples.facture, samples.receipt):
        yield pytest.param(read("AnalyzeExpense", sample().pdf()), id=sample.__name__)


ANSWERS = [*genuine(), *drawn()]


def changed(answer: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The answer with each field of each document dropped, repeated, and repeated with another value elsewhere."""
    for at, document in enumerate(answer["ExpenseDocuments"]):
        for place, field in enumerate(document["SummaryFields"]):
            name = f"{field['Type']['Text']} {field['ValueDetection']['Text']}"
            dropped, repeated, contradicted = (copy.deepcopy(answer) for _ in range(3))
            del dropped["ExpenseDocuments"][at]["SummaryFields"][place]
            repeated["ExpenseDocuments"][at]["SummaryFields"].append(field)
            contradicted["ExpenseDocuments"][at]["SummaryFields"].append(_other(field))
            yield f"without {name}", dropped
            yield f"twice {name}", repeated
            yield f"against {name}", contradicted


def _other(field: dict[str, Any]) -> dict[str, Any]:
    """The field at the bottom of the page with another last digit, or its words in another order."""
    other = copy.deepcopy(field)
    value = other["ValueDetection"]
    raised = re.sub(r"\d(?=\D*$)", lambda digit: str((int(digit[0]) + 1) % 10), value["Text"])
    value["Text"] = raised if raised != value["Text"] else " ".join(reversed(raised.split())) + " Other"
    value["Geometry"] = {"BoundingBox": {"Left": 0.1, "Top": 0.97, "Width": 0.2, "Height": 0.01}}
    return other


def judged(answer: dict[str, Any]) -> tuple[list[Any], set[str]]:
    """What was read, and the fields that are vouched for."""
    found = reading(answer)
    checks = invoice_checks.of_reading(found, from_reading(found, "c1"), CustomerDetails())
    failed = {check.field for check in checks if check.status == "failed"}
    return [getattr(found, name) for name in RIGHT], JUDGED - failed


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_changed_answer_gives_the_right_invoice_or_a_failed_check(answer: dict[str, Any]) -> None:
    whole, _ = judged(answer)
    fields = ("invoiceNumber", "invoiceDate", "totalAmount", "currency", "practiceName")

    wrong = [
        (change, name, value)
        for change, altered in changed(answer)
        for values, vouched in [judged(altered)]
        for name, value, right in zip(fields, values, whole, strict=True)
        if name in vouched and (value[:1] != right[:1] if name == "practiceName" else value != right)
    ]

    assert wrong == []


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_field_that_is_contradicted_is_not_vouched_for(answer: dict[str, Any]) -> None:
    kinds = {"TOTAL": "totalAmount", "INVOICE_RECEIPT_ID": "invoiceNumber", "INVOICE_RECEIPT_DATE": "invoiceDate"}

    vouched = [
        change
        for change, altered in changed(answer)
        for kind, name in kinds.items()
        if change.startswith(f"against {kind} ") and name in judged(altered)[1]
    ]

    assert vouched == []


def test_a_drawn_invoice_is_vouched_for() -> None:
    _, vouched = judged(read("AnalyzeExpense", samples.clinic_invoice().pdf()))

    assert vouched == JUDGED
