"""The part of a response that says where its values are printed."""

from decimal import Decimal
from typing import Any

import pytest

from faktura.capture.page.layout import Place
from faktura.capture.read_fields import from_reading
from faktura.capture.reading.reading import ReadField, Reading, ReadItem
from faktura.capture.reading.schemas import ReadingBody
from faktura.core import json

TOTAL = ReadField(
    "$732.39", 2, Place(0.74211, 0.51249, 0.08731, 0.01379), 97, is_vouched=True, reason="the lines add up"
)


def body(reading: Reading) -> Any:
    return json.loads(json.dumps(from_reading(reading)))


def test_a_field_has_its_page_its_box_its_text_and_whether_it_is_vouched_for() -> None:
    assert body(Reading(fields={"totalAmount": TOTAL})) == {
        "totalAmount": {
            "page": 2,
            "box": json.loads(b'{"left": 0.7421, "top": 0.5125, "width": 0.0873, "height": 0.0138}'),
            "text": "$732.39",
            "confidence": 97,
            "vouchedFor": True,
        },
        "lineItems": [],
    }


def test_a_box_that_is_unknown_is_left_out() -> None:
    shown = body(Reading(fields={"invoiceNumber": ReadField("77", 1, None, 60)}))["invoiceNumber"]

    assert shown == {"page": 1, "text": "77", "confidence": 60, "vouchedFor": False}


@pytest.mark.parametrize("name", ["invoiceNumber", "invoiceDate", "dueDate", "totalAmount", "currency", "practiceName"])
def test_each_field_that_was_read_is_shown(name: str) -> None:
    assert body(Reading(fields={name: TOTAL}))[name]["text"] == "$732.39"


def test_the_lines_are_shown_in_the_order_in_which_they_were_read() -> None:
    items = tuple(ReadItem(text, Decimal(1), field=ReadField(text, 1, None, 90)) for text in ("Exam 1.00", "Bath 1.00"))

    assert [line["text"] for line in body(Reading(items=items))["lineItems"]] == ["Exam 1.00", "Bath 1.00"]


def test_the_lines_can_be_left_out() -> None:
    whole = from_reading(Reading(fields={"totalAmount": TOTAL}, items=(ReadItem("Exam", Decimal(1), field=TOTAL),)))

    assert whole.without_lines() == ReadingBody(total_amount=whole.total_amount)
    assert "lineItems" not in json.loads(json.dumps(whole.without_lines()))
