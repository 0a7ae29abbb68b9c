from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faktura.capture.reading.date import possible_dates, resolved

THIRD = date(2023, 9, 3)


@pytest.mark.parametrize(
    "printed",
    [
        "2023-09-03",
        "2023-09-03T10:22:00",
        "20230903",
        "03092023",
        "Sunday, 3 September 2023",
        "3. September 2023",
        "3. Sept. 2023",
        "Sep 3, 2023",
        "Sept 3rd, 2023",
        "03-SEP-23",
        "3 septembre 2023",
        "3 de septiembre de 2023",
        "2023 Sep 03",
    ],
)
def test_a_date_is_read_in_every_notation(printed: str) -> None:
    assert possible_dates(printed) == (THIRD,)


@pytest.mark.parametrize("printed", ["05/06/2024", "5.6.2024", "05-06-24", "05/06/2024 10:22 AM"])
def test_a_date_of_two_small_numbers_is_ambiguous(printed: str) -> None:
    assert possible_dates(printed) == (date(2024, 6, 5), date(2024, 5, 6))


@pytest.mark.parametrize(
    ("printed", "meant"),
    [("01/31/2021", date(2021, 1, 31)), ("31/01/2021", date(2021, 1, 31)), ("05/05/2020", date(2020, 5, 5))],
)
def test_a_date_with_only_one_valid_order_is_not_ambiguous(printed: str, meant: date) -> None:
    assert possible_dates(printed) == (meant,)


@pytest.mark.parametrize("printed", ["", "30 days", "30.02.2020", "31/31/2020", "12345678", "3 Foo 2023", "01/01/1899"])
def test_a_text_without_a_valid_date_is_not_read(printed: str) -> None:
    assert possible_dates(printed) == ()


@pytest.mark.parametrize(
    ("country", "day"), [("US", date(2024, 5, 6)), ("DE", date(2024, 6, 5)), ("GB", date(2024, 6, 5))]
)
def test_the_country_resolves_an_ambiguous_date(country: str, day: date) -> None:
    assert resolved(possible_dates("05/06/2024"), country) == (day,)


def test_without_a_country_an_ambiguous_date_stays_ambiguous() -> None:
    assert resolved(possible_dates("05/06/2024"), None) == (date(2024, 6, 5), date(2024, 5, 6))


@given(st.dates(date(1990, 1, 1), date(2089, 12, 31)))
def test_every_date_is_read_from_its_usual_notations(day: date) -> None:
    notations = [f"{day:%d/%m/%Y}", f"{day:%m/%d/%Y}", f"{day:%d %B %Y}", f"{day:%Y-%m-%d}", f"{day:%b %d, %Y}"]

    assert all(day in possible_dates(printed) for printed in notations)
