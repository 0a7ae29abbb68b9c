"""How invoice numbers look."""

from typing import Any

from faktura.jobs.configurations.configuration import parsed
from faktura.jobs.numbering import Numbering


def numbering(**value: Any) -> Numbering:
    found: Numbering = parsed("invoiceNumbering", value)
    return found


def test_a_number_has_its_texts_and_its_digits() -> None:
    found = numbering(preText="ORD-__year__-", startValue="1000", numberOfDigits="6", postText="-EU").in_year(2026)

    assert found.text(1001) == "ORD-2026-001001-EU"


def test_a_number_with_more_digits_is_not_cut() -> None:
    assert numbering(numberOfDigits=2).text(1001) == "1001"


def test_the_year_may_stand_in_both_texts_and_more_than_once() -> None:
    found = numbering(preText="__year__/__year__-", postText="-__year__").in_year(2027)

    assert found.text(1) == "2027/2027-1-2027"
