"""A number or an amount is printed if all of it stands on the page, in any form, and nothing more belongs to it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faktura.capture.reading.e_invoices.printed_page import shows_amount, shows_number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1234", "Invoice 1234"),
        ("1234", "No.1234, of today"),
        ("1234", "(1234)"),
        ("1234", "Invoice 1234."),
        ("RE-2026/001", "Rechnung re-2026/001"),
        ("RE-2026/001", "Rechnung RE\u20112026/001"),
        ("FA 2026 17", "Facture FA  2026\t17"),
        ("R\u00c9-1", "RE\u0301-1"),
        ("471102", "Rechnungsnr.: 471102\nDatum"),
        ("1234", "91234 and 1234"),
    ],
)
def test_a_number_is_printed_as_a_whole(number: str, text: str) -> None:
    assert shows_number(text, number)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1234", "91234"),
        ("1234", "12345"),
        ("1234", "A1234"),
        ("1234", "1234A"),
        ("1234", "RE-1234"),
        ("1234", "1234-5"),
        ("1234", "2026/1234"),
        ("1234", "1234/2"),
        ("1234", "1.234"),
        ("1234", "9.1234"),
        ("1234", "1234.50"),
        ("1234", "12 34"),
        ("1234", ""),
        ("", "anything"),
        ("RE-1", "RE-11"),
    ],
)
def test_a_part_of_another_number_does_not_print_it(number: str, text: str) -> None:
    assert not shows_number(text, number)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("1234.56", "1.234,56"),
        ("1234.56", "1,234.56 EUR"),
        ("1234.56", "EUR1 234.56"),
        ("1234.56", "1\u202f234,56 \u20ac"),
        ("1234.56", "CHF 1'234.56"),
        ("1234.56", "$1234.56"),
        ("1234567.8", "1.234.567,80"),
        ("529.87", "Total: 529,87."),
        ("529.87", "529.8700"),
        ("500", "500.00"),
        ("500.00", "Total 500"),
        ("500.00", "500,- EUR"),
        ("-8.79", "-8,79"),
        ("-8.79", "8,79"),
        ("0.50", "0.50"),
        ("119", "1 x\t119.00"),
    ],
)
def test_an_amount_is_printed_in_any_form(amount: str, text: str) -> None:
    assert shows_amount(text, Decimal(amount))


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("234.56", "1.234,56"),
        ("234.56", "1,234.56"),
        ("234.56", "1 234.56"),
        ("234.56", "9234.56"),
        ("234.56", "234.567"),
        ("12.05", "12.05.2026"),
        ("19", "19 %"),
        ("19", "19% VAT"),
        ("500", "500.50"),
        ("500", "500 000"),
        ("1234.56", "1234.65"),
        ("1234.56", "12 34.56"),
        ("119.00", "-119.00"),
        ("119.00", "(119.00)"),
        ("119.00", "\u2212119,00"),
        ("119.00", ""),
    ],
)
def test_another_amount_does_not_print_it(amount: str, text: str) -> None:
    assert not shows_amount(text, Decimal(amount))


def test_a_credit_may_be_printed_with_a_minus() -> None:
    assert shows_amount("Credit -119.00", Decimal(119), is_credit=True)


@given(st.decimals(0, 10**9, places=2), st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", "."), ("", ".")]))
def test_every_amount_is_found_as_it_is_commonly_printed(amount: Decimal, marks: tuple[str, str]) -> None:
    thousands, point = marks
    printed = f"{amount:,.2f}".replace(".", "#").replace(",", thousands).replace("#", point)

    assert shows_amount(f"Total EUR {printed}\nPage 1", amount)


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_can_be_searched(text: str, number: str) -> None:
    assert shows_number(text, number) in (True, False)
