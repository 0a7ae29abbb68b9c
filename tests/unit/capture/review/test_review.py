"""A review lies on top of the data of its request, which stays as it was."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter

from faktura.capture.review.accuracy import counts, difference, total
from faktura.capture.review.review import Review, Reviewer
from faktura.capture.review.review_service import verify_size
from faktura.capture.review.schemas.requests import Corrections
from faktura.core import json
from faktura.core.errors import InvalidRequest
from faktura.core.model import validated

AT = datetime(2026, 11, 26, 1, tzinfo=UTC)
IDA, BEN = Reviewer(7, "Ida Bell"), Reviewer(8, "Ben Cole")
DATA = {
    "invoiceNumber": "1",
    "totalAmount": Decimal("12.30"),
    "customer": {"customerId": "C1"},
    "lineItems": [],
    "payments": [],
}
READ = {"confidence": 98, "vouchedFor": True}
RESPONSE = {
    "source": "OCR",
    "readFrom": "OCR",
    "data": DATA,
    "reading": {"totalAmount": READ, "invoiceNumber": READ},
}


def decided(review: Review, decision: Any = "approve", **corrections: Any) -> Review:
    return review.decided(decision, corrections, "", IDA, AT, DATA)


def fields(review: Review) -> list[str]:
    """The fields that the trail names."""
    return [change["field"] for change in review.changes]


def test_the_trail_tells_every_decision_and_note_with_who_made_it_and_when() -> None:
    first = Review().decided("approve", {}, "Paid.", IDA, AT, DATA)
    again = first.decided("approve", {}, "Paid.", BEN, AT + timedelta(hours=1), DATA)

    second = again.decided("reject", {}, "", BEN, AT + timedelta(hours=2), DATA)

    assert again.changes == first.changes
    assert [(one["by"]["name"], one["at"][11:13], one["field"], one["from"], one["to"]) for one in second.changes] == [
        ("Ida Bell", "01", "note", None, "Paid."),
        ("Ida Bell", "01", "state", "pending", "approved"),
        ("Ben Cole", "03", "note", "Paid.", None),
        ("Ben Cole", "03", "state", "approved", "rejected"),
    ]


def test_a_value_that_is_there_already_is_no_correction() -> None:
    review = decided(Review(), totalAmount=Decimal("12.3"), dueDate=None)

    assert (review.state, review.revision, fields(review), review.corrections) == ("approved", 1, ["state"], {})


def test_a_correction_that_is_taken_back_stays_in_the_trail() -> None:
    first = decided(Review(), totalAmount=Decimal(9))

    second = decided(first, "reject", totalAmount=Decimal("12.3"))

    assert [(one["from"], one["to"]) for one in second.changes if one["field"] == "totalAmount"] == [
        (Decimal("12.30"), Decimal(9)),
        (Decimal(9), Decimal("12.3")),
    ]
    assert (second.state, second.revision, second.corrections) == ("rejected", 2, {})


def test_the_data_of_the_request_stays_as_it_was() -> None:
    before = json.dumps(DATA)

    shown = decided(Review(), **{"practice.practiceName": "Vets", "invoiceNumber": None}).shown(DATA)

    assert json.dumps(DATA) == before
    assert shown["data"]["practice"] == {"practiceId": None, "practiceName": "Vets"}
    assert shown["data"]["invoiceNumber"] is None


def test_a_review_is_the_same_after_it_was_stored() -> None:
    review = decided(Review(), totalAmount=Decimal("9.10"))

    assert Review.of(json.loads(json.dumps(review.stored))) == review


@pytest.mark.parametrize(
    "wrong",
    [
        {"totalAmount": "12"},
        {"totalAmount": True},
        {"totalAmount": Decimal("1E+20")},
        {"invoiceDate": "2026-02-30"},
        {"invoiceDate": "20261120"},
        {"currency": "usd"},
        {"practice.practiceName": None},
        {"practice.practiceName": "a\u202eb"},
        {"customer.firstName": "a\x00b"},
        {"lineItems": [{"description": "a"}]},
        {"lineItems": [{"description": "a", "totalPrice": 1, "more": 1}]},
        {"unknown": 1},
    ],
    ids=str,
)
def test_a_correction_that_a_field_cannot_have_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        validated(TypeAdapter(Corrections), wrong)


def test_markup_and_formulas_are_text_like_any_other() -> None:
    given = {"practice.practiceName": "<script>alert(1)</script>", "customer.lastName": "=1+1"}

    assert validated(TypeAdapter(Corrections), given).given == given


def test_only_fields_that_the_reviewer_let_stand_were_right() -> None:
    report = total([counts(RESPONSE, decided(Review(), totalAmount=Decimal(9)))])

    assert report.documents == 1
    assert [(one.from_, one.to, one.documents, one.right) for one in report.fields["totalAmount"]] == [(97, 99, 1, 0)]
    assert [(one.documents, one.right) for one in report.fields["invoiceNumber"]] == [(1, 1)]


def test_a_second_review_corrects_the_counts_of_the_first() -> None:
    first = decided(Review(), totalAmount=Decimal(9))
    second = decided(first, "reject")

    before, after = counts(RESPONSE, first), counts(RESPONSE, second)

    assert after == {}
    assert total([before, difference(after, before)]).documents == 0


def test_the_data_of_a_practice_says_nothing_of_the_reading() -> None:
    assert counts({**RESPONSE, "source": "PIMS"}, decided(Review())) == {}


def test_corrections_that_compress_well_are_still_too_many_to_be_shown() -> None:
    """Lambda carries a backslash as four bytes, and the review shows each line in its data and in its changes."""
    lines = [{"description": "\\" * 2_000, "totalPrice": Decimal(1)}] * 700

    with pytest.raises(InvalidRequest):
        verify_size(decided(Review(), lineItems=lines), RESPONSE)
    verify_size(decided(Review(), lineItems=lines[:300]), RESPONSE)
