"""Dates in a line of text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faktura.capture.page.printed_date import dates_in

TIMES = st.times().map(lambda time: time.strftime("%H:%M")) | st.times().map(
    lambda time: f"{time.hour}:{time.minute:02}"
)


@given(st.dates(date(1990, 1, 1), date(2089, 12, 31)), TIMES, st.sampled_from("/-."))
def test_a_time_may_follow_a_year_without_a_space(day: date, time: str, mark: str) -> None:
    [found] = dates_in(f"{day:%d}{mark}{day:%m}{mark}{day:%Y}{time}")

    assert day in found.days


@given(st.dates(date(2021, 1, 1), date(2068, 12, 31)), TIMES)
def test_a_time_may_follow_a_year_of_two_digits_without_a_space(day: date, time: str) -> None:
    [found] = dates_in(f"{day:%d-%m-%y}{time}")

    assert day in found.days


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("26-05--2018", date(2018, 5, 26)),
        ("26 / 05 / 2018", date(2018, 5, 26)),
        ("Date26/05/2018", date(2018, 5, 26)),
        ("26 de mayo de 2018", date(2018, 5, 26)),
        ("26 maggio 2018", date(2018, 5, 26)),
        ("26 mei 2018", date(2018, 5, 26)),
        ("26. März 2018", date(2018, 3, 26)),
        ("26 May 201814:22", date(2018, 5, 26)),
        ("2018-05-26T14:22", date(2018, 5, 26)),
    ],
)
def test_a_date_is_found_in_its_notations(written: str, day: date) -> None:
    assert [found.days for found in dates_in(written)] == [(day,)]


@pytest.mark.parametrize("written", ["HD26-05-18", "01-3 - 70", "12-3.50", "2 set 12", "26-05/2018", "30.02.2018"])
def test_codes_and_amounts_are_no_dates(written: str) -> None:
    assert dates_in(written) == []


@pytest.mark.parametrize(
    ("written", "is_day_first"),
    [("26/05/2018", True), ("05/26/2018", False), ("05/06/2018", None), ("05/05/2018", None), ("2018-05-26", None)],
)
def test_a_date_may_prove_the_order_of_day_and_month(written: str, is_day_first: bool | None) -> None:
    [found] = dates_in(written)

    assert found.is_day_first is is_day_first
