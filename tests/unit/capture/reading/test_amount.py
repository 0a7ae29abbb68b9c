from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faktura.capture.reading.amount import amount, quantity
from tests.support.synthetic.credits import CREDITS, NO_CREDITS, NOTATIONS

CENTS = st.decimals(min_value=0, max_value=10**9, places=2)


@pytest.mark.parametrize(
    "printed", ["3 038,14", "3\u202f038,14", "3.038,14", "3'038.14", "3\u2019038.14", "3,038.14", "3038.14"]
)
def test_an_amount_is_read_in_every_notation(printed: str) -> None:
    assert amount(printed) == Decimal("3038.14")


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("$899.99 S", "899.99"),
        ("RM 30.90", "30.90"),
        ("P21.50/Unit", "21.50"),
        ("1,000", "1000"),
        ("1.000.000", "1000000"),
        ("12,34,567.00", "1234567"),
        ("0,125", "0.125"),
        (".50", "0.50"),
        ("(12.50)", "-12.50"),
        ("-$5.00", "-5"),
        ("$-5.00", "-5"),
        ("\u22125,00 \u20ac", "-5"),
        ("5.00-", "-5"),
    ],
)
def test_an_amount_is_read_whatever_surrounds_it(printed: str, meant: str) -> None:
    assert amount(printed) == Decimal(meant)


@pytest.mark.parametrize("printed", ["", "N/A", "04987176039347123"])
def test_a_text_without_an_amount_is_not_read(printed: str) -> None:
    assert amount(printed) is None


@given(CENTS)
def test_every_amount_is_read_from_the_usual_notations(value: Decimal) -> None:
    assert [amount(notation(value)) for notation in NOTATIONS] == [value] * 4


@given(CENTS, st.sampled_from(NOTATIONS), st.sampled_from(CREDITS))
def test_every_credit_is_read_as_negative(value: Decimal, notation: Callable[[Decimal], str], form: str) -> None:
    assert amount(form.format(notation(value))) == -value


@given(CENTS, st.sampled_from(NOTATIONS), st.sampled_from(NO_CREDITS))
def test_every_amount_that_is_no_credit_is_read_as_positive(
    value: Decimal, notation: Callable[[Decimal], str], form: str
) -> None:
    assert amount(form.format(notation(value))) == value


@pytest.mark.parametrize("form", CREDITS)
def test_a_credit_is_negative(form: str) -> None:
    """Regression: `85.00 CR`, `$(85.00)` and `USD (85.00)` were read as +85.00."""
    assert amount(form.format("85.00")) == Decimal("-85.00")


@pytest.mark.parametrize("form", NO_CREDITS)
def test_a_debit_or_anything_that_only_resembles_a_credit_is_positive(form: str) -> None:
    assert amount(form.format("85.00")) == Decimal("85.00")


@pytest.mark.parametrize(
    ("printed", "first"),
    [("2024-85.00", 2024), ("10-85.00", 10), ("2024 - 85.00", 2024), ("85.00-90.00", 85), ("(2 x 85.00)", 2)],
)
def test_a_hyphen_between_two_numbers_is_no_minus(printed: str, first: int) -> None:
    """Regression: the first of them was negative."""
    assert amount(printed) == first


@pytest.mark.parametrize(
    ("printed", "count"), [("-1", "-1"), ("- 2", "-2"), ("-0,19", "-0.19"), ("2-", "2"), ("(3)", "3"), ("1-2", "1")]
)
def test_a_quantity_is_negative_only_with_a_minus_before_it(printed: str, count: str) -> None:
    assert quantity(printed) == Decimal(count)


@pytest.mark.parametrize(("printed", "meant"), [("1.000", "1"), ("0,19", "0.19"), ("2 x", "2"), ("1 200", "1200")])
def test_a_quantity_with_three_decimals_is_not_read_as_thousands(printed: str, meant: str) -> None:
    assert quantity(printed) == Decimal(meant)
