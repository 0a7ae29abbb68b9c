"""What each date on a page is, by its label."""

import pytest

from faktura.capture.page.labelled_date import DateMeaning, labelled_dates, meaning_of
from tests.support.capture.pages import rows


def meanings(*lines: str) -> dict[str, str]:
    """The name of each date's meaning, by its text."""
    return {found.date.text: found.meaning.name for found in labelled_dates(rows(*lines))}


@pytest.mark.parametrize(
    ("label", "meaning"),
    [
        ("Invoice Date:", DateMeaning.INVOICE),
        ("Rechnungs- und Lieferdatum", DateMeaning.INVOICE),
        ("Invoice date / Delivery date", DateMeaning.INVOICE),
        ("Rechnung Nr. 2021-7 vom", DateMeaning.INVOICE),
        ("Date d'émission", DateMeaning.INVOICE),
        ("Fecha de factura", DateMeaning.INVOICE),
        ("Date", DateMeaning.PLAIN),
        ("Lyon, le", DateMeaning.PLAIN),
        ("Due", DateMeaning.DUE),
        ("Terms: net 30, due", DateMeaning.DUE),
        ("Invoice due date", DateMeaning.DUE),
        ("Please remit until", DateMeaning.DUE),
        ("Zahlbar bis zum", DateMeaning.DUE),
        ("À régler avant le", DateMeaning.DUE),
        ("Règlement avant le", DateMeaning.DUE),
        ("Date of birth", DateMeaning.OTHER),
        ("Lieferdatum", DateMeaning.OTHER),
        ("Behandlungsdatum", DateMeaning.OTHER),
        ("Date de la commande", DateMeaning.OTHER),
        ("Printed on", DateMeaning.OTHER),
        ("Expiry date", DateMeaning.OTHER),
        ("Next vaccination due", DateMeaning.OTHER),
        ("Rabies due", None),
        ("Thursday,", None),
    ],
)
def test_a_label_says_what_its_date_is(label: str, meaning: DateMeaning | None) -> None:
    assert meaning_of(label) is meaning


def test_of_several_words_before_a_date_the_nearest_counts() -> None:
    line = "Invoice date 01/02/2021 delivery 28/01/2021 due 01/03/2021"

    assert meanings(line) == {"01/02/2021": "INVOICE", "28/01/2021": "OTHER", "01/03/2021": "DUE"}


LAYOUTS = {
    "labels to the left": (
        "Invoice date:     14/05/2021",
        "Payment due:      13/06/2021",
    ),
    "labels above": (
        "Invoice date      Due date",
        "14/05/2021        13/06/2021",
    ),
    "a heading row over values of several kinds": (
        "Number     Invoice date     Due date     Total",
        "A-77       14/05/2021       13/06/2021   12.00",
    ),
    "headings over two rows": (
        "Invoice           Due",
        "date              date",
        "14/05/2021        13/06/2021",
    ),
    "headings over two rows, and the dates close together": (
        "Invoice    Due",
        "date       date",
        "14/05/2021 13/06/2021",
    ),
    "a colon between": (
        "Invoice date      :      14/05/2021",
        "Due date          :      13/06/2021",
    ),
    "a time behind": (
        "Invoice date/time      Due date",
        "14/05/2021 19:43       13/06/2021",
    ),
}


@pytest.mark.parametrize("lines", LAYOUTS.values(), ids=LAYOUTS)
def test_a_date_has_the_label_that_stands_with_it(lines: tuple[str, ...]) -> None:
    assert meanings(*lines) == {"14/05/2021": "INVOICE", "13/06/2021": "DUE"}


def test_a_wrapped_heading_of_one_date_does_not_name_its_neighbour() -> None:
    page = ("           Date", "Date       d'échéance", "13/12/2015 12/03/2016")

    assert meanings(*page) == {"13/12/2015": "PLAIN", "12/03/2016": "DUE"}


def test_a_label_of_its_own_row_does_not_wrap_into_the_one_below() -> None:
    page = ("Delivery:", "Date       Rep", "14/05/2021 Kim")

    assert meanings(*page) == {"14/05/2021": "PLAIN"}


@pytest.mark.parametrize("between", ["-", "\u2013", "to", "bis", "au"])
def test_the_ends_of_a_period_are_dates_of_another_kind(between: str) -> None:
    assert set(meanings(f"01/03/2021 {between} 31/03/2021").values()) == {"OTHER"}


def test_the_dates_in_a_table_of_items_have_no_label() -> None:
    page = (
        "Date          Description      Qty    Amount",
        "02/03/2021    Consultation     1      50.00",
        "05/03/2021    Vaccine          1      20.00",
    )

    assert meanings(*page) == {"02/03/2021": "BARE", "05/03/2021": "BARE"}


def test_a_date_beside_a_time_is_the_moment_of_a_purchase() -> None:
    assert meanings("14/05/2021 10:22") == {"14/05/2021": "TIMED"}
    assert meanings("14/05/202110:22") == {"14/05/2021": "TIMED"}


def test_eight_digits_are_a_date_only_with_a_label_or_a_time() -> None:
    assert meanings("Ref 25032018") == {}
    assert meanings("Date 25032018") == {"25032018": "PLAIN"}
    assert meanings("25032018 13:11") == {"25032018": "TIMED"}


BODY = ("Hillside Vets", "Invoice date 02/03/2021", "Consultation   50.00", "Vaccine   20.00", "Total   70.00")
VIEWERS = {
    "a browser with the address below": (
        "14/05/2021, 10:22      Invoice 77",
        *BODY,
        "https://vets.example/invoices/77      1/1",
    ),
    "a browser with the date below": (
        "Invoice 77      https://vets.example/77",
        *BODY,
        "1 of 2      14/05/2021, 10:22",
    ),
    "the file's name": ("14/05/2021      invoice-77.pdf", *BODY),
    "a page number": (*BODY, "14/05/2021      Page 1 of 1"),
}


@pytest.mark.parametrize("lines", VIEWERS.values(), ids=VIEWERS)
def test_a_date_that_a_viewer_prints_in_the_margin_is_not_on_the_page(lines: tuple[str, ...]) -> None:
    assert meanings(*lines) == {"02/03/2021": "INVOICE"}


def test_a_date_at_the_edge_without_a_viewers_words_stays() -> None:
    assert meanings("14/05/2021", *BODY) == {"14/05/2021": "BARE", "02/03/2021": "INVOICE"}
    assert meanings("Date 14/05/2021   Page 1 of 1", *BODY[2:]) == {"14/05/2021": "PLAIN"}
