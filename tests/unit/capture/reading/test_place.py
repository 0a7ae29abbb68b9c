import pytest

from faktura.capture.reading.place import currency_of, region_of_address
from faktura.core.countries import region
from faktura.core.folding import folded


@pytest.mark.parametrize(
    ("country", "code"),
    [
        *[
            (name, "US")
            for name in ("USA", "U.S.A.", "us ", "United States", "United States of America", "Vereinigte Staaten")
        ],
        *[(name, "DE") for name in ("Germany", "Deutschland", "DEU", "allemagne")],
        ("CA", "CA"),
        ("\u00d6sterreich", "AT"),
        ("UK", "GB"),
        ("England", "GB"),
        (" ", "US"),
        ("Wonderland", None),
    ],
)
def test_a_country_is_recognised_by_its_names(country: str, code: str | None) -> None:
    assert region(country) == code


@pytest.mark.parametrize(
    ("code", "currency"), [("US", "USD"), ("DE", "EUR"), ("CH", "CHF"), (None, "USD"), ("AQ", "USD")]
)
def test_a_country_has_its_own_currency_and_an_unknown_one_the_dollar(code: str | None, currency: str) -> None:
    assert currency_of(code) == currency


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("123 Some Street\nSome City, XYZ, USA", "US"),
        ("154-164 The Embarcadero, San Francisco, CA 94105", "US"),
        ("1 Main St, Vancouver BC V6B 1A1", "CA"),
        ("12 High St, London SW1A 1AA", "GB"),
        ("Hauptstr. 1\n10115 Berlin\nDeutschland", "DE"),
        ("10 Tampines Street 21 Singapore 168732", "SG"),
        ("1 Main St, Miami, CA", None),
        ("", None),
    ],
)
def test_the_country_of_an_address_is_recognised_where_it_is_printed(address: str, code: str | None) -> None:
    assert region_of_address(address) == code


def test_texts_are_compared_without_case_accents_and_extra_spaces() -> None:
    assert folded("  Jos\u00e9  M\u00dcLLER ") == folded("jose muller")
