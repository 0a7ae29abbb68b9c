"""Compares our reading with Amazon's answers for the same images, if these are available."""

import json
from pathlib import Path
from typing import Any

import pytest

from faktura.capture.reading.expense import reading
from tests.support.textract.answers import items_of, summary_of
from tests.unit.textract.conftest import Analyse

GENUINE = Path(__file__).parents[4] / "shared" / "data" / "ocr" / "textract"
READ = ("number", "dates", "due_date", "total", "subtotal", "tax")

pytestmark = pytest.mark.skipif(not GENUINE.is_dir(), reason="the genuine answers are not beside the project")


@pytest.mark.parametrize("picture", ["default_invoice_1.png", "receipt.jpg"])
def test_the_same_invoice_as_amazon_reads(picture: str, analyse: Analyse) -> None:
    genuine = _genuine(picture)

    answer = analyse((GENUINE / picture).read_bytes())["answer"]

    ours, wanted = reading(answer), reading(genuine)
    assert [getattr(ours, name) for name in READ] == [getattr(wanted, name) for name in READ]
    assert summary_of(answer).get("PO_NUMBER") == summary_of(genuine).get("PO_NUMBER")
    assert _prices(answer) == _prices(genuine)


def test_the_prices_of_a_torn_receipt_as_far_as_they_are_legible(analyse: Analyse) -> None:
    """One price of thirty is smudged: Amazon reads "/6.50", we read none."""
    genuine = _genuine("receipt_no_summary.png")

    reply = analyse((GENUINE / "receipt_no_summary.png").read_bytes())

    assert "TOTAL" not in summary_of(reply["answer"])
    assert _prices(reply["answer"]) == [price for price in _prices(genuine) if price != "/6.50"]


def _genuine(picture: str) -> dict[str, Any]:
    genuine: dict[str, Any] = json.loads((GENUINE / picture).with_suffix(".response.json").read_text("utf-8"))
    return genuine


def _prices(answer: dict[str, Any]) -> list[str]:
    """Without the tax letter that Amazon keeps after some prices."""
    return [item["PRICE"].split()[0] for item in items_of(answer)]
