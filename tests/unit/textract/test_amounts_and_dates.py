from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faktura.capture.page.printed_amount import amounts_in, bare_number, currency_of
from faktura.capture.page.printed_date import dates_in
from faktura.capture.reading.amount import amount
from tests.support.synthetic.credits import (
    CREDITS,
    LABELLED_CREDITS,
    NO_CREDITS,
    NOTATIONS,
)


@pytest.mark.parametrize(
    ("written", "value", "currency"),
    [
        ("3 038,14", "3038.14", None),
        ("3.038,14 €", "3038.14", "EUR"),
        ("CHF 3'038.14", "3038.14", "CHF"),
        ("$3,038.14", "3038.14", None),
        ("1,23,456.00", "123456.00", None),
        ("$1000", "1000.00", None),
        ("US$1000", "1000.00", "USD"),
        ("($10.00)", "-10.00", None),
        ("-RM 0.01", "-0.01", "MYR"),
        ("Total:31.45", "31.45", None),
        ("2 x 3.OO", "3.00", None),
    ],
)
def test_an_amount_is_read_in_every_notation(written: str, value: str, currency: str | None) -> None:
    (amount,) = amounts_in(written)

    assert (amount.value, amount.currency) == (Decimal(value), currency)


@given(
    st.decimals(min_value=0, max_value=999_999, places=2),
    st.sampled_from(NOTATIONS),
    st.sampled_from([*CREDITS, *LABELLED_CREDITS]),
)
def test_a_credit_is_found_with_its_sign_and_handed_on_with_it(
    value: Decimal, notation: Callable[[Decimal], str], form: str
) -> None:
    """Regression: `$(85.00)` was 85.00, and `85.00 CR` lost its `CR`."""
    (found,) = amounts_in(form.format(notation(value).replace("\u00a0", " ")))

    assert found.value == -value
    assert amount(found.text) == -value


@given(
    st.decimals(min_value=0, max_value=999_999, places=2),
    st.sampled_from(NOTATIONS),
    st.sampled_from(NO_CREDITS),
)
def test_nothing_else_is_found_as_a_credit(value: Decimal, notation: Callable[[Decimal], str], form: str) -> None:
    (found,) = amounts_in(form.format(notation(value).replace("\u00a0", " ")))

    assert found.value == value


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("85.00 - 90.00", ["85.00", "90.00"]),
        ("85.00 -10.00 75.00", ["85.00", "-10.00", "75.00"]),
        ("85.00 CR 10.00 DR", ["-85.00", "10.00"]),
        ("Lamp\t- 85.00", ["-85.00"]),
        ("$85 CR", ["-85.00"]),
        ("$(85)", ["-85.00"]),
        ("EUR 85-", ["-85.00"]),
        ("2024-85.00", []),
        ("10-85.00", []),
    ],
)
def test_a_hyphen_between_two_things_is_not_a_minus(written: str, values: list[str]) -> None:
    assert [found.value for found in amounts_in(written)] == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("written", "number"),
    [("85", "85"), ("-85", "-85"), ("85-", "-85"), ("(85)", "-85"), ("85 CR", "-85"), ("1,5", "1.5"), ("2 x", None)],
)
def test_a_number_without_cents_has_its_sign(written: str, number: str | None) -> None:
    assert bare_number(written) == (Decimal(number) if number else None)


@pytest.mark.parametrize(
    "written", ["12.09.2018", "20.0000", "@ 0.5500", "12.50 %", "10:30.00", "03-55423228", "1/2.55/3"]
)
def test_text_that_only_looks_like_an_amount_is_ignored(written: str) -> None:
    assert amounts_in(written) == []


def test_a_page_with_two_equally_frequent_currencies_has_none() -> None:
    assert (currency_of(["EUR 1,00", "USD 2,00"]), currency_of(["1,00 EUR", "2,00 EUR", "CHF"])) == (None, "EUR")


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("18-11-18 13:58", "18-11-18"),
        ("30/03/201811:22", "30/03/2018"),
        ("2021-03-04", "2021-03-04"),
        ("12. März 2021", "12. März 2021"),
        ("le 1er août 2021", "1er août 2021"),
        ("Thursday, 26 March 2020", "26 March 2020"),
        ("March 12, 2020", "March 12, 2020"),
        ("01-Jan-2021", "01-Jan-2021"),
        ("00440 25032018 13:11", "25032018"),
    ],
)
def test_a_date_is_found_as_it_is_printed(written: str, date: str) -> None:
    assert [found.text for found in dates_in(written)] == [date]


@pytest.mark.parametrize(
    "written", ["13/13/2018", "03-55423228", "1-300-80-2366", "4.12.2", "31.12.1889", "GST 001125220352"]
)
def test_an_impossible_date_is_ignored(written: str) -> None:
    assert dates_in(written) == []
