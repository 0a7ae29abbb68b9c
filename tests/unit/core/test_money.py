"""Exact numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from faktura.core.attributes import marshalled, plain
from faktura.core.exact_numbers import Exact, Whole

EXACT: TypeAdapter[Decimal] = TypeAdapter(Exact)
WHOLE: TypeAdapter[int] = TypeAdapter(Whole)


@given(st.integers(-(10**38) + 1, 10**38 - 1), st.integers(-100, 80))
def test_what_is_accepted_comes_back_from_dynamodb_as_it_was(digits: int, exponent: int) -> None:
    number = EXACT.validate_python(Decimal(digits).scaleb(exponent))

    assert plain(marshalled({"n": number}))["n"] == number


@pytest.mark.parametrize("value", ["1", 1.5, True, None, float("nan"), [], {}])
def test_only_numbers_are_numbers(value: object) -> None:
    with pytest.raises(ValidationError):
        EXACT.validate_python(value)


@pytest.mark.parametrize(
    "value", [Decimal("1E+126"), Decimal("1E-131"), Decimal("1" * 39), 10**126, Decimal("1E+999999")]
)
def test_what_dynamodb_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        EXACT.validate_python(value)


def test_a_whole_number_may_be_written_with_a_point() -> None:
    assert [WHOLE.validate_python(value) for value in (3, Decimal("3.0"), Decimal("3E+2"))] == [3, 3, 300]
    with pytest.raises(ValidationError):
        WHOLE.validate_python(Decimal("3.5"))
