from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faktura.capture.page.printed_date import dates_in
from faktura.capture.reading.date import DateOrder

THIRD = date(2023, 9, 3)


def possible_dates(text: str) -> tuple[date, ...]:
    """The days that the first date in a text can mean."""
    return next((found.days for found in dates_in(text)), ())


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


@pytest.mark.parametrize("printed", ["05/06/2024", "5.6.2024", "05-06-24", "05/06/2024 10:22 AM", "05/06/202410:22"])
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


FIFTH_OF_JUNE, SIXTH_OF_MAY = date(2024, 6, 5), date(2024, 5, 6)


def day_of(printed: str, *texts: str, country: str | None = None, label: str = "") -> tuple[date, ...]:
    """The days that a date can mean in a document with these lines."""
    [found] = dates_in(printed)
    return DateOrder.of([printed, *texts], country).resolved(found, label)


@pytest.mark.parametrize(("country", "day"), [("US", SIXTH_OF_MAY), ("DE", FIFTH_OF_JUNE), ("GB", FIFTH_OF_JUNE)])
def test_the_country_resolves_an_ambiguous_date(country: str, day: date) -> None:
    assert day_of("05/06/2024", country=country) == (day,)


@pytest.mark.parametrize("country", [None, "CA", "ZA", "??"])
def test_an_ambiguous_date_stays_ambiguous_if_no_country_writes_day_and_month_before_the_year(
    country: str | None,
) -> None:
    assert day_of("05/06/2024", country=country) == (FIFTH_OF_JUNE, SIXTH_OF_MAY)


DAY_FIRST = {
    "it has dots": day_of("05.06.2024", country="US"),
    "its label is German": day_of("05/06/2024", country="US", label="Rechnungsdatum"),
    "its label is French": day_of("05/06/2024", country="US", label="Échéance :"),
    "the page is French": day_of("05/06/2024", "Montant", "dont TVA", country="US"),
    "another date can only be day first": day_of("05/06/2024", "Due 31/07/2024", country="US"),
    "the page says so": day_of("05/06/2024", "Date (DD/MM/YYYY)", country="US"),
    "the currency's countries do": day_of("05/06/2024", "Total RM 12.00"),
    "the business is registered in a country that does": day_of("05/06/2024", "ABN 12 198 935 521", "Total $12.00"),
    "the countries of the euro do": day_of("05/06/2024", "Total 12.00 EUR"),
}


@pytest.mark.parametrize("days", DAY_FIRST.values(), ids=DAY_FIRST)
def test_the_document_says_that_the_day_is_first(days: tuple[date, ...]) -> None:
    assert days == (FIFTH_OF_JUNE,)


MONTH_FIRST = {
    "another date can only be month first": day_of("05/06/2024", "Due 07/31/2024", country="DE"),
    "another date can, with dots": day_of("05.06.2024", "Due 07.31.2024"),
    "the page says so": day_of("05/06/2024", "mm/dd/yyyy"),
}


@pytest.mark.parametrize("days", MONTH_FIRST.values(), ids=MONTH_FIRST)
def test_the_document_says_that_the_month_is_first(days: tuple[date, ...]) -> None:
    assert days == (SIXTH_OF_MAY,)


UNDECIDED = {
    "dates that contradict each other": day_of("05/06/2024", "31/07/2024 07/31/2024", country="US"),
    "a date in another form": day_of("05/06/2024", "31-07-2024"),
    "a date with two equal numbers": day_of("05/06/2024", "07/07/2024"),
    "one word that another language has, too": day_of("05/06/2024", "Montant"),
    "dollars": day_of("05/06/2024", "Total USD 12.00"),
    "Canadian dollars": day_of("05/06/2024", "Total CAD 12.00"),
    "a tax that Canada has, too": day_of("05/06/2024", "GST 5% 1.00"),
    "marks of two countries": day_of("05/06/2024", "ABN 12 198 935 521", "Sales tax 1.00"),
}


@pytest.mark.parametrize("days", UNDECIDED.values(), ids=UNDECIDED)
def test_what_tells_nothing_leaves_the_order_open(days: tuple[date, ...]) -> None:
    assert days == (FIFTH_OF_JUNE, SIXTH_OF_MAY)


@given(st.dates(date(1990, 1, 1), date(2089, 12, 31)))
def test_every_date_is_read_from_its_usual_notations(day: date) -> None:
    notations = [f"{day:%d/%m/%Y}", f"{day:%m/%d/%Y}", f"{day:%d %B %Y}", f"{day:%Y-%m-%d}", f"{day:%b %d, %Y}"]

    assert all(day in possible_dates(printed) for printed in notations)
