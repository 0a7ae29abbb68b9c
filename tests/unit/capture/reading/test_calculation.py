from decimal import Decimal

import pytest

from faktura.capture.reading.calculation import divided, exact_sum


def test_a_sum_is_exact() -> None:
    huge, tiny = Decimal("9E125"), Decimal("1E-130")

    assert exact_sum([huge, tiny, huge.copy_negate()]) == tiny


@pytest.mark.parametrize(
    ("total", "by", "each"),
    [("101.59", "0.19", "534.6842"), ("222.8", "1", "222.8"), ("1", "3", "0.3333"), ("-1", "8", "-0.125")],
)
def test_a_unit_price_has_at_most_four_decimals(total: str, by: str, each: str) -> None:
    assert divided(Decimal(total), by=Decimal(by)) == Decimal(each)
