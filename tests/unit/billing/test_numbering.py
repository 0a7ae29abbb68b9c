"""How invoice numbers and receipt numbers look."""

import pytest

from faktura.billing.numbering import invoice_number, position_of, receipt_number


@pytest.mark.parametrize(
    ("position", "number"), [(1, "0001"), (42, "0042"), (9_999, "9999"), (10_000, "10000"), (10**11, "100000000000")]
)
def test_a_number_of_the_sequence_has_at_least_four_digits_and_tells_its_position(position: int, number: str) -> None:
    assert invoice_number(position) == number
    assert position_of(number) == position


@pytest.mark.parametrize("number", ["1", "00001", "A-1", "", "-001", "1 00", "\u0661\u0662\u0663\u0664", "1" * 13])
def test_any_other_text_has_no_position_in_the_sequence(number: str) -> None:
    assert position_of(number) is None


def test_a_receipt_has_the_id_of_its_payment_with_leading_zeros() -> None:
    assert [receipt_number(7), receipt_number(12_345)] == ["0007", "12345"]
